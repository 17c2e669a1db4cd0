"""Livestock: methane of digestion and of manure, nitrous oxide of manure."""

from __future__ import annotations

from collections.abc import Mapping

from cascais.inventory.gases import GasAmounts, gas_amounts
from cascais.tables import emission_factors


def herd_emissions(heads: Mapping[str, float], country: str = "", year: int = 0) -> GasAmounts:
    """Return the emissions of a herd [t of gas per year], animals by carrier [head].

    Equation: E = Σ heads · (EF_enteric + EF_manure); per head factors of the country, its region, or any.
    Source: IPCC 2006 Guidelines, Vol. 4, equations 10.19 and 10.22, Tables 10.10–10.15. Nitrous oxide of manure
    is counted only where a national factor is shipped.
    Raises MissingFigureError for an animal without a factor.

    >>> round(herd_emissions({"dairy_cattle": 100.0}, "EE").ch4_t, 2)  # (99 + 11) kg each
    11.0
    """
    total = GasAmounts()
    for animal, number in heads.items():
        total += gas_amounts(number, _factors(animal, country, year))
    return total


def enteric_methane_t(animal: str, number: float, country: str = "", year: int = 0) -> float:
    """Return the methane of digestion [t CH4 per year]. Source: IPCC 2006 Guidelines, Vol. 4, equation 10.19.

    >>> round(enteric_methane_t("dairy_cattle", 1_000.0, "EE"), 6)
    99.0
    """
    enteric = [factor for factor in _factors(animal, country, year) if factor.process == "enteric"]
    return gas_amounts(number, enteric).ch4_t


def _factors(animal: str, country: str, year: int) -> tuple[emission_factors.EmissionFactor, ...]:
    return emission_factors.find(animal, sector="livestock", area=country, year=year).factors
