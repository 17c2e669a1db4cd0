"""How well a distribution fits: distances of the distribution function, tests between models, points to plot."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from numba import njit

from cascais.errors import InputError, Problem
from cascais.hazards.extremes.batches import over_places
from cascais.hazards.extremes.fits import Fit
from cascais.hazards.extremes.likelihood import Floats, Sample, predictors
from cascais.hazards.extremes.outcome import CONVERGED, Outcome
from cascais.hazards.extremes.resampling import MOST_FAILED, refit, simulated, uniforms_of
from cascais.hazards.extremes.search import Settings, sample_of


class Statistic(StrEnum):
    """A distance between the observed and the fitted distribution function."""

    ANDERSON_DARLING = "anderson_darling"
    KOLMOGOROV_SMIRNOV = "kolmogorov_smirnov"


@dataclass(frozen=True, slots=True)
class Goodness:
    """Distance of each place, its p-value, and why there is none."""

    statistic: Floats
    p_value: Floats
    outcome: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class LikelihoodRatio:
    """Deviance of each place, and its p-value: how well the smaller model does beside the larger."""

    deviance: Floats
    p_value: Floats


@dataclass(frozen=True, slots=True)
class DiagnosticPoints:
    """Points of one place, in order: probabilities and quantiles, of the model and as observed.

    Of a fit with covariates the quantiles are of the standardised values (Gumbel scale; exponential for peaks).
    """

    model_probability: Floats
    observed_probability: Floats
    model_quantile: Floats
    observed_quantile: Floats


@njit(cache=True, nogil=True, error_model="numpy")
def standardised(sample: Sample, theta: Floats) -> Floats:
    """Values on the scale of the standard Gumbel (of excesses: exponential) distribution."""
    result = np.empty_like(sample.values)
    jacobian = np.zeros((2, theta.size))
    shape = theta[-1]
    for i in range(result.size):
        rows = (sample.location[i], sample.scale[i])
        location, log_scale = predictors(theta, rows, sample.form, jacobian)
        z = (sample.values[i] - location) * np.exp(-log_scale)
        if abs(shape * z) < 1e-8:
            result[i] = z - 0.5 * shape * z * z
        elif 1.0 + shape * z > 0.0:
            result[i] = np.log1p(shape * z) / shape
        else:
            result[i] = np.inf if shape < 0.0 else -np.inf  # beyond the end of the support
    return result


@njit(cache=True, nogil=True, error_model="numpy")
def distance(standard: Floats, is_excess: bool, is_anderson: bool) -> float:
    """Anderson–Darling A² or Kolmogorov–Smirnov D of standardised values."""
    ordered = np.sort(standard)
    n = ordered.size
    total, largest = 0.0, 0.0
    for i in range(n):
        low, high = ordered[i], ordered[n - 1 - i]
        below = 1.0 - np.exp(-low) if is_excess else np.exp(-np.exp(-low))
        if is_anderson:
            log_below = np.log(below) if is_excess else -np.exp(-low)
            log_above = -high if is_excess else np.log(-np.expm1(-np.exp(-high)))
            total -= (2.0 * i + 1.0) * (log_below + log_above)
        largest = max(largest, below - i / n, (i + 1.0) / n - below)
    return total / n - n if is_anderson else largest


@njit(cache=True, nogil=True, error_model="numpy")
def _test(
    sample: Sample, theta: Floats, settings: Settings, uniforms: Floats, is_anderson: bool
) -> tuple[float, float]:
    """Distance of one place and the share of simulated series that are at least as far from their own fit."""
    observed = distance(standardised(sample, theta), sample.is_excess, is_anderson)
    farther, known = 0, 0
    again = np.zeros_like(theta)
    for r in range(uniforms.shape[0]):
        drawn = simulated(sample, theta, uniforms[r])
        if refit(drawn, theta, settings, again):
            known += 1
            if distance(standardised(drawn, again), sample.is_excess, is_anderson) >= observed:
                farther += 1
    if known < (1.0 - MOST_FAILED) * uniforms.shape[0] or np.isnan(observed):
        return observed, np.nan
    return observed, (1.0 + farther) / (1.0 + known)


@njit(cache=True, nogil=True, error_model="numpy")
def _test_places(
    data: tuple[Floats, Floats, Floats, Settings],
    fitted: tuple[Floats, npt.NDArray[np.int8]],
    uniforms: Floats,
    is_anderson: bool,
    results: Floats,
) -> None:
    values, location, scale, settings = data
    theta, outcome = fitted
    for place in range(values.shape[0]):
        if outcome[place] == CONVERGED:
            sample = sample_of(values[place], location, scale, settings)
            results[place] = _test(sample, theta[place], settings, uniforms, is_anderson)


def goodness_of_fit(
    fit: Fit,
    statistic: Statistic = Statistic.ANDERSON_DARLING,
    *,
    repetitions: int = 500,
    seed: int = 0,
) -> Goodness:
    """Distance between the fitted and the observed distribution function of each place, with a p-value.

    A² = −n − n⁻¹ Σ (2i − 1)·[log uᵢ + log(1 − uₙ₊₁₋ᵢ)]; D = max |F̂ − F|. Parameters come from the same values, so
    the tables of the statistics do not hold: p is the share of series simulated from the fit, and fitted again,
    that are at least as far off, (1 + b)/(1 + B). Source: Stephens, M. A. (1974), Journal of the American
    Statistical Association 69, 730–737; Davison and Hinkley (1997), section 4.2.

    >>> from cascais.hazards.extremes.fits import fit
    >>> levels = [4.03, 3.83, 3.65, 3.88, 4.01, 4.08, 4.18, 3.80, 4.36, 3.96, 3.98, 4.69]
    >>> goodness_of_fit(fit(levels), repetitions=99).statistic.round(2).tolist()
    [0.17]
    """
    results = np.full((len(fit.theta), 2), np.nan)
    uniforms = uniforms_of(fit, repetitions, seed)
    is_anderson = statistic is Statistic.ANDERSON_DARLING

    def work(part: slice) -> None:
        data = (fit.values[part], fit.location_rows, fit.scale_rows, fit.settings)
        _test_places(data, (fit.theta[part], fit.outcome[part]), uniforms, is_anderson, results[part])

    over_places(len(results), work)
    has_failed = (fit.outcome == Outcome.CONVERGED) & np.isnan(results[:, 1])
    outcome = np.where(has_failed, np.int8(Outcome.TOO_MANY_FAILED), fit.outcome)
    return Goodness(results[:, 0], results[:, 1], outcome)


def chi_squared_tail(values: Floats, degrees: int) -> Floats:
    """Probability that a χ² variable with these degrees of freedom is greater.

    >>> chi_squared_tail(np.array([3.841458820694124]), 1).round(6).tolist()
    [0.05]
    """
    half = np.maximum(values, 0.0) / 2.0
    if degrees % 2:
        tail = np.array([math.erfc(math.sqrt(value)) for value in half])
        powers = [k + 0.5 for k in range(degrees // 2)]
    else:
        tail, powers = np.zeros_like(half), [float(k) for k in range(degrees // 2)]
    for power in powers:
        tail = tail + half**power * np.exp(-half) / math.gamma(power + 1.0)
    return tail


def likelihood_ratio(smaller: Fit, larger: Fit) -> LikelihoodRatio:
    """Test of a model within another, such as Gumbel within GEV, or no trend within a trend.

    D = 2(ℓ_larger − ℓ_smaller) is χ² with as many degrees of freedom as parameters differ (Coles 2001, section
    2.6.6). NaN where either did not converge. Raises InputError unless both were fitted to the same values and
    the larger has more parameters.

    >>> from cascais.hazards.extremes.fits import Family, fit
    >>> levels = [4.03, 3.83, 3.65, 3.88, 4.01, 4.08, 4.18, 3.80, 4.36, 3.96, 3.98, 4.69]
    >>> likelihood_ratio(fit(levels, Family.GUMBEL), fit(levels)).p_value.round(2).tolist()
    [0.93]
    """
    degrees = len(larger.names) - len(smaller.names)
    if degrees < 1 or not np.array_equal(smaller.values, larger.values, equal_nan=True):
        raise InputError(
            Problem(
                "A likelihood ratio needs two fits of the same values, the second with more parameters.",
                value=f"{len(smaller.names)} and {len(larger.names)} parameters",
                next_step="Fit both models to the same array.",
            )
        )
    is_usable = smaller.is_converged & larger.is_converged
    deviance = np.where(is_usable, np.maximum(2.0 * (smaller.nllh - larger.nllh), 0.0), np.nan)
    return LikelihoodRatio(deviance, chi_squared_tail(deviance, degrees))


def diagnostic_points(fit: Fit, place: int = 0) -> DiagnosticPoints:
    """Points of the probability and the quantile plot of one place, plotting position i/(n + 1).

    Source: Coles (2001), sections 3.3.5, 4.3.5 and, with covariates, 6.2.3.

    >>> from cascais.hazards.extremes.fits import fit
    >>> levels = [4.03, 3.83, 3.65, 3.88, 4.01, 4.08, 4.18, 3.80, 4.36, 3.96, 3.98, 4.69]
    >>> points = diagnostic_points(fit(levels))
    >>> points.observed_quantile[-1].item(), points.model_quantile[-1].round(2).item()
    (4.69, 4.44)
    """
    theta = fit.theta[place]
    sample = sample_of(fit.values[place], fit.location_rows, fit.scale_rows, fit.settings)
    ordered = np.sort(standardised(sample, theta))
    position = np.arange(1, len(ordered) + 1) / (len(ordered) + 1.0)
    if sample.is_excess:
        probability, expected = -np.expm1(-ordered), -np.log1p(-position)
    else:
        probability, expected = np.exp(-np.exp(-ordered)), -np.log(-np.log(position))
    if fit.location_rows.shape[1] > 1 or fit.scale_rows.shape[1] > 1:
        return DiagnosticPoints(probability, position, expected, ordered)
    location = 0.0 if sample.is_excess else theta[0]
    shift = fit.threshold[place] if sample.is_excess else 0.0
    stretch = np.expm1(theta[-1] * expected) / theta[-1] if theta[-1] != 0.0 else expected
    return DiagnosticPoints(
        probability, position, shift + location + np.exp(theta[-2]) * stretch, shift + np.sort(sample.values)
    )
