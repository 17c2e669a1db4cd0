"""Signs, ranks, slopes and order statistics of one series, compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]


@njit(cache=True, nogil=True, error_model="numpy")
def kendall_score(series: Floats) -> float:
    """S: pairs of years that rise less pairs that fall."""
    score = 0
    for i in range(series.size - 1):
        for j in range(i + 1, series.size):
            score += (series[j] > series[i]) - (series[j] < series[i])
    return float(score)


@njit(cache=True, nogil=True, error_model="numpy")
def ties(series: Floats) -> tuple[float, float]:
    """Sums over groups of equal values: t(t − 1)(2t + 5), and of pairs t(t − 1)/2."""
    ordered = np.sort(series)
    weighted, pairs, run = 0.0, 0.0, 1.0
    for i in range(1, ordered.size + 1):
        if i < ordered.size and ordered[i] == ordered[i - 1]:
            run += 1.0
            continue
        weighted += run * (run - 1.0) * (2.0 * run + 5.0)
        pairs += run * (run - 1.0) / 2.0
        run = 1.0
    return weighted, pairs


@njit(cache=True, nogil=True, error_model="numpy")
def mean_ranks(series: Floats) -> Floats:
    """Ranks from 1, equal values sharing the mean of theirs."""
    ranks = np.empty_like(series)
    for i in range(series.size):
        score = 0
        for other in series:
            score += (series[i] > other) - (series[i] < other)
        ranks[i] = (series.size + 1.0 + score) / 2.0
    return ranks


@njit(cache=True, nogil=True, error_model="numpy")
def slopes_between(series: Floats, years: Floats, slopes: Floats) -> int:
    """Fill the slope of each pair of years; returns how many there are."""
    count = 0
    for i in range(series.size - 1):
        for j in range(i + 1, series.size):
            slopes[count] = (series[j] - series[i]) / (years[j] - years[i])
            count += 1
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _split(values: Floats, low: int, high: int) -> tuple[int, int]:
    """Part values[low..high] around a pivot (Hoare); returns the inner ends of the two sides."""
    middle = (low + high) // 2
    a, b, c = values[low], values[middle], values[high]
    pivot = max(min(a, b), min(max(a, b), c))
    i, j = low, high
    while i <= j:
        while values[i] < pivot:
            i += 1
        while values[j] > pivot:
            j -= 1
        if i <= j:
            values[i], values[j] = values[j], values[i]
            i += 1
            j -= 1
    return j, i


@njit(cache=True, nogil=True, error_model="numpy")
def select(values: Floats, low: int, high: int, rank: int) -> float:
    """Value of this rank (from 0) among values[low..high], which are reordered around it."""
    while low < high:
        left, right = _split(values, low, high)
        if rank <= left:
            high = left
        elif rank >= right:
            low = right
        else:
            break
    return float(values[rank])


@njit(cache=True, nogil=True, error_model="numpy")
def median_and_ends(slopes: Floats, count: int, half_width: float) -> tuple[float, float, float]:
    """Median, and the order statistics about `half_width` ranks to both sides (numbers as SciPy rounds them)."""
    upper = count // 2
    median = select(slopes, 0, count - 1, upper)
    if count % 2 == 0:
        median = 0.5 * (median + np.max(slopes[:upper]))
    if not half_width >= 0.0:
        return median, np.nan, np.nan
    first = max(int(np.round((count - half_width) / 2.0)) - 1, 0)
    last = min(int(np.round((count + half_width) / 2.0)), count - 1)
    below = select(slopes, 0, upper, first) if first <= upper else np.nan
    above = select(slopes, upper, count - 1, last)
    return median, below, above


@njit(cache=True, nogil=True, error_model="numpy")
def autocorrelation(series: Floats, lag: int) -> float:
    """Autocorrelation at a lag of a series with its mean taken off and NaN for missing years."""
    products, squares = 0.0, 0.0
    for i in range(series.size):
        if np.isnan(series[i]):
            continue
        squares += series[i] * series[i]
        if i + lag < series.size and not np.isnan(series[i + lag]):
            products += series[i] * series[i + lag]
    return products / squares
