"""Fits of many places: the starting point, the search, and the covariance, one place after the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from cascais.hazards.extremes.l_moments import GEV, GPD, GUMBEL, parameters_of
from cascais.hazards.extremes.likelihood import FIXED_DISPERSION, STATIONARY, Floats, Sample, evaluate
from cascais.hazards.extremes.newton import factor, invert, minimise, solve_factored
from cascais.hazards.extremes.outcome import (
    CONSTANT,
    CONVERGED,
    COVARIATE_DEGENERATE,
    HESSIAN_NOT_POSITIVE,
    NOT_CONVERGED,
    SHAPE_AT_BOUND,
    TOO_FEW,
)


class Settings(NamedTuple):
    """What to fit, as the compiled code takes it."""

    family: int
    form: int
    by_likelihood: bool
    fewest: int
    limits: tuple[float, float]


class Results(NamedTuple):
    """Arrays that a run fills, by place."""

    theta: Floats
    covariance: Floats
    nllh: Floats
    known: npt.NDArray[np.int64]
    outcome: npt.NDArray[np.int8]


@njit(cache=True, nogil=True, error_model="numpy")
def sample_of(values: Floats, location: Floats, scale: Floats, settings: Settings) -> Sample:
    """The observations of one place that are not missing, with their rows of covariates."""
    known = ~np.isnan(values)
    is_excess, has_shape = settings.family == GPD, settings.family != GUMBEL
    return Sample(values[known], location[known], scale[known], settings.form, is_excess, has_shape)


@njit(cache=True, nogil=True, error_model="numpy")
def _regression(sample: Sample, coefficients: Floats) -> bool:
    """Least squares of the values on the rows of the location; false where the covariates do not vary."""
    size = sample.location.shape[1]
    normal, right = np.zeros((size, size)), np.zeros(size)
    for i in range(sample.values.size):
        for a in range(size):
            right[a] += sample.location[i, a] * sample.values[i]
            for b in range(size):
                normal[a, b] += sample.location[i, a] * sample.location[i, b]
    lower = np.zeros((size, size))
    if not factor(normal, size, 0.0, lower):
        return False
    solve_factored(lower, right, size, coefficients)
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _start_with_covariates(sample: Sample, family: int, theta: Floats) -> int:
    """Least squares for the location, L-moments of what is left for scale and shape."""
    size = sample.location.shape[1]
    coefficients, simple = np.zeros(size), np.zeros(3)
    if not _regression(sample, coefficients):
        return COVARIATE_DEGENERATE
    rest = sample.values.copy()
    for i in range(rest.size):
        for a in range(size):
            rest[i] -= sample.location[i, a] * coefficients[a]
    outcome = parameters_of(np.sort(rest), family, simple)
    theta[:] = 0.0
    theta[:size] = coefficients
    theta[0] += simple[0]
    theta[-1] = simple[2]
    if sample.form == FIXED_DISPERSION:
        theta[1] = coefficients[1] / theta[0]
        theta[2] = simple[1]
    else:
        theta[size] = simple[1]
    return outcome


@njit(cache=True, nogil=True, error_model="numpy")
def start_of(sample: Sample, family: int, theta: Floats) -> int:
    """A first guess of the parameters."""
    if sample.form == STATIONARY:
        return parameters_of(np.sort(sample.values), family, theta)
    return _start_with_covariates(sample, family, theta)


@njit(cache=True, nogil=True, error_model="numpy")
def _without_shape(sample: Sample, theta: Floats, gradient: Floats, hessian: Floats) -> None:
    """Turn a guess into one of shape 0, whose support is the whole line."""
    if sample.is_excess:
        theta[0] = np.log(np.mean(sample.values))
    elif sample.form == STATIONARY:
        parameters_of(np.sort(sample.values), GUMBEL, theta)
    theta[-1] = 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def refine(
    theta: Floats, sample: Sample, limits: tuple[float, float], gradient: Floats, hessian: Floats
) -> int:
    """Search from a guess, and where that fails from the same guess with shape 0."""
    room = 0.1 * (limits[1] - limits[0])
    theta[-1] = min(max(theta[-1], limits[0] + room), limits[1] - room)
    outcome = NOT_CONVERGED
    if np.isfinite(evaluate(theta, sample, gradient, hessian)):
        trial = theta.copy()
        outcome = minimise(trial, sample, limits, gradient, hessian)
        if outcome == CONVERGED or outcome == SHAPE_AT_BOUND:
            theta[:] = trial
            return outcome
    _without_shape(sample, theta, gradient, hessian)
    return minimise(theta, sample, limits, gradient, hessian)


@njit(cache=True, nogil=True, error_model="numpy")
def unfit(sample: Sample, fewest: int) -> int:
    """Why a sample cannot be fitted at all, or CONVERGED."""
    if sample.values.size < fewest:
        return TOO_FEW
    spread = np.max(sample.values) - np.min(sample.values)
    return CONVERGED if spread > 1e-12 * np.max(np.abs(sample.values)) else CONSTANT


@njit(cache=True, nogil=True, error_model="numpy")
def estimate(sample: Sample, settings: Settings, theta: Floats, gradient: Floats, hessian: Floats) -> int:
    """Parameters of one sample by the method asked for."""
    outcome = start_of(sample, settings.family, theta)
    if not settings.by_likelihood or outcome == COVARIATE_DEGENERATE:
        return outcome
    if sample.is_excess and outcome != CONVERGED:
        theta[0] = np.log(np.mean(sample.values))
    return refine(theta, sample, settings.limits, gradient, hessian)


@njit(cache=True, nogil=True, error_model="numpy")
def _fit(sample: Sample, settings: Settings, theta: Floats, covariance: Floats) -> tuple[float, int]:
    outcome = unfit(sample, settings.fewest)
    if outcome != CONVERGED:
        return np.nan, outcome
    size = theta.size
    gradient, hessian = np.zeros(size), np.zeros((size, size))
    outcome = estimate(sample, settings, theta, gradient, hessian)
    value = np.nan
    if outcome == CONVERGED or outcome == SHAPE_AT_BOUND:
        value = evaluate(theta, sample, gradient, hessian)
    if settings.by_likelihood and outcome == CONVERGED:
        free = size if sample.has_shape else size - 1
        if not invert(hessian, free, covariance):
            outcome = HESSIAN_NOT_POSITIVE
    return value, outcome


@njit(cache=True, nogil=True, error_model="numpy")
def fit_places(values: Floats, location: Floats, scale: Floats, settings: Settings, results: Results) -> None:
    """Fit each row of `values`; parameters of a place that cannot be fitted stay NaN."""
    for place in range(values.shape[0]):
        sample = sample_of(values[place], location, scale, settings)
        theta = np.zeros(results.theta.shape[1])
        value, outcome = _fit(sample, settings, theta, results.covariance[place])
        results.known[place] = sample.values.size
        results.outcome[place] = outcome
        results.nllh[place] = value
        if outcome == CONVERGED or outcome == SHAPE_AT_BOUND or outcome == HESSIAN_NOT_POSITIVE:
            results.theta[place] = theta


FAMILIES = {"gev": GEV, "gumbel": GUMBEL, "gpd": GPD}
