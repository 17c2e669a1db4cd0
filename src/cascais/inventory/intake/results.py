"""What reading a table gives, and what a person may say about it beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cascais.errors import Problem
from cascais.inventory.activities import Activity
from cascais.inventory.intake.labels import Aliases

LATEST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a person says about a file.

    `decimal` is “,” or “.”; `year` holds for a table that names none; `sheet` chooses one of several;
    `latest_year` is the last year that may occur, by custom the year after the present one.
    """

    decimal: str = ""
    year: int | None = None
    sheet: str = ""
    aliases: Aliases = field(default_factory=Aliases)
    latest_year: int = LATEST_YEAR


NO_OPTIONS = ReadingOptions()


@dataclass(frozen=True, slots=True)
class UnknownLabel:
    """A label that a person has to explain: its kind (sector, carrier, unit), the nearest keys, where it stands."""

    kind: str
    label: str
    suggestions: tuple[str, ...] = ()
    row: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedSum:
    """A sum that the table prints: of a sector, of a carrier, or of everything where both are empty.

    `value` is in `unit`, `found` is the sum of the lines that were read; None where no line belongs to it.
    """

    label: str
    value: float
    unit: str
    sector: str = ""
    carrier: str = ""
    year: int | None = None
    row: int | None = None
    found: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as it was understood.

    `activities` holds the rows without a problem; `storable` is empty as soon as there is any problem, because
    nothing is stored by halves. `columns` maps fields to the headers that were taken for them.
    """

    activities: tuple[Activity, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    printed_sums: tuple[PrintedSum, ...] = ()
    unknown_labels: tuple[UnknownLabel, ...] = ()
    form: str = ""  # tidy, non_energy or matrix
    file: str = ""
    sheet: str = ""
    encoding: str = ""
    decimal: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def storable(self) -> tuple[Activity, ...]:
        """The activities, or nothing where there is a problem."""
        return () if self.problems else self.activities
