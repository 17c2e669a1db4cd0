"""How far a member is from a path in years, and which yearly cut brings it to the target."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cascais.pathways.numbers import NAN, Number, at_least, between_0_and_1, is_unknown, log, positive, where
from cascais.pathways.observed import Observed, per_capita_of, population_of
from cascais.pathways.required import goal, goal_per_capita, level
from cascais.pathways.series import Observation
from cascais.pathways.targets import PathShape, Target, TargetKind


@dataclass(frozen=True, slots=True)
class NeededCut:
    """Yearly cut that leads from one year to the target's level in another.

    `per_year_t` in equal tonnes [t CO2e per year]; `rate` in equal percentages (0.067 = 6.7 % a year), None where
    the level is nought, which equal percentages never reach.
    """

    from_year: int
    until_year: int
    until_t: float
    per_year_t: float
    rate: float | None


@dataclass(frozen=True, slots=True)
class NeededNumbers:
    """A yearly cut for one member or many; NaN where no year is left, or for a rate that never arrives."""

    from_year: Number
    until_year: Number
    until_t: Number
    per_year_t: Number
    rate: Number


def needed_cut(
    target: Target, base: Observation, latest: Observation, now: int | None = None
) -> NeededCut | None:
    """One member's yearly cut; None where no year is left. See `needed_numbers`."""
    found = needed_numbers(target, base, latest, now)
    if math.isnan(found.per_year_t):
        return None
    rate = None if math.isnan(found.rate) else float(found.rate)
    return NeededCut(
        int(found.from_year), int(found.until_year), float(found.until_t), float(found.per_year_t), rate
    )


def needed_numbers(target: Target, base: Observed, latest: Observed, now: int | None = None) -> NeededNumbers:
    """Yearly cut from the latest inventory (or `now`) to the target.

    (E − E_T)/(T − t) in equal tonnes and 1 − (E_T/E)^(1/(T − t)) in equal percentages. A target in steps without an
    end is taken to the end of one step. The population is taken to stay as in the latest inventory.
    """
    from_year = latest.year if now is None else at_least(latest.year, now)
    until_year, until_t = _end(target, base, latest, from_year)
    years = positive(until_year - from_year)
    present_t = latest.emissions_t
    is_met, nothing = present_t <= until_t, years * 0.0
    per_year_t = where(is_met, nothing, (present_t - until_t) / years)
    rate = 1.0 - (positive(until_t) / positive(present_t)) ** (1.0 / years)
    return NeededNumbers(from_year, until_year, until_t, per_year_t, where(is_met, nothing, rate))


def _end(target: Target, base: Observed, latest: Observed, from_year: Number) -> tuple[Number, Number]:
    if target.kind is TargetKind.STEPS and target.target_year is None:
        until_year = from_year + (target.step_years or 1)
        return until_year, level(target, base, until_year)
    until_year = from_year if target.target_year is None else from_year * 0.0 + target.target_year
    return until_year, goal(target, base, population_of(latest))


def years_ahead(target: Target, base: Observed, latest: Observed) -> Number:
    """Years by which the latest inventory is ahead of the path (behind: negative).

    The year in which the path passes the present level, less the year of the inventory. Above the level of the base
    year it is behind by all the years since then, and perhaps by more; below the target's level it counts up to the
    target year. NaN where the path is flat or names no year.
    """
    start, end, present = _levels(target, base, latest)
    if target.kind is TargetKind.STEPS:
        steps = log(positive(present) / positive(start)) / math.log(1.0 - (target.reduction or 0.0))
        reached = base.year + (target.step_years or 1) * steps
        return at_least(reached, base.year) - latest.year
    if target.target_year is None:
        return present * NAN
    elapsed = between_0_and_1(_elapsed(target.shape, start, end, present))
    return base.year + elapsed * positive(target.target_year - base.year) - latest.year


def _levels(target: Target, base: Observed, latest: Observed) -> tuple[Number, Number, Number]:
    if target.is_per_capita:
        return per_capita_of(base), goal_per_capita(target, base), per_capita_of(latest)
    return base.emissions_t, goal(target, base), latest.emissions_t


def _elapsed(shape: PathShape, start: Number, end: Number, present: Number) -> Number:
    """Share of the way from start to end at which the present level is passed, NaN where it does not lead down."""
    straight = (start - present) / positive(start - end)
    if shape is PathShape.LINEAR:
        return straight
    way = log(positive(start) / positive(end))
    gone = where(present > 0, log(positive(start) / positive(present)), way)
    return where(is_unknown(way), straight, gone / positive(way))
