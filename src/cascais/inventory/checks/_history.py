"""How each class of sectors moves from one inventory of a member to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log

from cascais.inventory.checks._classes import Sums, sums
from cascais.inventory.findings import Subject

FAR = 3.0
"""A sector that triples, or falls to a third, while the rest stays."""
REST = 1.5
SIZE = 0.05
"""Part of the total below which a sector's move says nothing about the inventory."""
SMALLEST_T = 100.0
"""In small villages a single boiler moves a sector."""


@dataclass(frozen=True, slots=True)
class Step:
    """Two inventories in a row: their years and their classes, with the emissions [t CO2e] of each year."""

    first: int
    second: int
    before: dict[str, Sums]
    after: dict[str, Sums]

    @property
    def both(self) -> list[str]:
        """The classes that have emissions in both years."""
        return sorted(key for key in self.before if _t(self.before, key) > 0 and _t(self.after, key) > 0)

    def is_large(self, key: str) -> bool:
        """Whether a class matters in one of the two years."""
        return any(_is_large(_t(year, key), year) for year in (self.before, self.after))

    def lost_part(self, key: str) -> str:
        """Which part of a class, "fuel" or "grid", one of the two years lacks though it matters in the other."""
        for part in ("fuel_t", "grid_t"):
            before, after = getattr(self.before[key], part), getattr(self.after[key], part)
            if (not after and _is_large(before, self.before)) or (
                not before and _is_large(after, self.after)
            ):
                return part.removesuffix("_t")
        return ""

    def ratio(self, key: str) -> float:
        """Emissions of a class in the second year over those in the first."""
        return _t(self.after, key) / _t(self.before, key)

    def is_against_rest(self, key: str) -> bool:
        """Whether a class moves by more than a factor of three while the other classes together stay."""
        rest = [other for other in self.both if other != key]
        before = sum(_t(self.before, other) for other in rest)
        after = sum(_t(self.after, other) for other in rest)
        is_far = abs(log(self.ratio(key))) > log(FAR)
        return is_far and self.is_large(key) and before > 0 and abs(log(after / before)) < log(REST)


def steps(subject: Subject) -> Iterator[Step]:
    """The steps between inventories in a row that touch a year of the inventory under check."""
    for first, second in pairwise(subject.history):
        if first in subject.years or second in subject.years:
            yield Step(first, second, sums(subject.history[first]), sums(subject.history[second]))


def _t(year: dict[str, Sums], key: str) -> float:
    return year[key].emissions_t if key in year else 0.0


def _is_large(emissions_t: float, year: dict[str, Sums]) -> bool:
    return emissions_t >= max(SMALLEST_T, SIZE * _total(year))


def _total(year: dict[str, Sums]) -> float:
    return sum(each.emissions_t for each in year.values())
