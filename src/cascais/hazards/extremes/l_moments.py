"""L-moments: means of ordered values, less shaken by one great value than ordinary moments.

Source: Hosking, J. R. M. (1990), L-moments, Journal of the Royal Statistical Society B 52, 105–124;
Hosking, J. R. M., Wallis, J. R. (1997), Regional Frequency Analysis, Cambridge University Press, appendix A.
There k = −ξ.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from cascais.hazards.extremes.batches import over_places, places_by_values
from cascais.hazards.extremes.likelihood import Floats
from cascais.hazards.extremes.outcome import CONVERGED, OUTSIDE_FAMILY

EULER = 0.5772156649015329
LARGEST_SHAPE = 0.99  # the mean is infinite from ξ = 1 on
SMALLEST_SHAPE = -10.0
GEV, GUMBEL, GPD = 0, 1, 2


@njit(cache=True, nogil=True, error_model="numpy")
def moments_of(ordered: Floats) -> tuple[float, float, float, float]:
    """First four L-moments of ordered values, from unbiased probability-weighted moments."""
    n = ordered.size
    b0, b1, b2, b3 = 0.0, 0.0, 0.0, 0.0
    for i in range(n):
        weight = ordered[i]
        b0 += weight
        weight *= i / max(n - 1.0, 1.0)
        b1 += weight
        weight *= (i - 1.0) / max(n - 2.0, 1.0)
        b2 += weight
        weight *= (i - 2.0) / max(n - 3.0, 1.0)
        b3 += weight
    b0, b1, b2, b3 = b0 / n, b1 / n, b2 / n, b3 / n
    return b0, 2.0 * b1 - b0, 6.0 * b2 - 6.0 * b1 + b0, 20.0 * b3 - 30.0 * b2 + 12.0 * b1 - b0


@njit(cache=True, nogil=True, error_model="numpy")
def _power_ratio(k: float) -> float:
    """(1 − 3^(−k))/(1 − 2^(−k))."""
    if abs(k) < 1e-7:
        return math.log(3.0) / math.log(2.0) * (1.0 + 0.5 * k * (math.log(2.0) - math.log(3.0)))
    return math.expm1(-k * math.log(3.0)) / math.expm1(-k * math.log(2.0))


@njit(cache=True, nogil=True, error_model="numpy")
def gev_shape_of(skewness: float) -> float:
    """ξ of the GEV distribution with this L-skewness τ₃: 2(1 − 3^ξ)/(1 − 2^ξ) − 3 = τ₃, solved exactly."""
    low, high = SMALLEST_SHAPE, LARGEST_SHAPE
    c = 2.0 / (3.0 + skewness) - math.log(2.0) / math.log(3.0)
    shape = min(max(-(7.8590 * c + 2.9554 * c * c), low), high)
    for _ in range(60):
        error = 2.0 * _power_ratio(-shape) - 3.0 - skewness
        if error > 0.0:
            high = shape
        else:
            low = shape
        slope = (2.0 * _power_ratio(-shape - 1e-6) - 2.0 * _power_ratio(-shape + 1e-6)) / -2e-6
        guess = shape + error / slope
        if not low < guess < high:
            guess = 0.5 * (low + high)
        if abs(guess - shape) < 1e-14:
            return guess
        shape = guess
    return shape


@njit(cache=True, nogil=True, error_model="numpy")
def _mean_of_standard(shape: float) -> float:
    """Mean of the GEV distribution with location 0 and scale 1."""
    if abs(shape) < 1e-6:
        return EULER + shape * (EULER * EULER + math.pi * math.pi / 6.0) / 2.0
    return (math.gamma(1.0 - shape) - 1.0) / shape


@njit(cache=True, nogil=True, error_model="numpy")
def _spread_of_standard(shape: float) -> float:
    """Second L-moment of the GEV distribution with scale 1."""
    if abs(shape) < 1e-7:
        return math.log(2.0) * (1.0 + shape * (EULER + 0.5 * math.log(2.0)))
    return math.expm1(shape * math.log(2.0)) * math.gamma(1.0 - shape) / shape


@njit(cache=True, nogil=True, error_model="numpy")
def parameters_of(ordered: Floats, family: int, theta: Floats) -> int:
    """Fill (location, log σ, shape), or (log σ, shape) for excesses, from the L-moments of ordered values."""
    first, second, third, _fourth = moments_of(ordered)
    skewness = third / second
    theta[-1] = 0.0
    if not (second > 0.0 and -1.0 < skewness < 1.0):
        return OUTSIDE_FAMILY
    if family == GPD:
        theta[1] = 2.0 - first / second
        scale = (1.0 - theta[1]) * first
        if not scale > 0.0:
            return OUTSIDE_FAMILY
        theta[0] = math.log(scale)
        return CONVERGED
    if family == GEV:
        theta[2] = gev_shape_of(skewness)
    scale = second / _spread_of_standard(theta[2])
    theta[0], theta[1] = first - scale * _mean_of_standard(theta[2]), math.log(scale)
    return CONVERGED


@njit(cache=True, nogil=True, error_model="numpy")
def _fill(values: Floats, moments: Floats) -> None:
    for place in range(values.shape[0]):
        known = np.sort(values[place][~np.isnan(values[place])])
        moments[place] = np.nan
        if known.size >= 4:
            moments[place, 0], moments[place, 1], moments[place, 2], moments[place, 3] = moments_of(known)


def l_moments(values: Floats) -> Floats:
    """Sample L-moments λ₁ λ₂ λ₃ λ₄ of each place (places, 4), in the unit of the values (places, years).

    λ₁ = b₀, λ₂ = 2b₁ − b₀, λ₃ = 6b₂ − 6b₁ + b₀, λ₄ = 20b₃ − 30b₂ + 12b₁ − b₀ with the unbiased
    b_r = n⁻¹ Σᵢ C(i−1, r)/C(n−1, r)·x₍ᵢ₎ (Hosking 1990). NaN is left out; fewer than four values give NaN.

    >>> l_moments([1.0, 2.0, 3.0, 4.0, 5.0]).round(6) + 0.0
    array([[3., 1., 0., 0.]])
    """
    array = places_by_values(values)
    moments = np.empty((array.shape[0], 4))
    over_places(array.shape[0], lambda part: _fill(array[part], moments[part]))
    return moments
