"""Status, budget and path of one target for many members at once, by the rules that serve one member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cascais.pathways.budget import area_by_year, half_years, last_year, trapezoid, years_left
from cascais.pathways.distance import needed_numbers, years_ahead
from cascais.pathways.judgement import CODE, DEFAULT, Assumptions, Status, judge
from cascais.pathways.numbers import NAN, Array, Number, is_unknown, where
from cascais.pathways.observed import ManySeries, Observations, Truths, population_of
from cascais.pathways.obstacles import MISSING_FIGURES, NOTHING_TO_COMPARE, any_of, is_same_scope
from cascais.pathways.required import FIXED_GOALS, level
from cascais.pathways.status import cut_from_base
from cascais.pathways.targets import Target

STRIDE = 10_000.0
"""Members' years are laid end to end this far apart, so that one interpolation serves all of them."""


@dataclass(frozen=True, slots=True)
class StatusColumns:
    """Columns (M,) of what `TargetStatus` tells of one member; NaN where that has None, `code` places in STATUSES."""

    code: NDArray[np.int8]
    probability: Array
    required_t: Array
    goal_t: Array
    distance_t: Array
    years_ahead: Array
    achieved_cut: Array
    required_cut: Array
    needed_until_t: Array
    needed_per_year_t: Array
    needed_rate: Array


@dataclass(frozen=True, slots=True)
class BudgetColumns:
    """Columns (M,) of what `Budget` tells of one member; NaN where a member has none."""

    path_t: Array
    emitted_t: Array
    remaining_t: Array
    path_from_latest_t: Array
    years_left: Array


@dataclass(frozen=True, slots=True)
class ManyCommitments:
    """One target of M members: their series, its base year and the latest inventory. Build it by `many_commitments`."""

    series: ManySeries
    target: Target
    base: Observations
    latest: Observations


def many_commitments(series: ManySeries, targets: Iterable[Target]) -> tuple[ManyCommitments, ...]:
    """What the functions of this module need of each target; a target without a base year counts from the first."""
    latest, first = series.latest(), series.first()
    return tuple(
        ManyCommitments(series, each, first if each.base_year is None else series.of(each.base_year), latest)
        for each in targets
    )


@np.errstate(over="ignore")  # a ratio to emissions of next to nothing is infinite, as it is for floats
def status_columns(asked: ManyCommitments, assumptions: Assumptions = DEFAULT) -> StatusColumns:
    """Status of a target at each member's latest inventory; see `cascais.pathways.status.status`.

    >>> from cascais.pathways.observed import together
    >>> from cascais.pathways.series import Observation, Series
    >>> from cascais.pathways.targets import standard_target
    >>> riga = Series((Observation(1990, 4_569_204, 0.10), Observation(2020, 1_837_041, 0.10)))
    >>> (asked,) = many_commitments(together([riga]), [standard_target("climate_alliance_2050")])
    >>> found = status_columns(asked)
    >>> found.achieved_cut.round(3).tolist(), found.needed_per_year_t.round().tolist()
    ([0.598], [53619.0])
    """
    target, base, latest = asked.target, asked.base, asked.latest
    found = judge(target, base, latest, assumptions)
    needed = needed_numbers(target, base, latest, assumptions.now)
    can_tell = _can_tell(asked, found.code)
    columns = (
        found.probability,
        found.required_t,
        found.goal_t,
        latest.emissions_t - found.required_t,
        years_ahead(target, base, latest),
        cut_from_base(target, base, latest, latest.emissions_t),
        cut_from_base(target, base, latest, found.required_t),
        np.where(is_unknown(needed.per_year_t), NAN, needed.until_t),
        needed.per_year_t,
        needed.rate,
    )
    code = np.where(can_tell, found.code, CODE[Status.CANNOT_TELL]).astype(np.int8)
    return StatusColumns(code, *(np.where(can_tell, column, NAN) for column in columns))


def _can_tell(asked: ManyCommitments, code: Number) -> Truths:
    series, target, base, latest = asked.series, asked.target, asked.base, asked.latest
    if not is_same_scope(target, series.scope):
        return np.zeros(series.members, dtype=bool)
    is_there = ~(is_unknown(base.year) | is_unknown(latest.year))
    stands = any_of(NOTHING_TO_COMPARE, target, base, latest)
    if target.kind in FIXED_GOALS:
        stands = stands & (code != CODE[Status.REACHED])
    return np.asarray(is_there & np.logical_not(stands | any_of(MISSING_FIGURES, target, base, latest)))


@np.errstate(over="ignore")
def budget_columns(asked: ManyCommitments, until_year: int | None = None) -> BudgetColumns:
    """Carbon budget of each member along a target's path; see `cascais.pathways.budget.budget`."""
    series, target, base, latest = asked.series, asked.target, asked.base, asked.latest
    end_year = last_year(target, until_year)
    has_budget = (base.year < latest.year) & (latest.year <= end_year)
    if not has_budget.any():
        return BudgetColumns(*(np.full(series.members, NAN) for _column in range(5)))
    grid = half_years(int(base.year[has_budget].min()), end_year)
    people = people_of(series, grid) if target.is_per_capita else None
    allowed = level(target, base.as_columns(), grid, people)
    areas = area_by_year(np.broadcast_to(allowed, (series.members, len(grid))))
    until_base, until_latest = (_area_at(areas, item.year - grid[0], has_budget) for item in (base, latest))
    path_t, rest_t = areas[:, -1] - until_base, areas[:, -1] - until_latest
    gone_t = _emitted(series, base.year, latest.year)
    columns = (path_t, gone_t, path_t - gone_t, rest_t, years_left(path_t - gone_t, latest.emissions_t))
    has_budget &= np.logical_not(is_unknown(path_t))
    return BudgetColumns(*(np.where(has_budget, column, NAN) for column in columns))


def _area_at(areas: Array, years: Array, has_budget: Truths) -> Array:
    places = np.where(has_budget, years, 0.0).astype(np.intp)
    return areas[np.arange(len(areas)), places]


def _emitted(series: ManySeries, start_year: Array, end_year: Array) -> Array:
    """What each member emitted from one of its observed years to another [t CO2e]."""
    member, rows = series.member[1:], series.observations
    before, after = rows[:-1], rows[1:]
    is_inside = (series.member[:-1] == member) & (before.year >= start_year[member])
    is_inside &= after.year <= end_year[member]
    parts = np.where(is_inside, trapezoid(before, after), 0.0)
    return sums(member, parts, series.members)


def sums(groups: NDArray[np.integer], weights: Array, size: int) -> Array:
    """Sum of the weights of each group."""
    return np.asarray(np.bincount(groups, weights=weights, minlength=size), dtype=np.float64)


def people_of(series: ManySeries, years: Array) -> Array:
    """Each member's inhabitants in given years (M, Y): even change between known years, the nearest one outside."""
    is_known = np.logical_not(is_unknown(population_of(series.observations)))
    member, known = series.member[is_known], series.observations[is_known]
    first, last = np.full((2, series.members, 1), NAN)
    first[member[::-1], 0], last[member, 0] = known.year[::-1], known.year
    clipped: Array = np.minimum(np.maximum(years, first), last)
    if not len(member):
        return clipped
    asked = clipped + STRIDE * np.arange(series.members)[:, None]
    people = np.interp(asked, known.year + STRIDE * member, known.population)
    # Where a single figure is known among all members, interp gives it for NaN too.
    return np.where(is_unknown(asked), NAN, people)


@np.errstate(over="ignore")
def path_levels(asked: ManyCommitments, years: Array) -> Array:
    """The path of a target in given years (M, Y) [t CO2e], NaN where a member has no base year or population.

    Targets per inhabitant run at the population of the latest inventory.
    """
    target, base, latest = asked.target, asked.base.as_columns(), asked.latest.as_columns()
    levels = level(target, base, years, population_of(latest) if target.is_per_capita else None)
    return np.asarray(where(is_unknown(base.year), NAN, levels))
