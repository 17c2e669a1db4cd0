"""How likely the true emissions are at or below the true level that a target asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cascais.inventory.uncertainty import TWO_SIDED_95
from cascais.pathways.numbers import Number, at_least, erf, everywhere, log, log1p, positive, sqrt, where

NO_SPREAD = 1e-12
"""Below this standard deviation a quantity counts as known exactly."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A positive quantity: best estimate and standard deviation of its logarithm."""

    value: Number
    log_sd: Number


def log_standard_deviation(uncertainty: Number) -> Number:
    """Standard deviation of ln(x) for a relative uncertainty u (half of the 95 % interval ÷ value).

    σ = √ln(1 + (u/1.96)²): a log-normal with the coefficient of variation u/1.96.

    >>> round(log_standard_deviation(0.25), 4)
    0.127
    """
    return sqrt(log1p((uncertainty / TWO_SIDED_95) ** 2))


def uncertainty_of(log_sd: float) -> float:
    """Relative uncertainty that belongs to a standard deviation of ln(x); inverse of `log_standard_deviation`."""
    return TWO_SIDED_95 * math.sqrt(math.expm1(log_sd**2))


def probability_not_above(emissions: Spread, required: Spread, correlation: Number = 0.0) -> Number:
    """Probability that the true emissions are at or below the true required level, between 0 and 1.

    Both positive: P = Φ((ln R − ln E) / √(σ_E² + σ_R² − 2·ρ·σ_E·σ_R)).
    Otherwise sinks are at work: with one sign each the answer is 0 or 1; with both at or below nought the same
    formula is used on the values themselves, with standard deviations σ·|value|.

    >>> round(probability_not_above(Spread(93.0, 0.10), Spread(100.0, 0.10), 0.5), 2)
    0.77
    """
    are_positive = (emissions.value > 0) & (required.value > 0)
    log_gap = log(positive(required.value)) - log(positive(emissions.value))
    of_logs = _normal_probability(log_gap, emissions.log_sd, required.log_sd, correlation)
    if everywhere(are_positive):
        return of_logs
    of_values = _normal_probability(
        required.value - emissions.value,
        -emissions.log_sd * emissions.value,
        -required.log_sd * required.value,
        correlation,
    )
    are_sinks = (emissions.value <= 0) & (required.value <= 0)
    with_two_signs = where(emissions.value <= required.value, 1.0, 0.0)
    return where(are_positive, of_logs, where(are_sinks, of_values, with_two_signs))


def _normal_probability(gap: Number, first_sd: Number, second_sd: Number, correlation: Number) -> Number:
    """Probability that the difference of two normal quantities is at or below a gap."""
    variance = first_sd * first_sd + second_sd * second_sd - 2.0 * correlation * first_sd * second_sd
    spread = sqrt(at_least(variance, NO_SPREAD * NO_SPREAD))
    smooth = 0.5 * (1.0 + erf(gap / (spread * math.sqrt(2.0))))
    return where(spread <= NO_SPREAD, where(gap >= -NO_SPREAD, 1.0, 0.0), smooth)
