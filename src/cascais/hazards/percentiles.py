"""Percentiles of a base period: their definition, their ranks in a sample, and thresholds per cell.

The definition is that of climdex.pcic: type 8 of Hyndman and Fan (1996), the base period without 29 February as years
of 365 days, for each day of the year a window of five days that stays within its year (the window of 1 January takes
30 and 31 December of the same year), and no threshold where less than a tenth of the window's days has a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cascais.errors import CascaisError
from cascais.hazards.calendars import TimeAxis
from cascais.hazards.tallies import MIDDLE
from cascais.hazards.variables import FloatArray

Ints = NDArray[np.int64]

THIRD = 1.0 / 3.0
FUZZ = 4 * float(np.finfo(np.float64).eps)
HALF_WINDOW = 2
WINDOW = 2 * HALF_WINDOW + 1
LEAST_SHARE = 0.1
MOST_YEARS = 128


@dataclass(frozen=True, slots=True)
class BasePeriod:
    """The calendar years, both included, whose days give the percentiles."""

    first_year: int
    last_year: int

    def __post_init__(self) -> None:
        if not 2 <= self.number_of_years <= MOST_YEARS:
            raise CascaisError(
                f"A base period has 2 to {MOST_YEARS} years, not {self.number_of_years} "
                f"({self.first_year} to {self.last_year})."
            )

    @property
    def number_of_years(self) -> int:
        """Number of years.

        >>> BasePeriod(1961, 1990).number_of_years
        30
        """
        return self.last_year - self.first_year + 1


def position(count: int, percent: float) -> tuple[int, float]:
    """Rank j from 0 of the value below the percentile of a sorted sample, and the weight of the value above it.

    The percentile is (1 - weight) x[j] + weight x[j + 1], ranks beyond the ends standing for the ends
    (Hyndman and Fan 1996, type 8).

    >>> j, weight = position(150, 90.0)
    >>> j, round(weight, 4)
    (134, 0.6333)
    """
    # Written as climdex.pcic does: rounding decides where a value equals its own threshold.
    exact = THIRD + percent / 100.0 * (count + 1 - THIRD - THIRD) - 1.0
    rank = floor(exact + FUZZ)
    return rank, 0.0 if abs(exact - rank) <= FUZZ else exact - rank


def percentile(values: FloatArray, percent: float) -> float:
    """Percentile of a sample, type 8; NaN where it is empty.

    >>> round(percentile(np.arange(1.0, 11.0), 90.0), 4)
    9.6333
    """
    ordered = np.sort(values[~np.isnan(values)].astype(np.float64))
    if len(ordered) == 0:
        return float("nan")
    rank, weight = position(len(ordered), percent)
    below, above = (ordered[min(max(each, 0), len(ordered) - 1)] for each in (rank, rank + 1))
    return float((1 - weight) * below + weight * above)


class Ranks(NamedTuple):
    """By size of the sample: ranks from the far end of the two values, and the weight of the second.

    For a high percentile the far end is the greatest value, for a low one the least: counted from there only few
    values need be known.
    """

    first: Ints
    second: Ints
    weight: NDArray[np.float64]
    sign: float


def ranks_of(percent: float, most: int) -> Ranks:
    """Ranks of a percentile in samples of 0 to `most` values.

    >>> ranks = ranks_of(90.0, 150)
    >>> int(ranks.first[150]), int(ranks.second[150]), ranks.sign
    (15, 14, 1.0)
    """
    is_high = percent > MIDDLE
    first, second = np.zeros(most + 1, dtype=np.int64), np.zeros(most + 1, dtype=np.int64)
    weight = np.zeros(most + 1)
    for count in range(1, most + 1):
        rank, weight[count] = position(count, percent)
        below, above = (min(max(each, 0), count - 1) for each in (rank, rank + 1))
        first[count], second[count] = (count - 1 - below, count - 1 - above) if is_high else (below, above)
    return Ranks(first, second, weight, 1.0 if is_high else -1.0)


class BaseDays(NamedTuple):
    """Rows of the axis by year of the base period and day of the year, -1 where the axis lacks them.

    `leap` holds the rows of the 29 Februaries; `order` the position of each day of the axis among those of the base
    period, -1 outside.
    """

    rows: Ints
    leap: Ints
    order: Ints

    @property
    def number_of_days(self) -> int:
        """Days of the base period that the axis has."""
        return int(np.count_nonzero(self.order >= 0))


def base_days(axis: TimeAxis, base: BasePeriod) -> BaseDays:
    """Where the days of a base period are on a time axis.

    >>> from cascais.hazards.calendars import Calendar
    >>> found = base_days(TimeAxis(Calendar.STANDARD, 1960, 1, 1, 731), BasePeriod(1960, 1961))
    >>> found.rows.shape, found.leap.tolist(), found.number_of_days
    ((2, 365), [59, -1], 731)
    """
    rows = np.full((base.number_of_years, axis.calendar.days_per_year), -1, dtype=np.int64)
    leap = np.full(base.number_of_years, -1, dtype=np.int64)
    is_inside = (axis.years >= base.first_year) & (axis.years <= base.last_year)
    inside = np.flatnonzero(is_inside)
    year = axis.years[inside] - base.first_year
    is_leap = axis.is_leap_day[inside]
    rows[year[~is_leap], axis.day_of_year[inside][~is_leap]] = inside[~is_leap]
    leap[year[is_leap]] = inside[is_leap]
    return BaseDays(rows, leap, np.where(is_inside, np.cumsum(is_inside) - 1, -1))


@njit(cache=True, nogil=True)
def cell_percentiles(
    source: FloatArray, is_cell_major: bool, cells: tuple[int, int], days: tuple[Ints, float], ranks: Ranks
) -> NDArray[np.float64]:
    """Percentile of a variable's values on some days that reach a least value, per cell [cells.0, cells.1)."""
    count = cells[1] - cells[0]
    kept = np.zeros(count, dtype=np.int64)
    values = np.empty((count, days[0].shape[0]), dtype=source.dtype)
    for row in days[0]:
        for cell in range(count):
            value = source[cells[0] + cell, row] if is_cell_major else source[row, cells[0] + cell]
            values[cell, kept[cell]] = value
            kept[cell] += value >= days[1]
    found = np.full(count, np.nan)
    for cell in range(count):
        size = kept[cell]
        if size > 0:
            first, second = ranks.first[size], ranks.second[size]
            if ranks.sign > 0:
                first, second = size - 1 - first, size - 1 - second
            low = min(first, second)
            ordered = np.partition(values[cell, :size], low)
            below = np.float64(ordered[low])
            above = below if first == second else np.float64(ordered[low + 1 :].min())
            found[cell] = (1.0 - ranks.weight[size]) * below + ranks.weight[size] * above
    return found
