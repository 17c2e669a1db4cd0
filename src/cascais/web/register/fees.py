"""What a member pays a network in a year: the class by kind, country and inhabitants, and the amount of the class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from cascais.web.register.models import FeeClass

CENT = Decimal("0.01")


class Unknown(Enum):
    """Why no fee can be told."""

    NO_CLASS = "no class"
    NO_POPULATION = "no population"
    NO_AMOUNT = "no amount"


@dataclass(frozen=True, slots=True)
class Persons:
    """Inhabitants, and the year that the figure is of."""

    year: int
    number: int


@dataclass(frozen=True, slots=True)
class Fee:
    """The fee of a year, or why it is unknown; `is_agreed` where the secretariat chose the class by hand."""

    fee_class: FeeClass | None
    persons: Persons | None
    amount: Decimal | None = None
    unknown: Unknown | None = None
    is_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Payer:
    """What the class of a member depends on."""

    kind: str
    country: str
    populations: Mapping[int, int]


def persons_at(populations: Mapping[int, int], on: date) -> Persons | None:
    """The latest population of a year not after a date."""
    years = [year for year in populations if year <= on.year]
    return Persons(max(years), populations[max(years)]) if years else None


def fee_at(classes: Iterable[FeeClass], payer: Payer, on: date, agreed: FeeClass | None = None) -> Fee:
    """The fee of a member at a date."""
    persons = persons_at(payer.populations, on)
    fitting = [agreed] if agreed else _fitting(classes, payer)
    if not fitting:
        return Fee(None, persons, unknown=Unknown.NO_CLASS)
    if persons is None and not agreed and not _is_for_all_sizes(fitting):
        return Fee(None, None, unknown=Unknown.NO_POPULATION)
    found = agreed or _of_size(fitting, persons.number if persons else 0)
    if found is None:
        return Fee(None, persons, unknown=Unknown.NO_CLASS)
    return _priced(found, persons, is_agreed=agreed is not None)


def _priced(found: FeeClass, persons: Persons | None, *, is_agreed: bool) -> Fee:
    """The amount of a class: the fixed part and that for each inhabitant, rounded half up to cents."""
    if found.amount is None and found.per_inhabitant is None:
        return Fee(found, persons, None, Unknown.NO_AMOUNT, is_agreed)
    if found.per_inhabitant is not None and persons is None:
        return Fee(found, None, None, Unknown.NO_POPULATION, is_agreed)
    number = persons.number if persons else 0
    whole = (found.amount or Decimal(0)) + (found.per_inhabitant or Decimal(0)) * number
    return Fee(found, persons, whole.quantize(CENT, ROUND_HALF_UP), None, is_agreed)


def _fitting(classes: Iterable[FeeClass], payer: Payer) -> list[FeeClass]:
    """The classes for a member's kind and country; those that name either go before those that name neither."""
    open_ = [
        each
        for each in classes
        if (not each.kinds or payer.kind in each.kinds)
        and (not each.countries or payer.country in each.countries)
    ]
    closest = max(map(_closeness, open_), default=0)
    return [each for each in open_ if _closeness(each) == closest]


def _closeness(each: FeeClass) -> int:
    return bool(each.kinds) + bool(each.countries)


def _of_size(classes: Iterable[FeeClass], persons: int) -> FeeClass | None:
    reached = [each for each in classes if each.least_population <= persons]
    return max(reached, key=lambda each: each.least_population, default=None)


def _is_for_all_sizes(classes: list[FeeClass]) -> bool:
    return len(classes) == 1 and classes[0].least_population == 0
