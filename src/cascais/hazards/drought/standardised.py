"""Standardised indices of sums over months, for many places at once: SPI and SPEI."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numba import njit

from cascais.errors import InputError, Problem
from cascais.hazards.drought.distributions import (
    gamma_by_l_moments,
    gamma_by_thom,
    gamma_scores,
    log_logistic,
    log_logistic_scores,
)
from cascais.text import message

FloatArray: TypeAlias = npt.NDArray[np.float64]

LIMIT = 3.09
"""Scores are cut at ±3.09, the 0.1 % and 99.9 % quantiles: a calibration of some 30 years says nothing about what
lies beyond (as climate_indices cuts them). Rarer months show as ±3.09."""
LEAST_YEARS = 20
"""A calendar month with fewer values in the calibration period gets no score; an assumption of Cascais."""
MONTHS = 12
TOGETHER = 16  # places whose monthly values share a cache line


class Fit(IntEnum):
    """How the distribution is fitted."""

    GAMMA_THOM = 0  # SPI, closed approximation of maximum likelihood; the default
    GAMMA_L_MOMENTS = 1  # SPI as R's package SPEI fits it
    LOG_LOGISTIC = 2  # SPEI, by L-moments


@dataclass(frozen=True, slots=True)
class Months:
    """Monthly values of places: `values` (months, places), the first one of `year` and `month` (1 to 12)."""

    values: npt.NDArray[np.floating]
    year: int
    month: int = 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """The years, both included, whose values the distributions are fitted to."""

    first: int = 1991
    last: int = 2020


def spi(
    precipitation: Months,
    months: int,
    calibration: Calibration | None = None,
    fit: Fit = Fit.GAMMA_THOM,
    limit: float = LIMIT,
) -> FloatArray:
    """Standardised precipitation index, (months, places), without unit; NaN where a month is missing.

    `precipitation` are monthly sums [mm]. Each calendar month of the sums over `months` months has its own
    gamma distribution with its share of noughts; the score is the normal quantile of the mixture, cut at
    ±`limit`. Below −1 is moderately, below −1.5 severely, below −2 extremely dry.
    Source: McKee, Doesken, Kleist 1993, 8th Conference on Applied Climatology, 179–184; WMO-No. 1090.
    Raises InputError for negative sums, an impossible number of months, or a calibration without values.

    >>> rain = Months(np.tile(np.arange(1.0, 31.0), (12, 1)).T.reshape(-1, 1), 1991)
    >>> spi(rain, 1)[[0, -1]].round(2).ravel().tolist()
    [-2.52, 1.3]
    """
    _refuse_negative(precipitation.values)
    return _standardised(precipitation, months, calibration or Calibration(), (fit, limit))


def spei(
    water_balance: Months, months: int, calibration: Calibration | None = None, limit: float = LIMIT
) -> FloatArray:
    """Standardised precipitation–evapotranspiration index, (months, places), without unit.

    `water_balance` are monthly sums of precipitation minus potential evapotranspiration [mm]. As `spi`, with
    the generalised (log-) logistic distribution by L-moments. Source: Vicente-Serrano, Beguería,
    López-Moreno 2010, Journal of Climate 23, 1696–1718; Beguería et al. 2014, International Journal of
    Climatology 34, 3001–3023.

    >>> balance = Months(np.tile(np.arange(-15.0, 15.0), (12, 1)).T.reshape(-1, 1), 1991)
    >>> spei(balance, 1)[[0, -1]].round(2).ravel().tolist()
    [-1.58, 1.58]
    """
    return _standardised(water_balance, months, calibration or Calibration(), (Fit.LOG_LOGISTIC, limit))


def _standardised(
    given: Months, months: int, calibration: Calibration, method: tuple[Fit, float]
) -> FloatArray:
    if not 1 <= months <= 4 * MONTHS:
        raise InputError(_problem("months", str(months), "1 to 48"))
    year_of_first = given.year + (given.month - 1) / MONTHS
    first = round((calibration.first - year_of_first) * MONTHS)
    beyond = round((calibration.last + 1 - year_of_first) * MONTHS)
    first, beyond = max(first, 0), min(beyond, given.values.shape[0])
    if beyond - first < LEAST_YEARS * MONTHS:
        years = f"{calibration.first}–{calibration.last}"
        raise InputError(_problem("calibration", years, f"at least {LEAST_YEARS} years of the series"))
    scores = np.empty(given.values.shape)
    _score(np.asarray(given.values), months, (first, beyond), (int(method[0]), method[1]), scores)
    return scores


@njit(cache=True, nogil=True)
def _score(
    monthly: npt.NDArray[np.floating],
    months: int,
    base: tuple[int, int],
    method: tuple[int, float],
    scores: FloatArray,
) -> None:
    """Score all places, some neighbours at a time: they share the cache lines of the monthly values."""
    length, places = monthly.shape
    sums, scored = np.empty((TOGETHER, length)), np.empty((TOGETHER, length))
    for first in range(0, places, TOGETHER):
        width = min(TOGETHER, places - first)
        _accumulate(monthly[:, first : first + width], months, sums)
        for place in range(width):
            scored[place] = np.nan
            for start in range(min(MONTHS, length)):
                _score_month(
                    sums[place, start::MONTHS], _of_month(base, start), method, scored[place, start::MONTHS]
                )
        for month in range(length):
            for place in range(width):
                scores[month, first + place] = scored[place, month]


@njit(cache=True, nogil=True)
def _accumulate(monthly: npt.NDArray[np.floating], months: int, sums: FloatArray) -> None:
    for month in range(monthly.shape[0]):
        for place in range(monthly.shape[1]):
            total = 0.0 if month >= months - 1 else np.nan
            for back in range(min(months, month + 1)):
                total += monthly[month - back, place]
            sums[place, month] = total


@njit(cache=True, nogil=True)
def _of_month(base: tuple[int, int], start: int) -> tuple[int, int]:
    """The years of one calendar month, counted from its first, that lie in the calibration period."""
    return max(0, -((start - base[0]) // MONTHS)), max(0, -((start - base[1]) // MONTHS))


@njit(cache=True, nogil=True)
def _sample(values: FloatArray, has_dry: bool, sample: FloatArray) -> tuple[int, int]:
    """Gather what a distribution is fitted to, without noughts unless asked for; counts of known and gathered."""
    known, used = 0, 0
    for value in values:
        if not np.isnan(value):
            known += 1
            if has_dry or value > 0.0:
                sample[used] = value
                used += 1
    return known, used


@njit(cache=True, nogil=True)
def _score_month(
    values: FloatArray, base: tuple[int, int], method: tuple[int, float], scores: FloatArray
) -> None:
    """Score the values of one calendar month of one place; none where the sample gives no distribution."""
    fit, limit = method
    sample = np.empty(base[1] - base[0])
    known, used = _sample(values[base[0] : base[1]], fit == 2, sample)
    if known < LEAST_YEARS:
        return
    if fit == 0:
        parameters = gamma_by_thom(sample[:used])
    elif fit == 1:
        parameters = gamma_by_l_moments(np.sort(sample[:used]))
    else:
        parameters = log_logistic(np.sort(sample[:used]))
    if np.isnan(parameters[0]):
        return
    if fit == 2:
        log_logistic_scores(values, parameters, scores)
    else:
        gamma_scores(values, parameters, 1.0 - used / known, scores)
    for year in range(values.size):
        scores[year] = np.nan if np.isnan(values[year]) else min(max(scores[year], -limit), limit)


def _refuse_negative(values: npt.NDArray[np.floating]) -> None:
    lowest = np.nanmin(values, initial=0.0)
    if lowest < 0.0:
        raise InputError(_problem("precipitation", f"{lowest:g} mm", "sums of 0 mm and more"))


def _problem(column: str, value: str, allowed: str) -> Problem:
    return Problem(
        str(message("The drought index cannot be computed from this.")),
        column=column,
        value=value,
        allowed=allowed,
    )
