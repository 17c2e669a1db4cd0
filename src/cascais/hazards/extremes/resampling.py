"""Bootstrap: the fit repeated on resampled series of each place.

All places take the same random numbers, drawn once from the seed. A place's result therefore depends neither on
its position nor on its neighbours; intervals are of one place each, and no joint statement is drawn from them.
Source: Davison, A. C., Hinkley, D. V. (1997), Bootstrap Methods and their Application, Cambridge University Press.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from cascais.hazards.extremes.batches import over_places
from cascais.hazards.extremes.fits import Fit
from cascais.hazards.extremes.levels import Interval, ReturnLevels, offset, return_levels, target_of, variates
from cascais.hazards.extremes.likelihood import Floats, Sample, predictors
from cascais.hazards.extremes.outcome import CONVERGED, SHAPE_AT_BOUND, Outcome
from cascais.hazards.extremes.search import Settings, refine, sample_of, start_of, unfit
from cascais.hazards.extremes.targets import growth, reach_places

MOST_FAILED = 0.05
"""Share of resampled series without a fit above which no interval is given."""
PLACES_AT_ONCE = 256


class Draws(NamedTuple):
    """Random numbers between 0 and 1 (repetitions, years), and whether they are quantiles of the fit or positions."""

    uniforms: Floats
    is_parametric: bool


@njit(cache=True, nogil=True, error_model="numpy")
def simulated(sample: Sample, theta: Floats, uniforms: Floats) -> Sample:
    """A series drawn from the fit, with the covariates of the sample."""
    values = np.empty_like(sample.values)
    jacobian = np.zeros((2, theta.size))
    for i in range(values.size):
        rows = (sample.location[i], sample.scale[i])
        location, log_scale = predictors(theta, rows, sample.form, jacobian)
        variate = -np.log1p(-uniforms[i]) if sample.is_excess else -np.log(-np.log(uniforms[i]))
        values[i] = location + np.exp(log_scale) * growth(variate, theta[-1])[0]
    return Sample(values, sample.location, sample.scale, sample.form, sample.is_excess, sample.has_shape)


@njit(cache=True, nogil=True, error_model="numpy")
def redrawn(sample: Sample, uniforms: Floats) -> Sample:
    """Years drawn from the sample with replacement, each with its covariates."""
    size = sample.values.size
    chosen = np.empty(size, dtype=np.int64)
    for i in range(size):
        chosen[i] = min(int(uniforms[i] * size), size - 1)
    location, scale = sample.location[chosen], sample.scale[chosen]
    return Sample(sample.values[chosen], location, scale, sample.form, sample.is_excess, sample.has_shape)


@njit(cache=True, nogil=True, error_model="numpy")
def refit(sample: Sample, theta: Floats, settings: Settings, result: Floats) -> bool:
    """Fit a resampled series, starting from the fit of the series itself; false where that fails."""
    if unfit(sample, 2) != CONVERGED:
        return False
    if not settings.by_likelihood:
        return start_of(sample, settings.family, result) == CONVERGED
    result[:] = theta
    gradient, hessian = np.zeros(theta.size), np.zeros((theta.size, theta.size))
    outcome = refine(result, sample, settings.limits, gradient, hessian)
    return outcome == CONVERGED or outcome == SHAPE_AT_BOUND


@njit(cache=True, nogil=True, error_model="numpy")
def _repeat(
    data: tuple[Floats, Floats, Floats, Settings],
    theta: Floats,
    outcome: npt.NDArray[np.int8],
    draws: Draws,
    replicates: Floats,
) -> None:
    values, location, scale, settings = data
    for place in range(values.shape[0]):
        if outcome[place] != CONVERGED:
            continue
        sample = sample_of(values[place], location, scale, settings)
        for r in range(draws.uniforms.shape[0]):
            if draws.is_parametric:
                again = simulated(sample, theta[place], draws.uniforms[r])
            else:
                again = redrawn(sample, draws.uniforms[r])
            if not refit(again, theta[place], settings, replicates[place, r]):
                replicates[place, r] = np.nan


def uniforms_of(fit: Fit, repetitions: int, seed: int) -> Floats:
    """Random numbers (repetitions, years), never exactly 0."""
    drawn = np.random.default_rng(seed).random((repetitions, fit.values.shape[1]))
    return np.maximum(drawn, np.finfo(np.float64).tiny)


def replicates(fit: Fit, draws: Draws, part: slice) -> Floats:
    """Parameters of the search (places, repetitions, parameters) of resampled series; NaN where a fit failed."""
    theta, outcome = fit.theta[part], fit.outcome[part]
    result = np.full((len(theta), len(draws.uniforms), theta.shape[1]), np.nan)
    values = fit.values[part]

    def work(inner: slice) -> None:
        data = (values[inner], fit.location_rows, fit.scale_rows, fit.settings)
        _repeat(data, theta[inner], outcome[inner], draws, result[inner])

    over_places(len(theta), work)
    return result


def bootstrap_levels(
    fit: Fit,
    periods_years: npt.ArrayLike,
    *,
    at: Mapping[str, float] | None = None,
    is_parametric: bool = True,
    repetitions: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> ReturnLevels:
    """Return levels (as `return_levels`) with percentile intervals from resampled series.

    Parametric: series drawn from the fit; otherwise years drawn with replacement, each with its covariates. The
    rate of peaks is taken as known. More than 5 % of failed fits leave the interval missing, with the reason.

    >>> from cascais.hazards.extremes.fits import Method, fit
    >>> levels = [4.03, 3.83, 3.65, 3.88, 4.01, 4.08, 4.18, 3.80, 4.36, 3.96, 3.98, 4.69]
    >>> result = bootstrap_levels(fit(levels, method=Method.L_MOMENTS), 10, repetitions=200)
    >>> bool(result.low[0, 0] < result.level[0, 0] < result.high[0, 0])
    True
    """
    levels = return_levels(fit, periods_years, at=at, interval=Interval.NONE, confidence=confidence)
    draws = Draws(uniforms_of(fit, repetitions, seed), is_parametric)
    low, high = np.full_like(levels.level, np.nan), np.full_like(levels.level, np.nan)
    outcome = np.tile(fit.outcome[:, None], (1, levels.level.shape[1]))
    for start in range(0, len(fit.theta), PLACES_AT_ONCE):
        part = slice(start, start + PLACES_AT_ONCE)
        drawn = _levels_of(fit, replicates(fit, draws, part), levels.periods_years, at, part)
        low[part], high[part], failed = _percentiles(drawn, confidence)
        outcome[part] = np.where(
            (outcome[part] == CONVERGED) & failed, np.int8(Outcome.TOO_MANY_FAILED), outcome[part]
        )
    return ReturnLevels(
        levels.periods_years, levels.level, levels.standard_error, low, high, outcome, Interval.BOOTSTRAP, confidence
    )  # fmt: skip


def _levels_of(
    fit: Fit, theta: Floats, periods: Floats, at: Mapping[str, float] | None, part: slice
) -> Floats:
    """Levels (places, repetitions, periods) of resampled series."""
    places, repetitions, size = theta.shape
    variate = np.repeat(variates(fit, periods)[part], repetitions, axis=0)
    values = np.full(variate.shape, np.nan)
    gradients = np.zeros((*variate.shape, size))
    reach_places(theta.reshape(-1, size), target_of(fit, at), variate, values, gradients)
    return values.reshape(places, repetitions, -1) + offset(fit)[part][:, :, None]


def _percentiles(drawn: Floats, confidence: float) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Ends of the interval, and where too many repetitions failed."""
    failed = np.isnan(drawn).mean(axis=1) > MOST_FAILED
    tail = 0.5 * (1.0 - confidence)
    ordered = np.sort(drawn, axis=1)  # NaN comes last
    known = (~np.isnan(drawn)).sum(axis=1)
    ends = []
    for share in (tail, 1.0 - tail):
        at = np.maximum(known - 1, 0) * share
        below = np.floor(at).astype(int)
        above = np.minimum(below + 1, np.maximum(known - 1, 0))
        first = np.take_along_axis(ordered, below[:, None], axis=1)[:, 0]
        second = np.take_along_axis(ordered, above[:, None], axis=1)[:, 0]
        ends.append(np.where(failed | (known == 0), np.nan, first + (at - below) * (second - first)))
    return ends[0], ends[1], failed
