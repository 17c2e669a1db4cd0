"""Amounts of the three main greenhouse gases, which the non-energy sectors compute before any GWP set is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cascais import units
from cascais.errors import UnitError
from cascais.tables.emission_factors import EmissionFactor

CO2_PER_C = 44.0 / 12.0
CH4_PER_C = 16.0 / 12.0
N2O_PER_N = 44.0 / 28.0


@dataclass(frozen=True, slots=True)
class GasAmounts:
    """Emissions of CO2, CH4 and N2O [t of each gas]; a sink is negative.

    >>> round(GasAmounts(ch4_t=644.4, n2o_t=11.0).co2e_t("AR5"), 1)  # Kraków's industry, 20 958 t printed
    20958.2
    """

    co2_t: float = 0.0
    ch4_t: float = 0.0
    n2o_t: float = 0.0

    def __add__(self, other: GasAmounts) -> GasAmounts:
        return GasAmounts(self.co2_t + other.co2_t, self.ch4_t + other.ch4_t, self.n2o_t + other.n2o_t)

    def co2e_t(self, gwp_set: str) -> float:
        """The sum [t CO2e] with the potentials of a named GWP set."""
        methane = units.global_warming_potential("CH4", gwp_set)
        nitrous_oxide = units.global_warming_potential("N2O", gwp_set)
        return self.co2_t + self.ch4_t * methane + self.n2o_t * nitrous_oxide


def gas_amounts(quantity: float, factors: Iterable[EmissionFactor]) -> GasAmounts:
    """Quantity × factors, gas by gas. Raises UnitError for a factor of another gas.

    >>> from cascais.tables import emission_factors
    >>> found = emission_factors.find("waste_composted", sector="solid_waste", area="PL", year=2022)
    >>> gas_amounts(1_000.0, found.factors).ch4_t
    4.0
    """
    by_gas = {"CO2": 0.0, "CH4": 0.0, "N2O": 0.0}
    for factor in factors:
        if factor.gas not in by_gas:
            raise UnitError(f"“{factor.gas}” is none of {', '.join(by_gas)}.")
        by_gas[factor.gas] += factor.value * quantity
    return GasAmounts(by_gas["CO2"], by_gas["CH4"], by_gas["N2O"])
