"""What some indices ask of the pass, each thing once, written as the tables of numbers that the kernel reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from cascais.errors import InputError, Problem
from cascais.hazards import kernel
from cascais.hazards.index import ClimateIndex
from cascais.hazards.tables import Table
from cascais.hazards.tallies import (
    BasePercentile,
    Comparison,
    Condition,
    Count,
    CountAfterRun,
    DayPercentile,
    Exceedances,
    IntegerTally,
    LongestRun,
    Maximum,
    Minimum,
    RealTally,
    RollingMaximum,
    Season,
    SeasonPart,
    SpellCount,
    SpellDays,
    Sum,
    Tally,
    Threshold,
)
from cascais.hazards.variables import MEAN_OF, VARIABLES

Item = TypeVar("Item")

COMPARISONS = {
    Comparison.BELOW: kernel.BELOW,
    Comparison.AT_MOST: kernel.AT_MOST,
    Comparison.ABOVE: kernel.ABOVE,
    Comparison.AT_LEAST: kernel.AT_LEAST,
}
PARTS = {SeasonPart.LENGTH: kernel.LENGTH, SeasonPart.START: kernel.START, SeasonPart.END: kernel.END}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is computed in a pass; each entry stands at the position that the tables name."""

    indices: tuple[ClimateIndex, ...]
    variables: tuple[str, ...]
    given: tuple[str, ...]
    counts: tuple[IntegerTally, ...]
    sums: tuple[RealTally, ...]
    needs: tuple[tuple[str, ...], ...]
    conditions: tuple[Condition, ...]
    cell_limits: tuple[tuple[str, float | BasePercentile], ...]
    day_limits: tuple[tuple[str, DayPercentile], ...]
    exceedances: tuple[Exceedances, ...]

    @property
    def is_spanning(self) -> bool:
        """Whether a run may span periods, so that the days between periods have to be followed too."""
        return any(isinstance(tally, LongestRun) and tally.spans_periods for tally in self.counts)

    @property
    def lead(self) -> int:
        """Days before a period that a tally looks back to."""
        return max((tally.days - 1 for tally in self.sums if isinstance(tally, RollingMaximum)), default=0)


def plan_of(indices: Sequence[ClimateIndex], given: Collection[str]) -> Plan:
    """The plan for indices of the given variables.

    Raises InputError where a variable that an index needs is not given; `tas` may be missing where `tasmax` and
    `tasmin` are there.

    >>> from cascais.hazards.indices import CLIMATE_INDICES
    >>> plan_of([CLIMATE_INDICES["frost_days"]], ["tasmin"]).needs
    (('tasmin',),)
    """
    variables = _variables(indices, given)
    tallies = _unique(tally for index in indices for tally in index.tallies)
    counts = tuple(tally for tally in tallies if isinstance(tally, IntegerTally))
    conditions = _unique(condition for tally in tallies for condition in conditions_of(tally))
    terms = _unique(term for condition in conditions for term in condition.all_of)
    return Plan(
        tuple(indices),
        variables,
        tuple(given),
        counts,
        tuple(tally for tally in tallies if isinstance(tally, RealTally)),
        _unique(tuple(sorted(index.needs)) for index in indices),
        conditions,
        _unique(
            (term.variable, term.threshold) for term in terms if not isinstance(term.threshold, DayPercentile)
        ),
        _unique(
            (term.variable, term.threshold) for term in terms if isinstance(term.threshold, DayPercentile)
        ),
        tuple(tally for tally in counts if isinstance(tally, Exceedances)),
    )


def conditions_of(tally: Tally) -> tuple[Condition, ...]:
    """The conditions that a tally asks of a day.

    >>> from cascais.hazards.tallies import above
    >>> len(conditions_of(Count(above("tasmax", 25.0))))
    1
    """
    match tally:
        case Count() | LongestRun() | SpellDays() | SpellCount():
            return (tally.condition,)
        case Season():
            return (tally.opens, tally.closes)
        case CountAfterRun():
            return (tally.condition, tally.after)
        case Exceedances():
            return (tally.condition,)
        case Sum():
            return () if tally.where is None else (tally.where,)
    return ()


def table_of(plan: Plan, replacements: int) -> Table:
    """The tables of a plan; each day of the base period has so many thresholds to be compared with."""
    slots = [_slot(plan, variable) for variable in plan.variables]
    terms = [row for condition in plan.conditions for row in _terms(plan, condition)]
    counts = [_count_row(plan, tally, replacements) for tally in plan.counts]
    sums = [_sum_row(plan, tally) for tally in plan.sums]
    less = [
        tally.less if isinstance(tally, Sum) and isinstance(tally.less, float) else 0.0 for tally in plan.sums
    ]
    needs = np.array(
        [[variable in wanted for variable in plan.variables] for wanted in plan.needs], dtype=bool
    )
    return Table(
        np.array(slots, dtype=np.int64),
        np.array(terms, dtype=np.int64).reshape(-1, 6),
        np.array(counts, dtype=np.int64).reshape(-1, 5),
        np.array(sums, dtype=np.int64).reshape(-1, 4),
        np.array(less, dtype=np.float64),
        needs,
        plan.lead,
    )


def _variables(indices: Sequence[ClimateIndex], given: Collection[str]) -> tuple[str, ...]:
    """The variables that are brought to the stage; the two of which a mean is made come first."""
    wanted = sorted({variable for index in indices for variable in index.needs}, key=list(VARIABLES).index)
    is_made = "tas" in wanted and "tas" not in given and all(variable in given for variable in MEAN_OF)
    lacking = [
        variable for variable in wanted if variable not in given and not (is_made and variable == "tas")
    ]
    if lacking:
        which = ", ".join(index.key for index in indices if set(index.needs) & set(lacking))
        raise InputError(
            Problem(
                f"These indices need a variable that is not given: {which}.",
                column=", ".join(lacking), allowed=", ".join(VARIABLES),
            )
        )  # fmt: skip
    return tuple(dict.fromkeys([*(MEAN_OF if is_made else ()), *wanted]))


def _slot(plan: Plan, variable: str) -> int:
    is_made = variable == "tas" and variable not in plan.given
    return kernel.MEAN_SLOT if is_made else list(VARIABLES).index(variable)


def _terms(plan: Plan, condition: Condition) -> list[list[int]]:
    rows = []
    for position, term in enumerate(condition.all_of):
        is_by_day = isinstance(term.threshold, DayPercentile)
        limits: Sequence[tuple[str, object]] = plan.day_limits if is_by_day else plan.cell_limits
        rows.append(
            [
                plan.conditions.index(condition),
                plan.variables.index(term.variable),
                COMPARISONS[term.comparison],
                _kind(term.threshold),
                limits.index((term.variable, term.threshold)),
                position == 0,
            ]
        )
    return rows


def _kind(threshold: Threshold) -> int:
    if isinstance(threshold, float):
        return kernel.CONSTANT
    return kernel.BY_DAY if isinstance(threshold, DayPercentile) else kernel.BY_CELL


def _count_row(plan: Plan, tally: IntegerTally, replacements: int) -> list[int]:
    masks = [plan.conditions.index(condition) for condition in conditions_of(tally)]
    first, second = masks[0], masks[-1]
    match tally:
        case Count():
            return [kernel.COUNT, first, second, 0, 0]
        case LongestRun():
            return [kernel.LONGEST_SPANNING if tally.spans_periods else kernel.LONGEST, first, second, 0, 0]
        case SpellDays():
            return [kernel.SPELL_DAYS, first, second, tally.at_least_days, 0]
        case SpellCount():
            return [kernel.SPELL_COUNT, first, second, tally.at_least_days, 0]
        case Season():
            return [kernel.SEASON, first, second, tally.days, PARTS[tally.part]]
        case CountAfterRun():
            return [kernel.AFTER_RUN, first, second, tally.days, 0]
    return [kernel.EXCEEDANCES, first, second, replacements, plan.exceedances.index(tally)]


def _sum_row(plan: Plan, tally: RealTally) -> list[int]:
    place = plan.variables.index(tally.variable)
    match tally:
        case Maximum():
            return [kernel.MAXIMUM, place, 0, 0]
        case Minimum():
            return [kernel.MINIMUM, place, 0, 0]
        case RollingMaximum():
            return [kernel.ROLLING, place, tally.days, 0]
    if isinstance(tally.less, str):
        return [kernel.DIFFERENCE, place, plan.variables.index(tally.less), 0]
    if tally.where is None:
        return [kernel.SUM, place, 0, 0]
    return [kernel.SUM_WHERE, place, 0, plan.conditions.index(tally.where)]


def _unique(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))
