"""Negative log-likelihood of the extreme-value distributions with its exact gradient and Hessian.

All distributions are one function. With z = (y − μ)/σ and w = log(1 + ξz)/ξ (w = z at ξ = 0) an observation adds

    log σ + (1 + ξ)·w + e^(−w)    for the GEV and, at ξ = 0, the Gumbel distribution,
    log σ + (1 + ξ)·w             for the generalised Pareto distribution of an excess (μ = 0).

Parameters stand in one vector: coefficients of the location, coefficients of log σ, the shape ξ (last; held at 0
for the Gumbel distribution). Source: Coles, S. (2001), An Introduction to Statistical Modeling of Extreme Values,
Springer, sections 3.3.2, 4.3.2 and 6.3.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]

STATIONARY, LINEAR, FIXED_DISPERSION = 0, 1, 2
NEAR_ZERO = 0.01
"""Below this |ξz| the closed forms lose digits, and their power series are taken."""
TERMS = 10


class Sample(NamedTuple):
    """The observations of one place (without gaps), the rows of covariates of each, and which model is meant."""

    values: Floats
    location: Floats  # (observations, coefficients of the location); no column for an excess
    scale: Floats  # (observations, coefficients of log σ)
    form: int
    is_excess: bool
    has_shape: bool


@njit(cache=True, nogil=True, error_model="numpy")
def _series(x: float) -> tuple[float, float, float]:
    """log(1 + x)/x with its first and second derivative, by power series."""
    value, first, second = 0.0, 0.0, 0.0
    for k in range(TERMS - 1, -1, -1):
        coefficient = (1.0 - 2.0 * (k % 2)) / (k + 1.0)
        value = value * x + coefficient
        if k >= 1:
            first = first * x + coefficient * k
        if k >= 2:
            second = second * x + coefficient * k * (k - 1.0)
    return value, first, second


@njit(cache=True, nogil=True, error_model="numpy")
def _reduced(z: float, shape: float) -> tuple[float, float, float]:
    """w = log(1 + ξz)/ξ with its first and second derivative by ξ."""
    x = shape * z
    if abs(x) < NEAR_ZERO:
        value, first, second = _series(x)
        return z * value, z * z * first, z * z * z * second
    ratio = z / (1.0 + x)
    w = np.log(1.0 + x) / shape
    first = (ratio - w) / shape
    return w, first, (-ratio * ratio - 2.0 * first) / shape


@njit(cache=True, nogil=True, error_model="numpy")
def _terms(z: float, shape: float, is_excess: bool) -> tuple[float, float, float, float, float, float]:
    """What an observation adds beside log σ, and its derivatives: value, z, zz, ξ, zξ, ξξ."""
    w, w_x, w_xx = _reduced(z, shape)
    w_z = 1.0 / (1.0 + shape * z)
    tail = 0.0 if is_excess else np.exp(-w)
    slope = 1.0 + shape - tail
    w_zz = -shape * w_z * w_z
    w_zx = -z * w_z * w_z
    return (
        (1.0 + shape) * w + tail,
        slope * w_z,
        tail * w_z * w_z + slope * w_zz,
        w + slope * w_x,
        w_z + tail * w_z * w_x + slope * w_zx,
        2.0 * w_x + tail * w_x * w_x + slope * w_xx,
    )


@njit(cache=True, nogil=True, error_model="numpy")
def _stationary(theta: Floats, sample: Sample, gradient: Floats, hessian: Floats) -> float:
    """Sums over the observations where location and scale are the same for all."""
    shape, log_scale = theta[-1], theta[-2]
    location = 0.0 if sample.is_excess else theta[0]
    inverse = np.exp(-log_scale)
    total, s_z, s_zz, s_x, s_zx, s_xx, s_zfz, s_zfzz, s_zzfzz, s_zfzx = (0.0,) * 10
    for value in sample.values:
        z = (value - location) * inverse
        if 1.0 + shape * z <= 0.0:
            return np.inf
        f, f_z, f_zz, f_x, f_zx, f_xx = _terms(z, shape, sample.is_excess)
        total += f
        s_z += f_z
        s_zz += f_zz
        s_x += f_x
        s_zx += f_zx
        s_xx += f_xx
        s_zfz += z * f_z
        s_zfzz += z * f_zz
        s_zzfzz += z * z * f_zz
        s_zfzx += z * f_zx
    at = theta.size - 2
    gradient[at], gradient[at + 1] = sample.values.size - s_zfz, s_x
    hessian[at, at], hessian[at + 1, at + 1] = s_zfz + s_zzfzz, s_xx
    hessian[at, at + 1] = hessian[at + 1, at] = -s_zfzx
    if not sample.is_excess:
        gradient[0], hessian[0, 0] = -s_z * inverse, s_zz * inverse * inverse
        hessian[0, 1] = hessian[1, 0] = (s_z + s_zfzz) * inverse
        hessian[0, 2] = hessian[2, 0] = -s_zx * inverse
    return float(total + sample.values.size * log_scale)


@njit(cache=True, nogil=True, error_model="numpy")
def predictors(
    theta: Floats, rows: tuple[Floats, Floats], form: int, jacobian: Floats
) -> tuple[float, float]:
    """Location and log σ for one row of covariates, and their derivatives (2, parameters) without the shape's.

    Fixed dispersion has the vector (μ₀, a, log σ₀): μ = μ₀·e^(aG), σ = σ₀·e^(aG), G being the only covariate.
    """
    location_row, scale_row = rows
    if form == FIXED_DISPERSION:
        growth = np.exp(theta[1] * location_row[1])
        jacobian[0, 0], jacobian[0, 1] = growth, theta[0] * growth * location_row[1]
        jacobian[1, 1], jacobian[1, 2] = location_row[1], 1.0
        return theta[0] * growth, theta[2] + theta[1] * location_row[1]
    location, log_scale = 0.0, 0.0
    for j in range(location_row.size):
        location += theta[j] * location_row[j]
        jacobian[0, j] = location_row[j]
    for j in range(scale_row.size):
        log_scale += theta[location_row.size + j] * scale_row[j]
        jacobian[1, location_row.size + j] = scale_row[j]
    return location, log_scale


@njit(cache=True, nogil=True, error_model="numpy")
def add_curvature(hessian: Floats, theta: Floats, covariate: float, weight: float) -> None:
    """Add weight × the second derivatives of the location under fixed dispersion."""
    growth = np.exp(theta[1] * covariate)
    hessian[0, 1] += weight * covariate * growth
    hessian[1, 0] += weight * covariate * growth
    hessian[1, 1] += weight * covariate * covariate * theta[0] * growth


@njit(cache=True, nogil=True, error_model="numpy")
def _add_observation(
    gradient: Floats, hessian: Floats, jacobian: Floats, point: tuple[float, float, float, bool]
) -> float:
    """Carry the derivatives of one observation (z, 1/σ, ξ, whether an excess) over to the parameters."""
    z, inverse, shape, is_excess = point
    f, f_z, f_zz, f_x, f_zx, f_xx = _terms(z, shape, is_excess)
    last = gradient.size - 1
    by_location, by_scale = -f_z * inverse, 1.0 - z * f_z
    both = (f_z + z * f_zz) * inverse
    for a in range(last):
        m_a, s_a = jacobian[0, a], jacobian[1, a]
        gradient[a] += by_location * m_a + by_scale * s_a
        cross = -f_zx * (inverse * m_a + z * s_a)
        hessian[a, last] += cross
        hessian[last, a] += cross
        by_m = f_zz * inverse * inverse * m_a + both * s_a
        by_s = both * m_a + (z * f_z + z * z * f_zz) * s_a
        for b in range(last):
            hessian[a, b] += by_m * jacobian[0, b] + by_s * jacobian[1, b]
    gradient[last] += f_x
    hessian[last, last] += f_xx
    return by_location


@njit(cache=True, nogil=True, error_model="numpy")
def _with_covariates(theta: Floats, sample: Sample, gradient: Floats, hessian: Floats) -> float:
    """Sums over the observations where each has its own location and scale."""
    gradient[:] = 0.0
    hessian[:] = 0.0
    jacobian = np.zeros((2, theta.size))
    total, shape = 0.0, theta[-1]
    for i in range(sample.values.size):
        rows = (sample.location[i], sample.scale[i])
        location, log_scale = predictors(theta, rows, sample.form, jacobian)
        inverse = np.exp(-log_scale)
        z = (sample.values[i] - location) * inverse
        if not 1.0 + shape * z > 0.0:
            return np.inf
        point = (z, inverse, shape, sample.is_excess)
        by_location = _add_observation(gradient, hessian, jacobian, point)
        if sample.form == FIXED_DISPERSION:
            add_curvature(hessian, theta, rows[0][1], by_location)
        total += log_scale + _terms(z, shape, sample.is_excess)[0]
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def evaluate(theta: Floats, sample: Sample, gradient: Floats, hessian: Floats) -> float:
    """Negative log-likelihood; fills gradient and Hessian. Infinite where an observation is outside the support."""
    if sample.form == STATIONARY:
        total = _stationary(theta, sample, gradient, hessian)
    else:
        total = _with_covariates(theta, sample, gradient, hessian)
    return total if np.isfinite(total) else np.inf
