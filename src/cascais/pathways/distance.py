"""How far a member is from a path in years, and which yearly cut brings it to the target."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cascais.pathways.required import goal, goal_per_head, level
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


def needed_cut(
    target: Target, base: Observation, latest: Observation, now: int | None = None
) -> NeededCut | None:
    """Yearly cut from the latest inventory (or `now`) to the target; None where no year is left.

    (E − E_T)/(T − t) in equal tonnes and 1 − (E_T/E)^(1/(T − t)) in equal percentages. A target in steps without an
    end is taken to the end of one step. The population is taken to stay as in the latest inventory.
    """
    from_year = max(latest.year, now or latest.year)
    until_year, until_t = _end(target, base, latest, from_year)
    years = until_year - from_year
    if years <= 0 or math.isnan(until_t):
        return None
    present_t = latest.emissions_t
    if present_t <= until_t:
        return NeededCut(from_year, until_year, until_t, 0.0, 0.0)
    rate = 1.0 - (until_t / present_t) ** (1.0 / years) if until_t > 0 else None
    return NeededCut(from_year, until_year, until_t, (present_t - until_t) / years, rate)


def _end(target: Target, base: Observation, latest: Observation, from_year: int) -> tuple[int, float]:
    if target.kind is TargetKind.STEPS and target.target_year is None:
        until_year = from_year + (target.step_years or 1)
        return until_year, float(level(target, base, until_year))
    return target.target_year or from_year, goal(target, base, latest.population)


def years_ahead(target: Target, base: Observation, latest: Observation) -> float | None:
    """Years by which the latest inventory is ahead of the path (behind: negative).

    The year in which the path passes the present level, less the year of the inventory. Above the level of the base
    year it is behind by all the years since then, and perhaps by more; below the target's level it counts up to the
    target year. None where the path is flat or names no year.
    """
    start, end, present = _levels(target, base, latest)
    if target.kind is TargetKind.STEPS:
        steps = (
            math.log(present / start) / math.log(1.0 - (target.reduction or 0.0)) if present > 0 else math.inf
        )
        reached = base.year + (target.step_years or 1) * steps
        return max(reached, base.year) - latest.year if math.isfinite(reached) else None
    if target.target_year is None or target.target_year <= base.year or start <= end:
        return None
    elapsed = min(max(_elapsed(target.shape, start, end, present), 0.0), 1.0)
    return base.year + elapsed * (target.target_year - base.year) - latest.year


def _levels(target: Target, base: Observation, latest: Observation) -> tuple[float, float, float]:
    if target.is_per_capita:
        start, present = base.per_capita_t, latest.per_capita_t
        return start or 0.0, goal_per_head(target, base), present or 0.0
    return base.emissions_t, goal(target, base), latest.emissions_t


def _elapsed(shape: PathShape, start: float, end: float, present: float) -> float:
    if shape is PathShape.LINEAR or end <= 0 or start <= 0:
        return (start - present) / (start - end)
    return math.log(present / start) / math.log(end / start) if present > 0 else 1.0
