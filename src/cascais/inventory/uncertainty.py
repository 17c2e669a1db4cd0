"""Uncertainty of totals: error propagation (IPCC Approach 1) and Monte Carlo (Approach 2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cascais.inventory.activities import FloatArray, IntArray
from cascais.inventory.emissions import Inventory

TWO_SIDED_95 = 1.959963984540054  # standard normal quantile of 97.5 %
UNKNOWN_AMOUNT = 0.25
"""Relative uncertainty of an amount that carries none and no grade: that of grade C; an assumption of Cascais."""
UNKNOWN_FACTOR = 0.10
"""Relative uncertainty of a factor whose publication gives none; an assumption of Cascais."""
UNKNOWN_REPORTED = 0.25
"""Relative uncertainty of emissions taken over as printed; an assumption of Cascais."""


@dataclass(frozen=True, slots=True)
class TotalUncertainty:
    """A total [t CO2e] with the half width of its 95 % interval [t CO2e]."""

    total_t: float
    half_width_t: float

    @property
    def relative(self) -> float | None:
        """Half width ÷ total, None where the total is zero."""
        return self.half_width_t / abs(self.total_t) if self.total_t else None


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """The errors of an inventory's lines: independent ones per line, shared ones per underlying factor.

    `independent` (n,) and `shared` (n,) are half widths relative to the line's emissions; lines with the same
    number in `group` (n,) share the error of their factor.
    """

    co2e_t: FloatArray
    independent: FloatArray
    shared: FloatArray
    group: IntArray

    def restricted(self, lines: IntArray | slice) -> ErrorModel:
        """The model of some of the lines."""
        return ErrorModel(self.co2e_t[lines], self.independent[lines], self.shared[lines], self.group[lines])


def error_model(inventory: Inventory, lines: IntArray | slice = slice(None)) -> ErrorModel:
    """Which errors the lines carry: amounts independently, factors together where the factor is the same."""
    given = inventory.activities.uncertainty[lines]
    is_reported, chosen = inventory.is_reported[lines], inventory.factor_of_line[lines]
    amount = np.where(np.isnan(given), np.where(is_reported, UNKNOWN_REPORTED, UNKNOWN_AMOUNT), given)
    factor = inventory.factors.uncertainty[chosen]
    factor = np.where(np.isnan(factor), UNKNOWN_FACTOR, factor)
    return ErrorModel(
        co2e_t=inventory.co2e_t[lines],
        independent=amount,
        shared=np.where(is_reported, 0.0, factor),
        group=inventory.factors.shared[chosen],
    )


def approach_1(inventory: Inventory, lines: IntArray | None = None) -> TotalUncertainty:
    """Uncertainty of the total, or of some lines, by error propagation.

    Equation: U² = Σ_lines (E·u_amount)² + Σ_groups (Σ_lines of the group E·u_factor)², in t CO2e, all half
    widths of 95 % intervals. Source: IPCC 2006 Guidelines, Vol. 1, equations 3.1 and 3.2, with the factors
    of a group fully correlated.
    """
    return propagate(error_model(inventory) if lines is None else error_model(inventory, lines))


def propagate(model: ErrorModel) -> TotalUncertainty:
    """Error propagation over an error model; see `approach_1`."""
    independent = np.sum((model.co2e_t * model.independent) ** 2)
    per_group = (
        np.bincount(model.group, weights=model.co2e_t * model.shared) if len(model.group) else np.zeros(1)
    )
    return TotalUncertainty(float(model.co2e_t.sum()), float(np.sqrt(independent + np.sum(per_group**2))))
