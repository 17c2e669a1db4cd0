"""The joint inventory of a group: the sum of its members' inventories of one year, and what to doubt about it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np

from cascais.errors import InputError, Problem
from cascais.inventory import totals
from cascais.inventory.activities import IntArray
from cascais.inventory.emissions import Inventory
from cascais.inventory.factors import identity
from cascais.inventory.findings import Finding
from cascais.inventory.joint_checks import JointSubject, check_joint
from cascais.inventory.parts import Counted, Edition, Part
from cascais.inventory.uncertainty import ErrorModel, TotalUncertainty, approach_1, error_model, propagate
from cascais.pathways.series import Observation, Scope, Series
from cascais.text import _
from cascais.workflows.estimates import estimated_share
from cascais.workflows.sinks import LAND, lines_without_land

DRIFT = 0.12
"""Half of the 95 % interval by which a total moves in a year; in n years by √n times as much. Measured, see
docs/method/joint-inventories.md."""
MOST_YEARS_AWAY = 5
"""An inventory of a year further away stands in for none; the drift was measured up to here."""
KINDS: tuple[tuple[str, Callable[[Counted], str]], ...] = (
    (_("set of warming potentials"), lambda each: each.inventory.gwp_set),
    (_("variant of factors"), lambda each: each.inventory.options.variant),
    (_("framework"), lambda each: each.edition.framework),
)
"""What the inventories of a sum must have in common."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a member contributes to the sum: emissions without sinks [t CO2e], by sector and with its inhabitants."""

    counted: Counted
    total: TotalUncertainty
    by_sector: Mapping[str, float]
    population: float | None

    @property
    def is_estimated(self) -> bool:
        """Whether the inventory of another year stands in, or the share of a member that was split."""
        return self.counted.years_away > 0 or self.counted.edition.is_estimated

    @property
    def per_capita_t(self) -> float | None:
        """Emissions per inhabitant [t CO2e], None where the population is unknown."""
        return self.total.total_t / self.population if self.population else None


@dataclass(frozen=True, slots=True)
class Joint:
    """The sum of the members' inventories of a year [t CO2e].

    `total` leaves the land out, as a member's headline does; `total_with_sinks` counts it. Sums by sector, carrier
    and gas count the land. `missing` are the members that should be in the sum and have no inventory for it;
    `counted_elsewhere` are those whose territory other members in the sum stand for.
    """

    year: int
    shares: tuple[Share, ...]
    missing: tuple[Part, ...]
    total: TotalUncertainty
    total_with_sinks: TotalUncertainty
    by_sector: Mapping[str, float]
    by_carrier: Mapping[str, float]
    by_gas: Mapping[str, float]
    counted_elsewhere: tuple[Part, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether a member is missing."""
        return bool(self.missing)

    @property
    def estimated(self) -> tuple[Share, ...]:
        """The members whose inventory of another year stands in."""
        return tuple(each for each in self.shares if each.counted.years_away > 0)

    @property
    def estimated_share(self) -> float:
        """Share of the emissions that an inventory of another year or a line filled in from a proxy stands for."""
        whole = sum(abs(each.total.total_t) for each in self.shares)
        guessed = sum(
            abs(each.total.total_t) * (1.0 if each.is_estimated else estimated_share(each.counted.inventory))
            for each in self.shares
        )
        return guessed / whole if whole else 0.0

    @property
    def population(self) -> float | None:
        """Inhabitants of the members in the sum, None where that of one is unknown."""
        known = [each.population for each in self.shares]
        return sum(each for each in known if each) if known and all(known) else None

    @property
    def per_capita_t(self) -> float | None:
        """Emissions per inhabitant of the members in the sum [t CO2e]."""
        return self.total.total_t / self.population if self.population else None


def joint_inventory(parts: Iterable[Part], year: int, *, within: int = 0) -> Joint:
    """Add up the members' inventories of a year.

    Equation: E = Σ_members E_member; U² = Σ_lines (E·u_amount)² + Σ_factors (Σ_lines E·u_factor)² + D², where a
    factor's error is shared by all lines of all members that use the same published figure, and
    D = Σ_members E·0.12·√(years away) widens the inventories of other years, all in the same direction. A member
    that ceased and its successors count once: it is left out where all its successors have an inventory of the year,
    be it one that they inherited.
    Source: IPCC 2006 Guidelines, Vol. 1, equations 3.1 and 3.2; the drift is measured. The sum and its uncertainty
    are those of one inventory that holds the lines of all. `within` allows the nearest inventory at most so many
    years away (five at the most) for a member that has none of the year. Raises InputError where members count
    with different potentials, variants of factors or frameworks: such numbers are never added up.

    >>> from cascais.inventory.activities import Activity
    >>> from cascais.inventory.emissions import compute
    >>> from cascais.inventory.factors import Options
    >>> from cascais.inventory.parts import Edition
    >>> gas = compute([Activity(2020, "residential", "natural_gas", 1000.0, "MWh")], Options(country="EE"))
    >>> towns = [Part("a", "Upper Valley", (Edition(2020, gas),)), Part("b", "Lower Valley", (Edition(2018, gas),))]
    >>> found = joint_inventory(towns, 2020)
    >>> round(found.total.total_t), [part.name for part in found.missing]
    (203, ['Lower Valley'])
    >>> round(joint_inventory(towns, 2020, within=2).total.total_t)
    405
    """
    nearest = min(within, MOST_YEARS_AWAY)
    expected, elsewhere = _once([part for part in parts if part.counts_in(year)], year, nearest)
    found = [(part, part.edition(year, nearest)) for part in expected]
    counted = tuple(Counted(part, edition, year) for part, edition in found if edition is not None)
    refuse_mixture(counted)
    return Joint(
        year=year,
        shares=tuple(map(_share, counted)),
        missing=tuple(part for part, edition in found if edition is None),
        total=_total(counted),
        total_with_sinks=_total(counted, has_sinks=True),
        by_sector=_added(totals.by_sector(each.inventory) for each in counted),
        by_carrier=_added(totals.by_carrier(each.inventory) for each in counted),
        by_gas=_added(totals.by_gas(each.inventory) for each in counted),
        counted_elsewhere=tuple(elsewhere),
    )


def _once(parts: Sequence[Part], year: int, nearest: int) -> tuple[list[Part], list[Part]]:
    """The members that count in a year, and those whose territory they stand for.

    A member that ceased does not count where each of its successors does. Where only some do, it counts itself, and a
    successor whose inventory of the year is taken from it does not.
    """
    editions = {part.key: part.edition(year, nearest) for part in parts}
    by_key = {part.key: part for part in parts}
    elsewhere = {part.key for part in parts if _is_covered(part, by_key, editions)}
    standing = {key for key, edition in editions.items() if edition is not None} - elsewhere
    for key, edition in editions.items():
        if edition is not None and any(each.key in standing for each in edition.origins):
            elsewhere.add(key)
    return (
        [part for part in parts if part.key not in elsewhere],
        [part for part in parts if part.key in elsewhere],
    )


def _is_covered(part: Part, by_key: Mapping[str, Part], editions: Mapping[str, Edition | None]) -> bool:
    """Whether all that came of a member has an inventory in the sum; what came of it may have ceased, too."""
    return bool(part.successors) and all(
        key in by_key and (editions[key] is not None or _is_covered(by_key[key], by_key, editions))
        for key in part.successors
    )


def refuse_mixture(counted: Sequence[Counted]) -> None:
    """Raise InputError where the inventories differ in what makes their numbers comparable."""
    problems = []
    for title, of in KINDS:
        users: dict[str, list[str]] = {}
        for each in counted:
            users.setdefault(of(each), []).append(each.part.name)
        if len(users) > 1:
            problems.append(
                Problem(
                    _("The members count in different ways; such inventories are not added up."),
                    column=title,
                    value="; ".join(f"{kind}: {', '.join(names)}" for kind, names in sorted(users.items())),
                    next_step=_("Draw up the inventories of all members in the same way."),
                )
            )
    if problems:
        raise InputError(problems)


def joint_findings(joint: Joint, kind: str = "") -> tuple[Finding, ...]:
    """What the checks of joint inventories say: above all, what the sum counts twice."""
    counted = tuple(share.counted for share in joint.shares)
    return tuple(check_joint(JointSubject(joint.year, counted, kind)))


def years_of(parts: Iterable[Part]) -> tuple[int, ...]:
    """The years for which any member has an inventory that counts."""
    return tuple(sorted({each.year for part in parts for each in part.editions if part.counts_in(each.year)}))


def comparable(joints: Iterable[Joint]) -> tuple[Joint, ...]:
    """The years that can be compared: complete, with the members and kinds of the latest complete year.

    A sum that lacks a member, or that had others, says nothing about a change of emissions. Nor do two sums in which
    one inventory stands for both years: the one with fewer stand-ins goes before, of two alike the later.
    """
    whole = [joint for joint in joints if joint.shares and not joint.is_partial]
    latest = max(whole, key=lambda joint: joint.year, default=None)
    accepted: list[Joint] = []
    used: set[tuple[str, int]] = set()
    for joint in sorted(whole, key=lambda joint: (len(joint.estimated), -joint.year)):
        own = {(share.counted.part.key, share.counted.edition.year) for share in joint.shares}
        if latest is not None and _makeup(joint) == _makeup(latest) and not own & used:
            accepted.append(joint)
            used |= own
    return tuple(sorted(accepted, key=lambda joint: joint.year))


def joint_series(joints: Iterable[Joint], *, has_sinks: bool = False) -> Series:
    """The comparable sums through the years as what targets are judged on."""
    return Series(
        tuple(_observation(joint, has_sinks) for joint in comparable(joints)), Scope(has_sinks=has_sinks)
    )


def _observation(joint: Joint, has_sinks: bool) -> Observation:
    total = joint.total_with_sinks if has_sinks else joint.total
    return Observation(
        year=joint.year,
        emissions_t=total.total_t,
        uncertainty=total.relative,
        population=joint.population,
        is_estimated=any(share.is_estimated for share in joint.shares),
    )


def _makeup(joint: Joint) -> tuple[Hashable, ...]:
    first = joint.shares[0].counted
    return frozenset(each.counted.part.key for each in joint.shares), tuple(of(first) for _title, of in KINDS)


def _share(counted: Counted) -> Share:
    by_sector = {key: value for key, value in totals.by_sector(counted.inventory).items() if key != LAND}
    own = approach_1(counted.inventory, lines_without_land(counted.inventory))
    drift = own.total_t * DRIFT * sqrt(counted.years_away)
    widened = TotalUncertainty(own.total_t, hypot(own.half_width_t, drift, counted.edition.spread_t()))
    return Share(counted, widened, by_sector, counted.part.people(counted.year))


def _all_lines(inventory: Inventory) -> IntArray:
    return np.arange(len(inventory.activities), dtype=np.int32)


def _total(counted: Sequence[Counted], *, has_sinks: bool = False) -> TotalUncertainty:
    """Total of all members; equal factors share their error, inventories of other years drift, shares of split members
    spread."""
    lines = _all_lines if has_sinks else lines_without_land
    numbers: dict[Hashable, int] = {}
    models = [_model(each.inventory, lines(each.inventory), numbers) for each in counted]
    if not models:
        return TotalUncertainty(0.0, 0.0)
    found = propagate(_joined(models))
    drift = sum(
        float(model.co2e_t.sum()) * DRIFT * sqrt(each.years_away)
        for each, model in zip(counted, models, strict=True)
    )
    spread = hypot(*(each.edition.spread_t(has_sinks=has_sinks) for each in counted))
    return TotalUncertainty(found.total_t, hypot(found.half_width_t, drift, spread))


def _model(inventory: Inventory, lines: IntArray, numbers: dict[Hashable, int]) -> ErrorModel:
    """The errors of a member's lines, their factors numbered as `numbers` counts those of all members."""
    model = error_model(inventory, lines)
    of_group: dict[int, int] = {}
    for own, chosen in zip(inventory.factors.shared.tolist(), inventory.factors.resolved, strict=True):
        of_group.setdefault(own, numbers.setdefault(identity(chosen), len(numbers)))
    renumbered = np.array([of_group[own] for own in model.group.tolist()], dtype=np.int32)
    return ErrorModel(model.co2e_t, model.independent, model.shared, renumbered)


def _joined(models: Sequence[ErrorModel]) -> ErrorModel:
    return ErrorModel(
        np.concatenate([model.co2e_t for model in models]),
        np.concatenate([model.independent for model in models]),
        np.concatenate([model.shared for model in models]),
        np.concatenate([model.group for model in models]),
    )


def _added(sums: Iterable[Mapping[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for each in sums:
        for key, value in each.items():
            found[key] = found.get(key, 0.0) + value
    return found
