"""The level of emissions that a target asks for, in its target year and on the way there.

Every function takes one member's observations or those of many (`Observed`), with the same expressions.
"""

from __future__ import annotations

from cascais.pathways.numbers import (
    NAN,
    Number,
    at_least,
    between_0_and_1,
    everywhere,
    is_unknown,
    positive,
    where,
)
from cascais.pathways.observed import Observed, per_capita_of, population_of
from cascais.pathways.targets import PathShape, Target, TargetKind

FIXED_GOALS = (TargetKind.LEVEL, TargetKind.PER_CAPITA_LEVEL, TargetKind.BELOW_BUSINESS_AS_USUAL)
"""Kinds whose level in the target year does not hang on the base year."""


def goal(target: Target, base: Observed, population: Number | None = None) -> Number:
    """Level that the target asks for in its target year [t CO2e].

    E_T = E_B·(1 − r); per inhabitant E_T = (E_B/P_B)·(1 − r)·P_T; below business as usual E_T = E_BAU·(1 − r);
    in steps E_T = E_B·(1 − r)^((T − B)/n), nought where no target year is named.
    `population` is that of the target year, by default that of the base year. NaN where a needed population or the
    business-as-usual level is unknown.

    >>> from cascais.pathways.series import Observation
    >>> from cascais.pathways.targets import standard_target
    >>> round(goal(standard_target("climate_alliance_2050"), Observation(1990, 4_569_204)))
    228460
    """
    if target.is_per_capita:
        people = population_of(base) if population is None else population
        return goal_per_capita(target, base) * people
    return _total_goal(target, base)


def goal_per_capita(target: Target, base: Observed) -> Number:
    """Level per inhabitant that a target per inhabitant asks for [t CO2e], NaN where the base is unknown."""
    if target.kind is TargetKind.PER_CAPITA_LEVEL:
        return target.level or 0.0
    return per_capita_of(base) * (1.0 - (target.reduction or 0.0))


def _total_goal(target: Target, base: Observed) -> Number:
    share = 1.0 - (target.reduction or 0.0)
    if target.kind is TargetKind.LEVEL:
        return target.level or 0.0
    if target.kind is TargetKind.BELOW_BUSINESS_AS_USUAL:
        return NAN if target.business_as_usual_t is None else target.business_as_usual_t * share
    if target.kind is TargetKind.STEPS:
        if target.target_year is None:
            return 0.0
        return base.emissions_t * share ** ((target.target_year - base.year) / (target.step_years or 1))
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
    elapsed = between_0_and_1((years - year_0) / (year_1 - year_0))
    straight = level_0 + (level_1 - level_0) * elapsed
    if shape is PathShape.LINEAR:
        return straight
    compound = level_0 * (positive(level_1) / positive(level_0)) ** elapsed
    return where((level_0 > 0) & (level_1 > 0), compound, straight)


def level(target: Target, base: Observed, years: Number, population: Number | None = None) -> Number:
    """Emissions that the target allows in given years [t CO2e].

    From the base to the target year along `target.shape` (an assumption: decisions seldom name the years between);
    the target's level ever after. Steps follow E = E_B·(1 − r)^((t − B)/n) without an end. Targets per inhabitant
    run along the path per inhabitant, times the `population` of the years (of the base year where not given).
    A target that names no year asks for its level at once.

    >>> from cascais.pathways.series import Observation
    >>> from cascais.pathways.targets import standard_target
    >>> riga = Observation(1990, 4_569_204)
    >>> round(level(standard_target("climate_alliance_2050"), riga, 2020) / riga.emissions_t - 1, 3)
    -0.475
    """
    if target.is_per_capita:
        people = population_of(base) if population is None else population
        return (
            _towards(target, (base.year, per_capita_of(base)), years, goal_per_capita(target, base)) * people
        )
    if target.kind is TargetKind.STEPS:
        steps = at_least(years - base.year, 0.0) / (target.step_years or 1)
        return base.emissions_t * (1.0 - (target.reduction or 0.0)) ** steps
    return _towards(target, (base.year, base.emissions_t), years, _total_goal(target, base))


def _towards(target: Target, start: tuple[Number, Number], years: Number, end: Number) -> Number:
    """The path from the base to the target's level; at that level all along where the target year is not later."""
    if target.target_year is None:
        return years * 0.0 + end
    is_ahead = start[0] < target.target_year
    if not everywhere(is_ahead):
        start = where(is_ahead, start[0], target.target_year - 1.0), where(is_ahead, start[1], end)
    return path(target.shape, years, start, (target.target_year, end))


def base_share(target: Target, base: Observed, year: Number) -> Number:
    """By how many per cent the required level of a year moves when the base year's emissions move by one per cent.

    One for reductions and steps. For levels the base counts less and less on the way: (1 − s)·E_B/R on a straight
    path, 1 − s on a compound one, nought at the target.
    """
    if target.kind not in FIXED_GOALS:
        return 1.0
    if target.target_year is None:
        return 0.0
    left = 1.0 - between_0_and_1((year - base.year) / positive(target.target_year - base.year))
    required = level(target, base, year)
    share = where(required > 0, left * base.emissions_t / positive(required), left)
    if target.shape is PathShape.COMPOUND:
        share = where((base.emissions_t > 0) & (goal(target, base, 1.0) > 0), left, share)
    return where(base.year < target.target_year, share, 0.0)


def base_at_population_of(target: Target, base: Observed, latest: Observed) -> Number:
    """Emissions of the base year [t CO2e]; for targets per inhabitant as if it had had the latest population."""
    if not target.is_per_capita:
        return base.emissions_t
    grown = base.emissions_t * population_of(latest) / population_of(base)
    return where(is_unknown(grown), base.emissions_t, grown)
