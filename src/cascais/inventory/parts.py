"""The parts of a joint inventory: each member of a group with its inventories of the years and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import hypot

from cascais.inventory.emissions import Inventory
from cascais.inventory.findings import Line, lines

NEAR_POPULATION = 10
"""Years within which the population of another year stands in for a missing one."""
SPREAD = 0.9
"""Half of the 95 % interval by which the emissions per inhabitant of a vanishing part differ from those of the whole
that it belongs to. Measured on neighbouring members, see docs/method/successions.md."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A member whose inventory went into the sum of its successor, by a share of its inhabitants.

    `total_t` and `total_with_sinks_t` are what the whole of its own inventory came to [t CO2e].
    """

    key: str
    name: str
    share: float = 1.0
    total_t: float = 0.0
    total_with_sinks_t: float = 0.0


@dataclass(frozen=True, slots=True)
class Edition:
    """A member's inventory of one year, and the framework whose boundary it keeps to.

    `origins` are the members whose inventories it was added up from, empty for an inventory of its own.
    """

    year: int
    inventory: Inventory
    framework: str = "covenant"
    origins: tuple[Origin, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The members that it was added up from, empty for an inventory of its own."""
        return tuple(each.name for each in self.origins)

    @property
    def is_estimated(self) -> bool:
        """Whether it rests on a share of inhabitants."""
        return any(each.share != 1 for each in self.origins)

    def spread_t(self, *, has_sinks: bool = False) -> float:
        """Half of the 95 % interval that the shares of inhabitants add [t CO2e].

        Equation: D² = Σ (s·E·0.9·(1 − s))² over the origins; 0 in a merger.
        """
        widths = [
            each.share * (each.total_with_sinks_t if has_sinks else each.total_t) * SPREAD * (1 - each.share)
            for each in self.origins
        ]
        return hypot(*widths)


@dataclass(frozen=True, slots=True)
class OtherGroup:
    """Another group that a member belongs to, from and to which year; None means without end."""

    title: str
    kind: str
    from_year: int | None = None
    to_year: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A member of a group with its inventories.

    `population` maps years to inhabitants. `from_year` and `to_year` bound the years in which its inventories
    count, None means without bound. `successors` are the keys of the members that it went over into, `nuts_code`
    and `lau_code` say where it lies, `other_groups` what else it belongs to.
    """

    key: str
    name: str
    editions: tuple[Edition, ...] = ()
    population: Mapping[int, float] = field(default_factory=dict)
    from_year: int | None = None
    to_year: int | None = None
    kind: str = "municipality"
    country: str = ""
    lau_code: str = ""
    nuts_code: str = ""
    successors: tuple[str, ...] = ()
    other_groups: tuple[OtherGroup, ...] = ()

    def counts_in(self, year: int) -> bool:
        """Whether the member's inventory of a year belongs into the sum."""
        return (self.from_year or year) <= year <= (self.to_year or year)

    def edition(self, year: int, within: int = 0) -> Edition | None:
        """The inventory of a year, or the nearest at most `within` years away, the earlier of two equally near."""
        near = [each for each in self.editions if abs(each.year - year) <= within]
        return min(near, key=lambda each: (abs(each.year - year), each.year), default=None)

    def people(self, year: int) -> float | None:
        """Inhabitants in a year, or in the nearest known one at most ten years away."""
        near = [known for known in self.population if abs(known - year) <= NEAR_POPULATION]
        return self.population[min(near, key=lambda known: (abs(known - year), known))] if near else None


@dataclass(frozen=True, eq=False)  # no slots: the lines are kept once laid out
class Counted:
    """A member's inventory as it stands in the sum of a year; of another year it is an estimate."""

    part: Part
    edition: Edition
    year: int

    @property
    def years_away(self) -> int:
        """How many years lie between the inventory and the year of the sum."""
        return abs(self.edition.year - self.year)

    @property
    def inventory(self) -> Inventory:
        """The member's inventory."""
        return self.edition.inventory

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the inventory as the checks see them."""
        return lines(self.inventory)
