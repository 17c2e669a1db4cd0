"""The two distributions of drought indices, fitted to a sorted sample, and their values as normal quantiles."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from cascais.hazards.drought.quantiles import gamma_tails, normal_quantile

NO_FIT = (np.nan, np.nan, np.nan)
TERMS = 150
"""Terms of the power series that are tried before the general function is asked."""
CLOSE = 1e-12
EQUAL = 1e-12  # a sample whose arithmetic and geometric mean are as close as this is one value
LEAST = 4
"""A fit needs at least this many different values; with fewer, the moments have no shape."""


@njit(cache=True, nogil=True)
def l_moments(ordered: np.ndarray) -> tuple[float, float, float]:
    """The first three sample L-moments of an ascending sample, by unbiased probability-weighted moments.

    Source: Hosking 1990, Journal of the Royal Statistical Society B 52, 105–124, equation 3.1.
    """
    count = ordered.size
    b0 = b1 = b2 = 0.0
    for rank in range(count):
        b0 += ordered[rank]
        b1 += ordered[rank] * rank / (count - 1)
        b2 += ordered[rank] * rank * (rank - 1) / ((count - 1) * (count - 2))
    b0, b1, b2 = b0 / count, b1 / count, b2 / count
    return b0, 2 * b1 - b0, 6 * b2 - 6 * b1 + b0


@njit(cache=True, nogil=True)
def gamma_by_thom(sample: np.ndarray) -> tuple[float, float, float]:
    """Shape, scale and ln Γ(shape) of the gamma distribution, by Thom's closed approximation of maximum likelihood.

    Equation: A = ln(mean) − mean(ln x); shape = (1 + √(1 + 4A/3)) / 4A; scale = mean / shape.
    Source: Thom 1958, Monthly Weather Review 86, 117–122; used for SPI by Edwards and McKee 1997.
    """
    if sample.size < LEAST:
        return NO_FIT
    mean = sample.mean()
    a = math.log(mean) - np.log(sample).mean()
    if a <= EQUAL:
        return NO_FIT
    shape = (1.0 + math.sqrt(1.0 + 4.0 * a / 3.0)) / (4.0 * a)
    return shape, mean / shape, math.lgamma(shape)


@njit(cache=True, nogil=True)
def gamma_by_l_moments(ordered: np.ndarray) -> tuple[float, float, float]:
    """Shape, scale and ln Γ(shape) of the gamma distribution by L-moments, as R's package SPEI fits SPI.

    Source: Hosking 1996, Fortran routines for use with the method of L-moments, version 3, PELGAM.
    """
    if ordered.size < LEAST or ordered[0] == ordered[-1]:
        return NO_FIT
    first, second, _ = l_moments(ordered)
    ratio = second / first
    if not 0.0 < ratio < 1.0:
        return NO_FIT
    if ratio < 0.5:
        z = math.pi * ratio * ratio
        shape = (1.0 - 0.3080 * z) / (z * (1.0 + z * (-0.05812 + z * 0.01765)))
    else:
        z = 1.0 - ratio
        shape = z * (0.7213 - z * 0.5947) / (1.0 + z * (-2.1817 + z * 1.2113))
    return shape, first / shape, math.lgamma(shape)


@njit(cache=True, nogil=True)
def log_logistic(ordered: np.ndarray) -> tuple[float, float, float]:
    """Location, scale and shape of the generalised logistic distribution by L-moments.

    The three-parameter log-logistic distribution of SPEI in Hosking's form, which also holds where the sample
    is skewed to the left. Equation: k = −t3; a = l2 sin(kπ)/(kπ); ξ = l1 − a (1/k − π/sin(kπ)).
    Source: Hosking and Wallis 1997, Regional Frequency Analysis, appendix A.7; Vicente-Serrano et al. 2010,
    Journal of Climate 23, 1696–1718.
    """
    if ordered.size < LEAST or ordered[0] == ordered[-1]:
        return NO_FIT
    first, second, third = l_moments(ordered)
    k = -third / second
    if second <= 0.0 or abs(k) >= 1.0:
        return NO_FIT
    if abs(k) < 1e-6:
        return first, second, 0.0
    scale = second * math.sin(k * math.pi) / (k * math.pi)
    return first - scale * (1.0 / k - math.pi / math.sin(k * math.pi)), scale, k


@njit(cache=True, nogil=True)
def gamma_scores(
    values: np.ndarray, fit: tuple[float, float, float], dry_share: float, scores: np.ndarray
) -> None:
    """Normal quantiles of values (n,) in the mixture of noughts and a gamma distribution, written to `scores`.

    Equation: H(x) = q + (1 − q) G(x), with q the share of noughts in the calibration period. All values share the
    shape, so the divisors of the power series are inverted once; far out, where 1 − G loses digits, the general
    function takes over.
    """
    shape, scale, log_gamma = fit
    inverse = 1.0 / (shape + np.arange(TERMS + 1.0))
    far = shape + 1.0 + 4.0 * math.sqrt(shape)
    for position in range(values.size):
        if np.isnan(values[position]):
            continue
        x = values[position] / scale
        lower = _gamma_series(x, fit, inverse) if x < far else np.nan
        upper = 1.0 - lower
        if np.isnan(lower):
            lower, upper = gamma_tails(shape, x, log_gamma)
        scores[position] = normal_quantile(dry_share + (1.0 - dry_share) * lower, (1.0 - dry_share) * upper)


@njit(cache=True, nogil=True)
def _gamma_series(x: float, fit: tuple[float, float, float], inverse: np.ndarray) -> float:
    """P(shape, x) by its power series (DLMF 8.7.1), NaN where its terms do not suffice."""
    if x <= 0.0:
        return 0.0
    term = total = inverse[0]
    for step in range(1, inverse.size):
        term *= x * inverse[step]
        total += term
        if term < total * CLOSE:
            return float(total * math.exp(fit[0] * math.log(x) - x - fit[2]))
    return np.nan


@njit(cache=True, nogil=True)
def log_logistic_scores(values: np.ndarray, fit: tuple[float, float, float], scores: np.ndarray) -> None:
    """Normal quantiles of values (n,) in the generalised logistic distribution, written to `scores`.

    Equation: y = −ln(1 − k (x − ξ)/a)/k, F = 1/(1 + e^−y); −inf or inf beyond the distribution's end.
    """
    location, scale, k = fit
    for position in range(values.size):
        y = (values[position] - location) / scale
        inner = 1.0 - k * y
        if inner <= 0.0:
            scores[position] = np.inf if k > 0.0 else -np.inf
            continue
        odds = inner ** (1.0 / k) if k != 0.0 else math.exp(-y)
        scores[position] = normal_quantile(1.0 / (1.0 + odds), odds / (1.0 + odds))
