"""What `cascais doctor` looks at: one file for each topic in `doctor`, each finding with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.db import DatabaseError

from cascais.registry import Registry
from cascais.web.environment import Environment


class Level(Enum):
    """How bad a finding is."""

    GOOD = "good"
    WEAK = "weak"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at."""

    level: Level
    what: str
    what_to_do: str = ""


Examination = Callable[[Environment], Iterator[Found]]
EXAMINATIONS: Registry[Examination] = Registry("cascais.web.operations.doctor")


def examination(function: Examination) -> Examination:
    """Add a function to what is looked at."""
    return EXAMINATIONS.add(function.__name__, function)


def good(what: str) -> Found:
    """Something is as it should be."""
    return Found(Level.GOOD, what)


def weak(what: str, what_to_do: str) -> Found:
    """Something works, but should be better on a public site."""
    return Found(Level.WEAK, what, what_to_do)


def missing(what: str, what_to_do: str) -> Found:
    """Something does not work, or will not for long."""
    return Found(Level.MISSING, what, what_to_do)


def examine(environment: Environment) -> Iterator[tuple[str, Found]]:
    """Look at everything; what cannot be looked at without the database is said once by the database's own."""
    for topic in EXAMINATIONS:
        try:
            for found in EXAMINATIONS[topic](environment):
                yield topic, found
        except DatabaseError as error:
            reason = str(error).strip().partition("\n")[0]
            yield (
                topic,
                missing(f"The database does not answer: {reason}.", "See what is said of the database."),
            )
