"""The exception tree, and the record of what is wrong with an input.

CascaisError
├── InputError            what a user gave cannot be used; carries the problems found
│   └── AmbiguousNumberError   a number that reads two ways
├── UnitError             a unit is unknown or cannot be converted
├── MissingFigureError    no published figure answers the question
├── TableError            a shipped table breaks its own schema
└── ConflictError         the record changed since it was read
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input: where, what was found, what is allowed, what to do."""

    message: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    allowed: str = ""
    next_step: str = ""

    @property
    def place(self) -> str:
        """Where the problem stands, as a person would say it."""
        parts = [
            self.file,
            f"sheet “{self.sheet}”" if self.sheet else "",
            f"row {self.row}" if self.row is not None else "",
            f"column “{self.column}”" if self.column else "",
        ]
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        found = f" Found: “{self.value}”." if self.value else ""
        allowed = f" Allowed: {self.allowed}." if self.allowed else ""
        next_step = f" {self.next_step}" if self.next_step else ""
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.message}{found}{allowed}{next_step}"


class CascaisError(Exception):
    """Anything that Cascais refuses, with a message for the reader."""


class InputError(CascaisError):
    """What a user gave cannot be used."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class AmbiguousNumberError(InputError):
    """A number that can be read in two ways; both readings are in the message."""


class UnitError(CascaisError):
    """A unit is unknown, or cannot be converted into the one asked for."""


class MissingFigureError(CascaisError):
    """No published figure answers the question; the message says what was looked for."""


class TableError(CascaisError):
    """A shipped table breaks its own schema."""


class ConflictError(CascaisError):
    """The record was changed by someone else since it was read."""
