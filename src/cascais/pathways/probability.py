"""How likely the true emissions are at or below the true level that a target asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cascais.inventory.uncertainty import TWO_SIDED_95


@dataclass(frozen=True, slots=True)
class Spread:
    """A positive quantity: best estimate and standard deviation of its logarithm."""

    value: float
    log_sd: float


def log_standard_deviation(uncertainty: float) -> float:
    """Standard deviation of ln(x) for a relative uncertainty u (half of the 95 % interval ÷ value).

    σ = √ln(1 + (u/1.96)²): a log-normal with the coefficient of variation u/1.96.

    >>> round(log_standard_deviation(0.25), 4)
    0.127
    """
    return math.sqrt(math.log1p((uncertainty / TWO_SIDED_95) ** 2))


def uncertainty_of(log_sd: float) -> float:
    """Relative uncertainty that belongs to a standard deviation of ln(x); inverse of `log_standard_deviation`."""
    return TWO_SIDED_95 * math.sqrt(math.expm1(log_sd**2))


def probability_not_above(emissions: Spread, required: Spread, correlation: float = 0.0) -> float:
    """Probability that the true emissions are at or below the true required level, between 0 and 1.

    Both positive: P = Φ((ln R − ln E) / √(σ_E² + σ_R² − 2·ρ·σ_E·σ_R)).
    Otherwise sinks are at work: with one sign each the answer is 0 or 1; with both at or below nought the same
    formula is used on the values themselves, with standard deviations σ·|value|.

    >>> round(probability_not_above(Spread(93.0, 0.10), Spread(100.0, 0.10), 0.5), 2)
    0.77
    """
    if emissions.value > 0 and required.value > 0:
        gap = math.log(required.value / emissions.value)
        spreads = emissions.log_sd, required.log_sd
    elif emissions.value <= 0 and required.value <= 0:
        gap = required.value - emissions.value
        spreads = emissions.log_sd * abs(emissions.value), required.log_sd * abs(required.value)
    else:
        return 1.0 if emissions.value <= required.value else 0.0
    return _normal_probability(gap, _standard_deviation_of_difference(*spreads, correlation))


def _standard_deviation_of_difference(first: float, second: float, correlation: float) -> float:
    return math.sqrt(max(first * first + second * second - 2.0 * correlation * first * second, 0.0))


def _normal_probability(gap: float, standard_deviation: float) -> float:
    if standard_deviation < 1e-12:
        return 1.0 if gap >= -1e-12 else 0.0
    return 0.5 * (1.0 + math.erf(gap / (standard_deviation * math.sqrt(2.0))))
