"""What an interval is wanted for: a return level or one parameter, with exact gradient and Hessian."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from cascais.hazards.extremes.likelihood import FIXED_DISPERSION, Floats, add_curvature, predictors

NEAR_ZERO = 0.01
TERMS = 10


class Target(NamedTuple):
    """A return level at one row of covariates (`parameter` −1), or the parameter at a position."""

    parameter: int
    location_row: Floats
    scale_row: Floats
    form: int


@njit(cache=True, nogil=True, error_model="numpy")
def growth(variate: float, shape: float) -> tuple[float, float, float]:
    """k = (e^(ξv) − 1)/ξ (v at ξ = 0) with its first and second derivative by ξ; v is the Gumbel variate."""
    x = shape * variate
    if abs(x) >= NEAR_ZERO:
        power = np.exp(x)
        k = (power - 1.0) / shape
        first = (variate * power - k) / shape
        return k, first, (variate * variate * power - 2.0 * first) / shape
    value, first, second, factorial = 0.0, 0.0, 0.0, 1.0
    for j in range(TERMS):  # (e^x − 1)/x = Σ x^j/(j + 1)!
        factorial *= j + 1.0
        value += x**j / factorial
        if j >= 1:
            first += j * x ** (j - 1) / factorial
        if j >= 2:
            second += j * (j - 1.0) * x ** (j - 2) / factorial
    return variate * value, variate**2 * first, variate**3 * second


@njit(cache=True, nogil=True, error_model="numpy")
def reach(theta: Floats, target: Target, variate: float, gradient: Floats, hessian: Floats) -> float:
    """Value of the target; fills its gradient and Hessian."""
    gradient[:] = 0.0
    hessian[:] = 0.0
    if target.parameter >= 0:
        gradient[target.parameter] = 1.0
        return float(theta[target.parameter])
    last = theta.size - 1
    jacobian = np.zeros((2, theta.size))
    rows = (target.location_row, target.scale_row)
    location, log_scale = predictors(theta, rows, target.form, jacobian)
    scale = np.exp(log_scale)
    k, first, second = growth(variate, theta[last])
    for a in range(last):
        gradient[a] = jacobian[0, a] + scale * k * jacobian[1, a]
        hessian[a, last] = hessian[last, a] = scale * first * jacobian[1, a]
        for b in range(last):
            hessian[a, b] = scale * k * jacobian[1, a] * jacobian[1, b]
    gradient[last], hessian[last, last] = scale * first, scale * second
    if target.form == FIXED_DISPERSION:
        add_curvature(hessian, theta, target.location_row[1], 1.0)
    return float(location + scale * k)


@njit(cache=True, nogil=True, error_model="numpy")
def reach_places(theta: Floats, target: Target, variates: Floats, values: Floats, gradients: Floats) -> None:
    """Values (places, levels) and gradients (places, levels, parameters) for variates (places, levels)."""
    unused = np.zeros((theta.shape[1], theta.shape[1]))
    for place in range(theta.shape[0]):
        for level in range(variates.shape[1]):
            values[place, level] = reach(
                theta[place], target, variates[place, level], gradients[place, level], unused
            )
