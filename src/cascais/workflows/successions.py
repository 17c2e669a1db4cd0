"""What a member inherits from those it came from: sums over merged members, estimates from split ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import hypot, isclose

from cascais.errors import InputError
from cascais.inventory import totals
from cascais.inventory.emissions import Inventory
from cascais.inventory.parts import Counted, Edition, Origin, Part
from cascais.inventory.uncertainty import TotalUncertainty, approach_1
from cascais.pathways.series import Observation
from cascais.text import Message, message
from cascais.workflows.added_up import Portion, added_up
from cascais.workflows.joint import refuse_mixture
from cascais.workflows.sinks import lines_without_land

WHOLE = 1e-9
"""Shares that miss one by no more than this are one."""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A member that went over into another on a date: wholly in a merger, by a share of its inhabitants in a split.

    `before` are the members that it came from itself; they stand in for it in years in which it did not exist yet.
    """

    part: Part
    happened_on: date
    share: float = 1.0
    before: tuple[Predecessor, ...] = ()


@dataclass(frozen=True, slots=True)
class InheritedYear:
    """Emissions of a year in the later boundary [t CO2e]: one inventory with the lines of all predecessors.

    `population` are the inhabitants that came over, None where those of one predecessor are unknown.
    """

    edition: Edition
    population: float | None

    @property
    def year(self) -> int:
        """The year that the inventories are of."""
        return self.edition.year

    @property
    def inventory(self) -> Inventory:
        """The lines of all predecessors, times the share that came over."""
        return self.edition.inventory

    @property
    def names(self) -> tuple[str, ...]:
        """The members whose inventories were added up."""
        return self.edition.names

    @property
    def is_estimated(self) -> bool:
        """Whether it rests on a share of inhabitants."""
        return self.edition.is_estimated

    @property
    def total(self) -> TotalUncertainty:
        """The sum without the land."""
        own = approach_1(self.inventory, lines_without_land(self.inventory))
        return TotalUncertainty(own.total_t, hypot(own.half_width_t, self.edition.spread_t()))

    @property
    def total_without_sinks_t(self) -> float:
        """The sum without the land [t CO2e], by the name that it has in a stored inventory."""
        return self.total.total_t

    @property
    def total_with_sinks(self) -> TotalUncertainty:
        """The sum with the land."""
        own = approach_1(self.inventory)
        return TotalUncertainty(own.total_t, hypot(own.half_width_t, self.edition.spread_t(has_sinks=True)))

    @property
    def by_sector(self) -> Mapping[str, float]:
        """Emissions by sector, the land among them [t CO2e]."""
        return totals.by_sector(self.inventory)

    def observation(self, *, has_sinks: bool = False) -> Observation:
        """The year as one point of the series that targets are judged on."""
        total = self.total_with_sinks if has_sinks else self.total
        return Observation(
            year=self.year,
            emissions_t=total.total_t,
            uncertainty=total.relative,
            population=self.population,
            is_estimated=self.is_estimated,
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """A year that some predecessors have an inventory of and that still cannot be added up, and why."""

    year: int
    why: Message


@dataclass(frozen=True, slots=True)
class Inheritance:
    """All years that a member inherits, and those that it cannot."""

    years: tuple[InheritedYear, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A member that came of another, and the share of its inhabitants that went over."""

    successor: int
    share: float = 1.0


def uncovered(member: int, after: Mapping[int, Sequence[Share]], standing: Collection[int]) -> float:
    """The part of a member that ceased for which no successor stands in a sum, 1 for one that did not cease.

    Equation: u = 1 − Σ s over the successors that stand in the sum; of one that does not, s times what came of it
    counts. So a sum over members is the same before and after a merger or a split.

    >>> after = {1: (Share(3),), 2: (Share(3),), 4: (Share(5, 0.25), Share(6, 0.75))}
    >>> uncovered(1, after, {3}), uncovered(1, after, set()), uncovered(4, after, {5})
    (0.0, 1.0, 0.75)
    """
    covered = sum(
        each.share * (1.0 if each.successor in standing else 1 - uncovered(each.successor, after, standing))
        for each in after.get(member, ())
    )
    return 0.0 if isclose(covered, 1.0, abs_tol=WHOLE) else max(0.0, 1.0 - covered)


def inheritance(predecessors: tuple[Predecessor, ...]) -> Inheritance:
    """Add up the inventories of the predecessors for every year before the successor existed.

    Equation: E = Σ s·E_predecessor with s the share of inhabitants that went over, 1 in a merger. The uncertainty is
    that of one inventory that holds s times the lines of all, with D² = Σ (s·E_predecessor·0.9·(1 − s))² for the
    shares of inhabitants, whose errors are independent.
    Source: IPCC 2006 Guidelines, Vol. 1, equation 3.2; the 0.9 is measured. A year is inherited only where each
    predecessor has an inventory of it and all count with the same potentials, factors and framework; else it is a gap.

    >>> from cascais.inventory.activities import Activity
    >>> from cascais.inventory.emissions import compute
    >>> from cascais.inventory.factors import Options
    >>> from cascais.inventory.parts import Edition
    >>> gas = compute([Activity(2010, "residential", "natural_gas", 1000.0, "MWh")], Options(country="EE"))
    >>> towns = [Part(key, key, (Edition(2010, gas),)) for key in ("Upper Valley", "Lower Valley")]
    >>> found = inheritance(tuple(Predecessor(town, date(2017, 10, 1)) for town in towns))
    >>> round(found.years[0].total.total_t), found.years[0].names
    (405, ('Upper Valley', 'Lower Valley'))
    >>> half = inheritance((Predecessor(towns[0], date(2017, 10, 1), share=0.5),))
    >>> round(half.years[0].total.total_t), half.years[0].is_estimated
    (101, True)
    """
    if not predecessors:
        return Inheritance()
    found = [_inherited(predecessors, year) for year in _years(predecessors)]
    return Inheritance(
        tuple(each for each in found if isinstance(each, InheritedYear)),
        tuple(each for each in found if isinstance(each, Gap)),
    )


def _years(predecessors: tuple[Predecessor, ...]) -> list[int]:
    """The years that ended before the first member went over and of which any predecessor has an inventory."""
    first = min(each.happened_on.year for each in predecessors)
    known = {edition.year for each in _all(predecessors) for edition in each.part.editions}
    return sorted(year for year in known if year < first)


def _all(predecessors: tuple[Predecessor, ...]) -> Iterator[Predecessor]:
    for each in predecessors:
        yield each
        yield from _all(each.before)


def _inherited(predecessors: tuple[Predecessor, ...], year: int) -> InheritedYear | Gap:
    parts = _shares(leaf for each in predecessors for leaf in _leaves(each, year, each.share))
    missing = [part.name for part, _share in parts if part.edition(year) is None]
    if missing:
        names = ", ".join(missing)
        return Gap(
            year, message("No inventory of {year} is published of: {names}.", names=names, year=str(year))
        )
    counted = [
        (Counted(part, edition, year), share) for part, share in parts if (edition := part.edition(year))
    ]
    try:
        refuse_mixture([each for each, _share in counted])
    except InputError as error:
        return Gap(year, _reason(error, year))
    return InheritedYear(_sum(counted, year), _people(counted))


def _shares(leaves: Iterable[tuple[Part, float]]) -> list[tuple[Part, float]]:
    """Each member once: what was split and came together again is whole again."""
    parts: dict[str, Part] = {}
    shares: dict[str, float] = {}
    for part, share in leaves:
        parts[part.key] = part
        shares[part.key] = shares.get(part.key, 0.0) + share
    return [
        (part, 1.0 if isclose(shares[key], 1.0, abs_tol=WHOLE) else shares[key])
        for key, part in parts.items()
    ]


def _leaves(each: Predecessor, year: int, share: float) -> Iterator[tuple[Part, float]]:
    """The members whose inventories of a year stand for a predecessor: itself, or those it came from."""
    existed = not each.before or year >= min(earlier.happened_on.year for earlier in each.before)
    if existed or each.part.edition(year) is not None:
        yield each.part, share
        return
    for earlier in each.before:
        yield from _leaves(earlier, year, share * earlier.share)


def _reason(error: InputError, year: int) -> Message:
    kinds = "; ".join(problem.value for problem in error.problems)
    return message(
        "The inventories of {year} count in different ways ({kinds}).", year=str(year), kinds=kinds
    )


def _sum(counted: Sequence[tuple[Counted, float]], year: int) -> Edition:
    return Edition(
        year=year,
        inventory=added_up([Portion(each.inventory, share) for each, share in counted]),
        framework=counted[0][0].edition.framework,
        origins=tuple(
            Origin(
                key=each.part.key,
                name=each.part.name,
                share=share,
                total_t=totals.gross_t(each.inventory),
                total_with_sinks_t=totals.total_t(each.inventory),
            )
            for each, share in counted
        ),
    )


def _people(counted: Sequence[tuple[Counted, float]]) -> float | None:
    """Inhabitants that came over, None where those of one predecessor are unknown."""
    known = [(each.part.people(each.year), share) for each, share in counted]
    if any(persons is None for persons, _share in known):
        return None
    return sum(share * (persons or 0.0) for persons, share in known)
