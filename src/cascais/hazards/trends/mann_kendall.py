"""Mann–Kendall test and Sen slope of many places at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from cascais.errors import InputError, Problem
from cascais.hazards.extremes.batches import over_places, places_by_values
from cascais.hazards.extremes.outcome import CONSTANT, CONVERGED, CORRECTION_NOT_POSITIVE, TOO_FEW, Outcome
from cascais.hazards.trends.ranking import (
    Floats,
    autocorrelation,
    kendall_score,
    mean_ranks,
    median_and_ends,
    slopes_between,
    ties,
)

FEWEST_YEARS = 10
SIGNIFICANT = 1.959963984540054
"""Hamed and Rao count an autocorrelation beyond ± this/√n."""
FIELDS = 9


class Correction(StrEnum):
    """How the variance of the Mann–Kendall score is corrected for autocorrelation."""

    NONE = "none"
    HAMED_RAO = "hamed_rao"
    YUE_WANG = "yue_wang"


LAGS: Mapping[Correction, int] = {Correction.NONE: 0, Correction.HAMED_RAO: 3, Correction.YUE_WANG: 1}
"""Autocorrelations that count where a caller says nothing."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Test and slope by place.

    score S, tau (τ-b), variance of S as corrected, variance_factor n/n*, z, p_value (two-sided); slope with low and
    high [unit of the values per unit of the years] and intercept; count of years; outcome, a code of `Outcome`.
    """

    count: npt.NDArray[np.int64]
    score: Floats
    tau: Floats
    variance: Floats
    variance_factor: Floats
    z: Floats
    p_value: Floats
    slope: Floats
    low: Floats
    high: Floats
    intercept: Floats
    outcome: npt.NDArray[np.int8]


class Settings(NamedTuple):
    """What to do, as the compiled code takes it."""

    correction: int  # 0 none, 1 Hamed–Rao, 2 Yue–Wang
    lags: int
    quantile: float


@njit(cache=True, nogil=True, error_model="numpy")
def _detrended(series: Floats, years: Floats, slope: float, is_ranked: bool) -> Floats:
    """What the slope leaves, or its ranks, with the mean taken off; NaN stays where a year is missing."""
    rest = series - slope * years
    known = ~np.isnan(rest)
    values = rest[known]
    if is_ranked:
        values = mean_ranks(values)
    rest[known] = values - np.mean(values)
    return rest


@njit(cache=True, nogil=True, error_model="numpy")
def _variance_factor(series: Floats, years: Floats, slope: float, settings: Settings) -> float:
    """n/n*: how much autocorrelation widens the distribution of S."""
    if settings.correction == 0:
        return 1.0
    is_ranked = settings.correction == 1
    rest = _detrended(series, years, slope, is_ranked)
    n = float(np.sum(~np.isnan(series)))
    total = 0.0
    for lag in range(1, min(settings.lags, int(n) - 1) + 1):
        correlation = autocorrelation(rest, lag)
        if is_ranked and abs(correlation) > SIGNIFICANT / np.sqrt(n):
            total += (n - lag) * (n - lag - 1.0) * (n - lag - 2.0) * correlation
        elif not is_ranked:
            total += (1.0 - lag / n) * correlation
    return 1.0 + (2.0 / (n * (n - 1.0) * (n - 2.0)) if is_ranked else 2.0) * total


@njit(cache=True, nogil=True, error_model="numpy")
def _test(series: Floats, years: Floats, settings: Settings, slopes: Floats, result: Floats) -> int:
    """Fill S, τ, variance, n/n*, z, slope, low, high, intercept of one place; returns the outcome."""
    known = ~np.isnan(series)
    values, times = series[known], years[known]
    n = float(values.size)
    if n < FEWEST_YEARS:
        return TOO_FEW
    score = kendall_score(values)
    weighted, tied = ties(values)
    variance = (n * (n - 1.0) * (2.0 * n + 5.0) - weighted) / 18.0
    pairs = slopes_between(values, times, slopes)
    median, _below, _above = median_and_ends(slopes, pairs, np.nan)
    result[5], result[8] = median, np.median(values) - median * np.median(times)
    if variance <= 0.0:
        return CONSTANT
    result[0], result[1] = score, score / np.sqrt(pairs * (pairs - tied))
    factor = _variance_factor(series, years, median, settings)
    result[3] = factor
    if not factor > 0.0:
        return CORRECTION_NOT_POSITIVE
    variance *= factor
    result[2] = variance
    result[4] = (score - np.sign(score)) / np.sqrt(variance)
    _median, result[6], result[7] = median_and_ends(slopes, pairs, settings.quantile * np.sqrt(variance))
    return CONVERGED


@njit(cache=True, nogil=True, error_model="numpy")
def _test_places(
    values: Floats,
    years: Floats,
    settings: Settings,
    results: Floats,
    ends: tuple[npt.NDArray[np.int64], npt.NDArray[np.int8]],
) -> None:
    slopes = np.empty(max(values.shape[1] * (values.shape[1] - 1) // 2, 1))
    for place in range(values.shape[0]):
        ends[0][place] = np.sum(~np.isnan(values[place]))
        ends[1][place] = _test(values[place], years, settings, slopes, results[place])


def _checked_years(years: npt.ArrayLike | None, size: int, correction: Correction) -> Floats:
    if years is None:
        return np.arange(size, dtype=np.float64)
    array = np.asarray(years, dtype=np.float64)
    steps = np.diff(array)
    if array.shape != (size,) or not (steps > 0.0).all():
        raise InputError(
            Problem(
                "The years must rise, and be one for each value.", value=f"{array.size} years, {size} values"
            )
        )
    if correction is not Correction.NONE and not np.allclose(steps, steps[:1]):
        raise InputError(
            Problem(
                "A correction for autocorrelation needs years in equal steps.",
                value=f"steps from {steps.min():g} to {steps.max():g}",
                next_step="Give NaN for the missing years instead of leaving them out.",
            )
        )
    return array


def trend(
    values: npt.ArrayLike,
    years: npt.ArrayLike | None = None,
    *,
    correction: Correction = Correction.HAMED_RAO,
    lags: int | None = None,
    confidence: float = 0.95,
) -> Trend:
    """Mann–Kendall test and Sen slope of each place's series (places, years) or (years,), NaN being missing.

    S = Σ_{i<j} sign(xⱼ − xᵢ), Var S = [n(n−1)(2n+5) − Σ t(t−1)(2t+5)]/18 over groups of t equal values,
    z = (S ∓ 1)/√Var S (Mann 1945, Kendall 1975). Slope: median of (xⱼ − xᵢ)/(tⱼ − tᵢ); its interval are the order
    statistics of the slopes (N ∓ z·√Var S)/2 (Sen 1968). Corrections multiply Var S, and so widen the interval:
    Hamed and Rao (1998) by 1 + 2/[n(n−1)(n−2)]·Σ (n−k)(n−k−1)(n−k−2)·ρₖ over the significant autocorrelations of
    the ranks, Yue and Wang (2004) by 1 + 2 Σ (1 − k/n)·ρₖ, both after taking the slope off; `lags` limits k
    (default: 3 for Hamed and Rao, 1 for Yue and Wang; with all lags of a sample both make the test too bold).
    Fewer than ten years, equal values and a factor that is not positive are named in `outcome`.
    Raises InputError for years that do not rise, or that have gaps where a correction is asked for.

    >>> result = trend([1.0, 3.0, 2.0, 4.0, 5.0, 7.0, 6.0, 8.0, 9.0, 10.0], correction=Correction.NONE)
    >>> result.score.item(), result.slope.item(), round(result.p_value.item(), 5)
    (41.0, 1.0, 0.00035)
    """
    array = places_by_values(values)
    times = _checked_years(years, array.shape[1], correction)
    quantile = NormalDist().inv_cdf(0.5 + confidence / 2.0)
    limit = lags or LAGS[correction]
    settings = Settings(list(Correction).index(correction), limit, quantile)
    results = np.full((len(array), FIELDS), np.nan)
    count, outcome = np.zeros(len(array), dtype=np.int64), np.zeros(len(array), dtype=np.int8)

    def work(part: slice) -> None:
        _test_places(array[part], times, settings, results[part], (count[part], outcome[part]))

    over_places(len(array), work)
    score, tau, variance, factor, z, slope, low, high, intercept = results.T
    return Trend(
        count, score, tau, variance, factor, z, _two_sided(z), slope, low, high, intercept, outcome
    )  # fmt: skip


def _two_sided(z: Floats) -> Floats:
    normal = NormalDist()
    return np.array([2.0 * normal.cdf(-abs(value)) if np.isfinite(value) else np.nan for value in z])


def sentence(result: Trend, place: int) -> str:
    """How the test of a place ended, in words.

    >>> sentence(trend([1.0, 2.0]), 0)
    'Too few values.'
    """
    return Outcome(int(result.outcome[place])).sentence
