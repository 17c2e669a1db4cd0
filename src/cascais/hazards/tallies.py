"""What an index contributes to the single pass over the days: conditions and tallies, declared, not programmed.

A condition says of each day whether it is met; a missing day meets none. A tally is one number per period and cell.
An index declares tallies; the pass computes each distinct tally once, whichever indices ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

MIDDLE = 50.0
"""Percent above which a percentile is high."""


class Comparison(StrEnum):
    """How a day's value is compared with the threshold."""

    BELOW = "<"
    ABOVE = ">"
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class DayPercentile:
    """Threshold by day of the year: percentile of the base period's days in a window of five around it."""

    percent: float


@dataclass(frozen=True, slots=True)
class BasePercentile:
    """One threshold per cell: percentile of all days of the base period in some months that reach a value."""

    percent: float
    months: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
    at_least: float = float("-inf")


Threshold: TypeAlias = float | DayPercentile | BasePercentile


@dataclass(frozen=True, slots=True)
class Comparing:
    """A day's value of a variable compared with a threshold in the variable's unit."""

    variable: str
    comparison: Comparison
    threshold: Threshold


@dataclass(frozen=True, slots=True)
class Condition:
    """What a day must be: every comparison holds."""

    all_of: tuple[Comparing, ...]

    def __and__(self, other: Condition) -> Condition:
        return Condition((*self.all_of, *other.all_of))

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that are compared."""
        return tuple(dict.fromkeys(each.variable for each in self.all_of))


def below(variable: str, threshold: Threshold) -> Condition:
    """Days on which a variable is less than a threshold.

    >>> (below("tasmin", 0.0) & above("tasmax", 0.0)).variables
    ('tasmin', 'tasmax')
    """
    return Condition((Comparing(variable, Comparison.BELOW, threshold),))


def above(variable: str, threshold: Threshold) -> Condition:
    """Days on which a variable is greater than a threshold.

    >>> above("tasmax", 25.0).variables
    ('tasmax',)
    """
    return Condition((Comparing(variable, Comparison.ABOVE, threshold),))


def at_least(variable: str, threshold: Threshold) -> Condition:
    """Days on which a variable is a threshold or more.

    >>> at_least("pr", 1.0).all_of[0].comparison.value
    '>='
    """
    return Condition((Comparing(variable, Comparison.AT_LEAST, threshold),))


def at_most(variable: str, threshold: Threshold) -> Condition:
    """Days on which a variable is a threshold or less.

    >>> at_most("tas", 15.0).all_of[0].comparison.value
    '<='
    """
    return Condition((Comparing(variable, Comparison.AT_MOST, threshold),))


@dataclass(frozen=True, slots=True)
class Count:
    """Number of days that meet a condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class LongestRun:
    """Most days in a row that meet a condition; a missing day breaks the run.

    Where it spans periods, a run counts whole in the period in which it ends, and a period that lies wholly within
    a run has no value; otherwise runs end with the period.
    """

    condition: Condition
    spans_periods: bool = False


@dataclass(frozen=True, slots=True)
class SpellDays:
    """Days in spells of at least so many days in a row that meet a condition; spells end with the period."""

    condition: Condition
    at_least_days: int


@dataclass(frozen=True, slots=True)
class SpellCount:
    """Number of spells of at least so many days in a row that meet a condition; spells end with the period."""

    condition: Condition
    at_least_days: int


class SeasonPart(StrEnum):
    """What is asked of a season: its length in days, or the day of the period on which it starts or has ended."""

    LENGTH = "length"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Season:
    """A season from the first run of days that open it to the first run, in the second half, that closes it.

    The opening run lies wholly in the first half of the year, the closing one in the second; the season ends on the
    day before the closing run, or with the year. Without an opening run its length is 0. Start and end are days of
    the period, from 1.
    """

    opens: Condition
    closes: Condition
    days: int
    part: SeasonPart = SeasonPart.LENGTH


@dataclass(frozen=True, slots=True)
class CountAfterRun:
    """Days of the first half of the year that meet a condition after the first run of so many days that meet another."""

    condition: Condition
    after: Condition
    days: int


@dataclass(frozen=True, slots=True)
class Exceedances:
    """Days above a high percentile by day of the year, or below a low one, with the bootstrap of the base period.

    Within the base period of B years each day is compared with B - 1 thresholds, those of samples in which another
    year stands in for the day's own (Zhang et al. 2005); outside it counts B - 1 times or not at all.
    """

    variable: str
    threshold: DayPercentile

    @property
    def condition(self) -> Condition:
        """The days beyond the threshold."""
        is_high = self.threshold.percent > MIDDLE
        comparison = Comparison.ABOVE if is_high else Comparison.BELOW
        return Condition((Comparing(self.variable, comparison, self.threshold),))


@dataclass(frozen=True, slots=True)
class Maximum:
    """Greatest value of a variable."""

    variable: str


@dataclass(frozen=True, slots=True)
class Minimum:
    """Least value of a variable."""

    variable: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Sum of a variable, less a number or another variable, over all days or those that meet a condition."""

    variable: str
    less: float | str = 0.0
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class RollingMaximum:
    """Greatest sum over so many days in a row, the last of them in the period; missing days make no sum."""

    variable: str
    days: int


IntegerTally: TypeAlias = Count | LongestRun | SpellDays | SpellCount | Season | CountAfterRun | Exceedances
RealTally: TypeAlias = Maximum | Minimum | Sum | RollingMaximum
Tally: TypeAlias = IntegerTally | RealTally
