"""The level of emissions that a target asks for, in its target year and on the way there."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cascais.pathways.series import Observation
from cascais.pathways.targets import PathShape, Target, TargetKind

Array: TypeAlias = NDArray[np.float64]
Number: TypeAlias = float | Array

NAN = float("nan")
FIXED_GOALS = (TargetKind.LEVEL, TargetKind.PER_CAPITA_LEVEL, TargetKind.BELOW_BUSINESS_AS_USUAL)
"""Kinds whose level in the target year does not hang on the base year."""


def goal(target: Target, base: Observation, population: float | None = None) -> float:
    """Level that the target asks for in its target year [t CO2e].

    E_T = E_B·(1 − r); per inhabitant E_T = (E_B/P_B)·(1 − r)·P_T; below business as usual E_T = E_BAU·(1 − r);
    in steps E_T = E_B·(1 − r)^((T − B)/n), nought where no target year is named.
    `population` is that of the target year, by default that of the base year. NaN where a needed population or the
    business-as-usual level is unknown.

    >>> from cascais.pathways.targets import standard_target
    >>> round(goal(standard_target("climate_alliance_2050"), Observation(1990, 4_569_204)))
    228460
    """
    if target.is_per_capita:
        people = base.population if population is None else population
        return goal_per_head(target, base) * (NAN if people is None else people)
    return _total_goal(target, base)


def goal_per_head(target: Target, base: Observation) -> float:
    """Level per inhabitant that a target per inhabitant asks for [t CO2e], NaN where the base is unknown."""
    if target.kind is TargetKind.PER_CAPITA_LEVEL:
        return target.level or 0.0
    per_head = base.per_capita_t
    return NAN if per_head is None else per_head * (1.0 - (target.reduction or 0.0))


def _total_goal(target: Target, base: Observation) -> float:
    share = 1.0 - (target.reduction or 0.0)
    if target.kind is TargetKind.LEVEL:
        return target.level or 0.0
    if target.kind is TargetKind.BELOW_BUSINESS_AS_USUAL:
        return NAN if target.business_as_usual_t is None else target.business_as_usual_t * share
    if target.kind is TargetKind.STEPS:
        if target.target_year is None:
            return 0.0
        return base.emissions_t * float(
            share ** ((target.target_year - base.year) / (target.step_years or 1))
        )
    return base.emissions_t * share


def path(shape: PathShape, years: Number, start: tuple[Number, Number], end: tuple[Number, Number]) -> Number:
    """Emissions along a path between two points (year, level); constant before the first and after the last.

    LINEAR: E = E_0 + (E_1 − E_0)·s. COMPOUND: E = E_0·(E_1/E_0)^s, with s = (t − t_0)/(t_1 − t_0) in [0, 1].
    All arguments broadcast against each other, so that one call serves many members. Equal percentages never reach
    nought: where an end is not above it, the straight path is taken.

    >>> round(path(PathShape.LINEAR, 2022, (1990, 100.0), (2050, 5.0)), 2)
    49.33
    """
    (year_0, level_0), (year_1, level_1) = start, end
    elapsed = _between_0_and_1((years - year_0) / (year_1 - year_0))
    straight = level_0 + (level_1 - level_0) * elapsed
    if shape is PathShape.LINEAR:
        return straight
    is_positive = (level_0 > 0) & (level_1 > 0)
    if not isinstance(is_positive, np.ndarray):
        return level_0 * (level_1 / level_0) ** elapsed if is_positive else straight
    ratio = np.divide(level_1, level_0, out=np.ones(is_positive.shape), where=is_positive)
    return np.where(is_positive, level_0 * ratio**elapsed, straight)


def _between_0_and_1(share: Number) -> Number:
    if isinstance(share, np.ndarray):
        return np.clip(share, 0.0, 1.0)
    return min(max(share, 0.0), 1.0)


def level(target: Target, base: Observation, years: Number, population: Number | None = None) -> Number:
    """Emissions that the target allows in given years [t CO2e].

    From the base to the target year along `target.shape` (an assumption: decisions seldom name the years between);
    the target's level ever after. Steps follow E = E_B·(1 − r)^((t − B)/n) without an end. Targets per inhabitant
    run along the path per inhabitant, times the `population` of the years (of the base year where not given).
    A target that names no year asks for its level at once.

    >>> from cascais.pathways.targets import standard_target
    >>> riga = Observation(1990, 4_569_204)
    >>> round(level(standard_target("climate_alliance_2050"), riga, 2020) / riga.emissions_t - 1, 3)
    -0.475
    """
    if target.is_per_capita:
        people = base.population if population is None else population
        start = NAN if base.per_capita_t is None else base.per_capita_t
        return _towards(target, base.year, start, years, goal_per_head(target, base)) * (
            NAN if people is None else people
        )
    if target.kind is TargetKind.STEPS:
        steps = _not_before(years, base.year) / (target.step_years or 1)
        return base.emissions_t * (1.0 - (target.reduction or 0.0)) ** steps
    return _towards(target, base.year, base.emissions_t, years, _total_goal(target, base))


def _towards(target: Target, base_year: int, start: float, years: Number, end: float) -> Number:
    if target.target_year is None or target.target_year <= base_year:
        return years * 0.0 + end
    return path(target.shape, years, (base_year, start), (target.target_year, end))


def _not_before(years: Number, base_year: int) -> Number:
    if isinstance(years, np.ndarray):
        return np.maximum(years - base_year, 0.0)
    return max(years - base_year, 0.0)


def base_share(target: Target, base: Observation, year: int) -> float:
    """By how many per cent the required level of a year moves when the base year's emissions move by one per cent.

    One for reductions and steps. For levels the base counts less and less on the way: (1 − s)·E_B/R on a straight
    path, 1 − s on a compound one, nought at the target.
    """
    if target.kind not in FIXED_GOALS:
        return 1.0
    if target.target_year is None or target.target_year <= base.year:
        return 0.0
    left = 1.0 - min(max((year - base.year) / (target.target_year - base.year), 0.0), 1.0)
    if target.shape is PathShape.COMPOUND and base.emissions_t > 0 and goal(target, base, 1.0) > 0:
        return left
    required = float(level(target, base, year))
    return left * base.emissions_t / required if required > 0 else left
