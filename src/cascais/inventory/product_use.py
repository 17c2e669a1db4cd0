"""Product use: refrigerants that leak, sulphur hexafluoride, nitrous oxide used as a product."""

from __future__ import annotations

from collections.abc import Mapping

from cascais import units
from cascais.errors import InputError, Problem
from cascais.tables import emission_factors


def leaked_co2e_t(leaked_t: Mapping[str, float], gwp_set: str) -> float:
    """Return the emissions of products that leak [t CO2e] by carrier [t].

    Equation: Σ mass · Σ share of gas · GWP. Source: IPCC 2006 Guidelines, Vol. 3, Table 7.8 (blends).
    Raises MissingFigureError for a carrier without a composition, UnitError for a gas without a GWP.

    >>> round(leaked_co2e_t({"refrigerant_r410a": 1.0}, "AR5"), 1)
    1923.5
    """
    total = 0.0
    for carrier, mass in leaked_t.items():
        found = emission_factors.find(carrier, sector="product_use", area="", year=0)
        total += mass * sum(f.value * units.global_warming_potential(f.gas, gwp_set) for f in found.factors)
    return total


def leakage_t(charged_t: float, yearly_rate: float) -> float:
    """Return what leaks in a year [t] from the refrigerant in use [t] at a yearly rate (0–1).

    Source: IPCC 2006 Guidelines, Vol. 3, equation 7.13. No default rate is shipped: it depends on the equipment.
    Raises InputError for a rate outside 0–1.

    >>> leakage_t(2.0, 0.05)
    0.1
    """
    if not 0.0 <= yearly_rate <= 1.0:
        problem = Problem("The leakage rate is not a share", value=f"{yearly_rate:g}", allowed="0 to 1")
        raise InputError(problem)
    return charged_t * yearly_rate
