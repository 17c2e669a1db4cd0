"""Sentences about what is wrong, kept with the template they were made from so that they can be translated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from cascais.errors import InputError, Problem
from cascais.inventory.intake.sheets import Cell, Sheet
from cascais.text import Message, message

LONGEST_VALUE = 80
MOST_PROBLEMS = 1_000  # more than anybody reads; looking for the nearest of ten thousand words takes a minute

Value = TypeVar("Value")


class Sentence(str):
    """English text that remembers the message it comes from.

    A reader of English takes it as the text it is; a translator asks for `message`.
    """

    message: Message

    def __new__(cls, message: Message) -> Sentence:
        """Write the message in English."""
        sentence = super().__new__(cls, str(message))
        sentence.message = message
        return sentence


def problem(
    said: Message, *, value: str = "", allowed: str = "", next_step: Message | None = None, **place: object
) -> Problem:
    """Make the record of a problem; `place` may hold file, sheet, row and column.

    >>> from cascais.text import message
    >>> str(problem(message("There is no year."), row=3, next_step=message("Fill it in.")))
    'row 3: There is no year. Fill it in.'
    """
    blank = Problem(
        message=Sentence(said),
        value=shortened(value),
        allowed=allowed,
        next_step=Sentence(next_step) if next_step else "",
    )
    return replace(blank, **place) if place else blank  # type: ignore[arg-type]


def refusal(
    said: Message, *, value: str = "", allowed: str = "", next_step: Message | None = None, **place: object
) -> InputError:
    """The error that carries one problem."""
    return InputError(problem(said, value=value, allowed=allowed, next_step=next_step, **place))


def shortened(text: str) -> str:
    """A value that was found, cut to what a message can show, control characters made visible."""
    visible = "".join(character if character.isprintable() else "�" for character in text)
    return visible if len(visible) <= LONGEST_VALUE else visible[: LONGEST_VALUE - 1] + "…"


@dataclass(slots=True)
class Findings:
    """Gathers the problems of a sheet with their places, so that all are told at once."""

    sheet: Sheet
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def placed(self, found: Problem, cell: Cell | None = None, column: str = "") -> Problem:
        """The problem with the file, the sheet and the cell it was found in."""
        return replace(
            found,
            file=self.sheet.file,
            sheet=self.sheet.name,
            row=cell.row if cell else found.row,
            column=column or found.column,
        )

    def add(self, found: Problem, cell: Cell | None = None, column: str = "") -> None:
        """Keep a problem."""
        self.problems.append(self.placed(found, cell, column))

    def are_too_many(self, row: int) -> bool:
        """Whether to stop looking, which is then told as the last problem."""
        if len(self.problems) < MOST_PROBLEMS:
            return False
        self.add(
            problem(
                message(
                    "There are more than {most} problems; the rest of the table was not looked at.",
                    most=MOST_PROBLEMS,
                ),
                row=row,
                next_step=message("Put the first ones right; many have the same cause."),
            )
        )
        return True

    def note(self, found: Problem, cell: Cell | None = None, column: str = "") -> None:
        """Keep something that is worth knowing and stops nothing."""
        self.notes.append(self.placed(found, cell, column))

    def attempt(self, cell: Cell, column: str, read: Callable[[Cell], Value]) -> Value | None:
        """Read a cell; where that fails keep the problems and return None."""
        try:
            return read(cell)
        except InputError as error:
            for found in error.problems:
                self.add(found, cell, column)
            return None
