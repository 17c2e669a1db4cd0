"""Block maxima: the greatest value of each year or season, where enough of its days were observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from cascais.errors import InputError, Problem
from cascais.hazards.extremes.batches import Floats, over_places, places_by_values

NO_BLOCK = -9999
SEASONS: Mapping[str, tuple[int, int]] = {
    "year": (1, 12),
    "DJF": (12, 3),
    "MAM": (3, 3),
    "JJA": (6, 3),
    "SON": (9, 3),
}
"""First month and number of months."""


@dataclass(frozen=True, slots=True)
class BlockMaxima:
    """Maxima (places, years) with NaN where too few days are known, the years, and the days known of each."""

    years: npt.NDArray[np.int64]
    maxima: Floats
    known_days: npt.NDArray[np.int64]


def block_years(
    years: npt.ArrayLike, months: npt.ArrayLike, first_month: int = 1, length_months: int = 12
) -> npt.NDArray[np.int64]:
    """The year that each day's block ends in; −9999 for days outside (a season). Any calendar will do.

    A winter from December 1999 to February 2000 belongs to 2000, a hydrological year from October 1999 too.

    >>> block_years([1999, 2000, 2000], [12, 1, 3], *SEASONS["DJF"]).tolist()
    [2000, 2000, -9999]
    """
    year, month = np.asarray(years, dtype=np.int64), np.asarray(months, dtype=np.int64)
    into = (month - first_month) % 12
    first_year = year - (month < first_month)
    last_year = first_year + (first_month + length_months - 2) // 12
    return np.where(into < length_months, last_year, NO_BLOCK)


@njit(cache=True, nogil=True, error_model="numpy")
def _fill(
    values: Floats, positions: npt.NDArray[np.int64], maxima: Floats, known: npt.NDArray[np.int64]
) -> None:
    for place in range(values.shape[0]):
        for day in range(values.shape[1]):
            at, value = positions[day], values[place, day]
            if at >= 0 and not np.isnan(value):
                known[place, at] += 1
                if not maxima[place, at] >= value:
                    maxima[place, at] = value


def block_maxima(daily: npt.ArrayLike, blocks: npt.ArrayLike, least_share: float = 0.9) -> BlockMaxima:
    """Greatest daily value of each block, of each place; daily (places, days), blocks (days,) from `block_years`.

    A block counts where at least `least_share` of the days of the longest block are known: missing days, and a
    series that begins in the middle of a year, would hide a maximum. For minima, negate values and result.
    Source: Coles (2001), section 3.3.1. Raises InputError where the lengths differ.

    >>> result = block_maxima([[1.0, 5.0, 2.0, 7.0]], [2000, 2000, 2001, 2001])
    >>> result.years.tolist(), result.maxima.tolist()
    ([2000, 2001], [[5.0, 7.0]])
    """
    values, labels = places_by_values(daily, "daily values"), np.asarray(blocks, dtype=np.int64)
    if labels.shape != (values.shape[1],):
        raise InputError(
            Problem(
                "Each day needs the year of its block.",
                value=f"{labels.size} years for {values.shape[1]} days",
                next_step="Give one year a day, from block_years.",
            )
        )
    years = np.unique(labels[labels != NO_BLOCK])
    positions = np.where(labels == NO_BLOCK, -1, np.searchsorted(years, labels))
    maxima = np.full((len(values), len(years)), np.nan)
    known = np.zeros(maxima.shape, dtype=np.int64)
    over_places(len(values), lambda part: _fill(values[part], positions, maxima[part], known[part]))
    longest = np.bincount(positions[positions >= 0], minlength=1).max()
    return BlockMaxima(years, np.where(known >= least_share * longest, maxima, np.nan), known)
