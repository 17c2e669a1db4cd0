"""One period of one series, as the readable definitions of the indices see it, and runs of days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cascais.hazards.tallies import BasePercentile, DayPercentile
from cascais.hazards.variables import FloatArray

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Days:
    """The days [first, last) of a series: `days["tasmax"]` are the values of the period, NaN where missing.

    `series` holds whole series, for what looks beyond the period; `turn` is the row of the series on which the
    second half of a year begins. `percentiles` holds, by variable and threshold, one value per day of the series
    (or one value), and `shares` what part of the possible samples of the base period each day exceeds.
    """

    series: Mapping[str, FloatArray]
    first: int
    last: int
    turn: int = 0
    percentiles: Mapping[tuple[str, DayPercentile | BasePercentile], FloatArray] = field(default_factory=dict)
    shares: Mapping[tuple[str, DayPercentile], FloatArray] = field(default_factory=dict)

    def __getitem__(self, variable: str) -> FloatArray:
        return self.series[variable][self.first : self.last]

    def threshold(self, variable: str, percentile: DayPercentile | BasePercentile) -> FloatArray:
        """The threshold of each day of the period."""
        found = self.percentiles[variable, percentile]
        return found if found.ndim == 0 else found[self.first : self.last]

    def share(self, variable: str, percentile: DayPercentile) -> FloatArray:
        """What part of its possible thresholds each day of the period exceeds: 0 or 1 outside the base period."""
        return self.shares[variable, percentile][self.first : self.last]

    def half(self, number: int) -> slice:
        """The first (0) or second (1) half of the year as a part of the period."""
        middle = self.turn - self.first
        return slice(0, middle) if number == 0 else slice(middle, None)


def run_lengths(is_met: BoolArray) -> NDArray[np.int64]:
    """How many days in a row, up to and including each day, meet a condition.

    >>> run_lengths(np.array([True, True, False, True])).tolist()
    [1, 2, 0, 1]
    """
    position = np.arange(1, len(is_met) + 1)
    broken = np.maximum.accumulate(np.where(is_met, 0, position))
    return position - broken


def longest_run(is_met: BoolArray) -> float:
    """Most days in a row that meet a condition.

    >>> longest_run(np.array([True, True, False, True]))
    2.0
    """
    return float(run_lengths(is_met).max(initial=0))


def longest_run_ending(is_met: BoolArray, first: int, last: int) -> float:
    """Longest run of a whole series that ends on a day from first to before last; NaN where all lie within a run.

    >>> longest_run_ending(np.array([True, True, False, True]), 1, 3)
    2.0
    """
    continues = np.append(is_met[1:], False)
    ended = np.where(continues, 0, run_lengths(is_met))[first:last]
    longest = float(ended.max(initial=0))
    return float("nan") if longest == 0 and is_met[first:last].all() else longest


def spells(is_met: BoolArray, at_least_days: int) -> list[int]:
    """Lengths of the spells of at least so many days in a row that meet a condition.

    >>> spells(np.array([True, True, False, True]), 2)
    [2]
    """
    ended = np.where(np.append(is_met[1:], False), 0, run_lengths(is_met))
    return [int(length) for length in ended if length >= at_least_days]


def first_run(is_met: BoolArray, days: int) -> int | None:
    """Position of the first day of the first run of at least so many days, None where there is none.

    >>> first_run(np.array([False, True, True, True]), 2), first_run(np.array([True, False]), 2)
    (1, None)
    """
    reached = np.flatnonzero(run_lengths(is_met) == days)
    return int(reached[0]) - days + 1 if len(reached) else None


def season(opens: BoolArray, closes: BoolArray, days: int, middle: int) -> tuple[int, int]:
    """Positions of the first day of a season and of the day after its last; equal where there is no season.

    >>> season(np.array([0, 1, 1, 1, 1, 0, 0], bool), np.array([1, 0, 0, 0, 0, 1, 1], bool), 2, 3)
    (1, 5)
    """
    start = first_run(opens[:middle], days)
    if start is None:
        return 0, 0
    end = first_run(closes[middle:], days)
    return start, len(opens) if end is None else middle + end
