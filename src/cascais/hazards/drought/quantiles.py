"""Compiled special functions: the incomplete gamma function and the quantile of the normal distribution."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numba import njit

SMALL = 1e-300
CLOSE = 1e-14
STEPS = 10_000


@njit(cache=True, nogil=True)
def gamma_tails(shape: float, x: float, log_gamma: float) -> tuple[float, float]:
    """P(shape, x) and Q(shape, x) = 1 − P, the regularised incomplete gamma functions, x ≥ 0.

    By the power series below shape + 1 and the continued fraction above (modified Lentz), so that the
    smaller of the two keeps its digits. `log_gamma` is ln Γ(shape). Source: DLMF 8.7.1 and 8.9.2.
    """
    if x <= 0.0:
        return 0.0, 1.0
    scale = math.exp(shape * math.log(x) - x - log_gamma)
    if x < shape + 1.0:
        term = 1.0 / shape
        total, denominator = term, shape
        for _ in range(STEPS):
            denominator += 1.0
            term *= x / denominator
            total += term
            if term < total * CLOSE:
                break
        lower = scale * total
        return lower, 1.0 - lower
    b = x + 1.0 - shape
    c, d = 1.0 / SMALL, 1.0 / b
    fraction = d
    for step in range(1, STEPS):
        numerator = -step * (step - shape)
        b += 2.0
        d = numerator * d + b
        d = 1.0 / (d if abs(d) > SMALL else SMALL)
        c = b + numerator / c
        c = c if abs(c) > SMALL else SMALL
        fraction *= d * c
        if abs(d * c - 1.0) < CLOSE:
            break
    upper = scale * fraction
    return 1.0 - upper, upper


Coefficients: TypeAlias = tuple[float, float, float, float, float, float, float, float]
_CENTRE = (
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
)  # fmt: skip
_CENTRE_BELOW = (
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
)  # fmt: skip
_TAIL = (
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
)  # fmt: skip
_TAIL_BELOW = (
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0,
)  # fmt: skip
_FAR = (
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
)  # fmt: skip
_FAR_BELOW = (
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0,
)  # fmt: skip


@njit(cache=True, nogil=True)
def _polynomial(c: Coefficients, x: float) -> float:
    return ((((((c[0] * x + c[1]) * x + c[2]) * x + c[3]) * x + c[4]) * x + c[5]) * x + c[6]) * x + c[7]


@njit(cache=True, nogil=True)
def normal_quantile(lower: float, upper: float) -> float:
    """The standard normal value below which the probability `lower` lies, with `upper` = 1 − lower.

    Both tails are taken so that neither end loses digits; ±inf where a tail is nought. Source: Wichura 1988,
    Algorithm AS 241 (PPND16), relative accuracy 1e-16.
    """
    if lower <= 0.0:
        return -np.inf
    if upper <= 0.0:
        return np.inf
    off = 0.5 - upper if upper < lower else lower - 0.5
    if abs(off) <= 0.425:
        r = 0.180625 - off * off
        return off * _polynomial(_CENTRE, r) / _polynomial(_CENTRE_BELOW, r)
    r = math.sqrt(-math.log(min(lower, upper)))
    if r <= 5.0:
        value = _polynomial(_TAIL, r - 1.6) / _polynomial(_TAIL_BELOW, r - 1.6)
    else:
        value = _polynomial(_FAR, r - 5.0) / _polynomial(_FAR_BELOW, r - 5.0)
    return value if upper < lower else -value
