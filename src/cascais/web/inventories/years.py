"""A member's inventories with their computed emissions and the population that goes with each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cascais.inventory.emissions import Inventory
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.reads import computed, standing, with_lines
from cascais.web.members.models import Member
from cascais.web.permissions import User

NEAR = 10
"""Years within which the population of another year stands in for a missing one; the page names that year."""


@dataclass(frozen=True, slots=True)
class People:
    """Inhabitants, and the year that the figure is of."""

    persons: int
    year: int


@dataclass(frozen=True, slots=True)
class ComputedYear:
    """A stored inventory and its emissions."""

    row: InventoryYear
    inventory: Inventory
    people: People | None = None

    @property
    def year(self) -> int:
        return self.row.year

    @property
    def per_head_t(self) -> float | None:
        """Emissions without sinks per inhabitant [t CO2e]."""
        total = self.row.total_without_sinks_t
        return total / self.people.persons if self.people and total is not None else None

    @property
    def has_population_of_its_year(self) -> bool:
        return self.people is not None and self.people.year == self.row.year


def computed_years(member: Member, user: User) -> list[ComputedYear]:
    """All standing inventories that the user may see, computed, by year: where a draft stands beside a published
    inventory both are there, the draft behind. Take `published` or `working` of them."""
    return [computed_year(row) for row in with_lines(standing(member, user))]


def computed_year(row: InventoryYear) -> ComputedYear:
    """One inventory, computed."""
    populations = {each.year: each.persons for each in row.member.populations.all()}
    return ComputedYear(row, computed(row), people_near(populations, row.year))


def people_near(populations: Mapping[int, int], year: int) -> People | None:
    """The population of a year, or of the nearest one at most ten years away; None where there is none so near."""
    near = [(abs(known - year), known) for known in populations if abs(known - year) <= NEAR]
    if not near:
        return None
    found = min(near)[1]
    return People(populations[found], found)


def published(years: Iterable[ComputedYear]) -> list[ComputedYear]:
    """Those that everybody may see; statuses rest on them alone."""
    return [each for each in years if each.row.is_published]


def working(years: Iterable[ComputedYear]) -> list[ComputedYear]:
    """One of each year: the draft where there is one, else what is published."""
    by_year: dict[int, ComputedYear] = {}
    for each in years:
        if each.year not in by_year or not each.row.is_published:
            by_year[each.year] = each
    return [by_year[year] for year in sorted(by_year)]


def before(years: Iterable[ComputedYear], year: int) -> tuple[Inventory, ...]:
    """The published inventories of earlier years, which the checks compare a year with."""
    return tuple(each.inventory for each in published(years) if each.year < year)
