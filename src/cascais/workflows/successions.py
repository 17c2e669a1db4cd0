"""What a member inherits from those it came from: sums over merged members, estimates from split ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import hypot, isclose, sqrt

from cascais.errors import InputError
from cascais.inventory.parts import Part
from cascais.inventory.uncertainty import TotalUncertainty
from cascais.pathways.series import Observation
from cascais.text import Message, message
from cascais.workflows.joint import Joint, joint_inventory

SPREAD = 0.9
"""Half of the 95 % interval by which the emissions per inhabitant of a vanishing part differ from those of the whole
that it belongs to. Measured on neighbouring members, see docs/method/successions.md."""
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
    """Emissions of a year in the later boundary [t CO2e], from the inventories of the predecessors named.

    `total` leaves the land out, `total_with_sinks` counts it; `by_sector` has the land in it. An estimate rests on a
    share of inhabitants.
    """

    year: int
    names: tuple[str, ...]
    total: TotalUncertainty
    total_with_sinks: TotalUncertainty
    by_sector: Mapping[str, float]
    population: float | None
    is_estimated: bool

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


def inheritance(predecessors: tuple[Predecessor, ...]) -> Inheritance:
    """Add up the inventories of the predecessors for every year before the successor existed.

    Equation: E = Σ s·E_predecessor with s the share of inhabitants that went over, 1 in a merger. In a merger the
    uncertainty is that of one inventory that holds the lines of all. In a split U² = (Σ s·U_predecessor)² +
    Σ (s·E_predecessor·0.9·(1 − s))²: the errors of the inventories add up, those of the shares are independent.
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
    try:
        whole = joint_inventory([part for part, _share in parts], year)
    except InputError as error:
        return Gap(year, _reason(error, year))
    shares = [share for _part, share in parts]
    if all(share == 1 for share in shares):
        return _sum(whole)
    return _estimate(whole, shares)


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


def _sum(whole: Joint) -> InheritedYear:
    return InheritedYear(
        year=whole.year,
        names=tuple(each.counted.part.name for each in whole.shares),
        total=whole.total,
        total_with_sinks=whole.total_with_sinks,
        by_sector=whole.by_sector,
        population=whole.population,
        is_estimated=False,
    )


def _estimate(whole: Joint, shares: list[float]) -> InheritedYear:
    """Shares of the predecessors' emissions; each predecessor is a sum of one."""
    singles = [joint_inventory([each.counted.part], whole.year) for each in whole.shares]
    people = [single.population for single in singles]
    known = [count for count in people if count is not None]
    sectors: dict[str, float] = {}
    for single, share in zip(singles, shares, strict=True):
        for key, value in single.by_sector.items():
            sectors[key] = sectors.get(key, 0.0) + share * value
    return InheritedYear(
        year=whole.year,
        names=tuple(each.counted.part.name for each in whole.shares),
        total=_shared([single.total for single in singles], shares),
        total_with_sinks=_shared([single.total_with_sinks for single in singles], shares),
        by_sector=sectors,
        population=sum(share * count for share, count in zip(shares, known, strict=True))
        if len(known) == len(people)
        else None,
        is_estimated=True,
    )


def _shared(totals: list[TotalUncertainty], shares: list[float]) -> TotalUncertainty:
    pairs = list(zip(totals, shares, strict=True))
    measured = sum(share * total.half_width_t for total, share in pairs)
    spread = sqrt(sum((share * total.total_t * SPREAD * (1 - share)) ** 2 for total, share in pairs))
    return TotalUncertainty(sum(share * total.total_t for total, share in pairs), hypot(measured, spread))
