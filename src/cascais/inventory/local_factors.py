"""Local emission factors of electricity and heat, the split of combined heat and power, and green electricity."""

from __future__ import annotations

from dataclasses import dataclass

from cascais.errors import InputError, Problem
from cascais.inventory.activities import carrier_codes
from cascais.inventory.emissions import Inventory
from cascais.inventory.factors import PrescribedFactor
from cascais.provenance import How
from cascais.tables.parameters import parameter

COVENANT_ANNEX = "Technical annex to the SEAP template instructions: The emission factors"


@dataclass(frozen=True, slots=True)
class LocalElectricity:
    """What the local electricity factor depends on, for one year.

    Consumption, local production and certified green purchases [MWh]; emissions of the last two [t]; national
    or European factor [t/MWh]. `uncertainty` of the resulting factor is relative, None where nobody knows it.
    """

    consumption_mwh: float
    national_factor: float
    local_production_mwh: float = 0.0
    local_emissions_t: float = 0.0
    green_purchases_mwh: float = 0.0
    green_emissions_t: float = 0.0
    uncertainty: float | None = None

    @property
    def is_net_exporter(self) -> bool:
        """Whether local production and green purchases exceed the consumption."""
        return self.local_production_mwh + self.green_purchases_mwh > self.consumption_mwh


@dataclass(frozen=True, slots=True)
class LocalHeat:
    """What the local heat factor depends on, for one year: emissions [t] and the heat consumed locally [MWh]."""

    consumption_mwh: float
    production_emissions_t: float
    imported_emissions_t: float = 0.0
    exported_emissions_t: float = 0.0
    uncertainty: float | None = None


@dataclass(frozen=True, slots=True)
class ChpSplit:
    """The shares of a plant's emissions that fall to electricity and to heat; they sum to one."""

    electricity: float
    heat: float


@dataclass(frozen=True, slots=True)
class GreenElectricity:
    """Memo: certified green electricity [MWh] and the emissions that the total still counts for it [t CO2e]."""

    amount_mwh: float
    location_based_t: float


def local_electricity_factor(supply: LocalElectricity) -> float:
    """Return the local emission factor of electricity consumption [t/MWh].

    Equation: EFE = ((TCE − LPE − GEP)·NEEFE + CO2LPE + CO2GEP) / TCE; where LPE + GEP > TCE (net exporter)
    EFE = (CO2LPE + CO2GEP) / (LPE + GEP). TCE consumption, LPE local production, GEP certified green purchases
    of the local authority, NEEFE national factor. Losses are neglected, as the annex itself notes.
    Source: Covenant of Mayors, Technical annex to the SEAP template instructions: The emission factors.
    Raises InputError where the consumption is not positive or an amount is negative.

    >>> round(local_electricity_factor(LocalElectricity(100_000, 0.607, 10_000, 0, 5_000, 0)), 5)
    0.51595
    """
    amounts = (supply.local_production_mwh, supply.green_purchases_mwh)
    _require(supply.consumption_mwh > 0 and min(amounts) >= 0, "electricity", supply.consumption_mwh)
    own = supply.local_production_mwh + supply.green_purchases_mwh
    own_emissions = supply.local_emissions_t + supply.green_emissions_t
    if supply.is_net_exporter:
        return own_emissions / own
    return ((supply.consumption_mwh - own) * supply.national_factor + own_emissions) / supply.consumption_mwh


def local_heat_factor(supply: LocalHeat) -> float:
    """Return the local emission factor of heat consumption [t/MWh of heat].

    Equation: EFH = (CO2LPH + CO2IH − CO2EH) / LHC; emissions of local production, of imported and of exported
    heat over the local heat consumption, so that losses of the network fall on those who use the heat.
    Source: Covenant of Mayors, guidebook How to develop a Sustainable Energy Action Plan, Part II.
    Raises InputError where the consumption is not positive.

    >>> local_heat_factor(LocalHeat(1_000, 200, 50, 10))
    0.24
    """
    _require(supply.consumption_mwh > 0, "heat", supply.consumption_mwh)
    emissions = supply.production_emissions_t + supply.imported_emissions_t - supply.exported_emissions_t
    return emissions / supply.consumption_mwh


def chp_split_by_efficiency(
    electricity_mwh: float,
    heat_mwh: float,
    electric_efficiency: float | None = None,
    heat_efficiency: float | None = None,
) -> ChpSplit:
    """Split a plant's emissions by the fuel that separate production would need.

    Equation: a_heat = (P_heat/η_heat) / (P_heat/η_heat + P_el/η_el). Source: Covenant of Mayors guidebook,
    Part II; the default efficiencies are 0.90 for heat and 0.40 for electricity (table parameters/chp).
    Raises InputError where nothing is produced.

    >>> round(chp_split_by_efficiency(40, 90).heat, 3)
    0.5
    """
    _require(electricity_mwh + heat_mwh > 0, "combined heat and power", electricity_mwh + heat_mwh)
    for_heat = heat_mwh / (heat_efficiency or parameter("chp", "heat_efficiency").value)
    for_electricity = electricity_mwh / (electric_efficiency or parameter("chp", "electric_efficiency").value)
    heat = for_heat / (for_heat + for_electricity)
    return ChpSplit(1.0 - heat, heat)


def exergy_of_heat(supply_temperature_k: float, return_temperature_k: float | None = None) -> float:
    """Return the share of exergy in heat [–]: z = 1 − T_return / T_supply, temperatures in kelvin.

    Source: BISKO Methodenpapier (ifeu 2019); the temperature of the surroundings is 283 K by default.

    >>> round(exergy_of_heat(373.0), 7)
    0.2412869
    """
    surroundings_k = return_temperature_k or parameter("chp", "return_temperature").value
    _require(supply_temperature_k > surroundings_k > 0, "supply temperature", supply_temperature_k)
    return 1.0 - surroundings_k / supply_temperature_k


def chp_split_by_exergy(
    electricity_share: float, supply_temperature_k: float, return_temperature_k: float | None = None
) -> ChpSplit:
    """Split a plant's emissions by the exergy of its products.

    Equation: a_el = f_el / (f_el + z·(1 − f_el)), a_heat = 1 − a_el; f_el share of electricity in the plant's
    output [–]. Source: BISKO Methodenpapier (ifeu 2019), exergetic allocation.
    Raises InputError where the share is not between 0 and 1.

    >>> round(chp_split_by_exergy(0.3, 373.0).electricity, 7)
    0.6397942
    """
    _require(0.0 <= electricity_share <= 1.0, "share of electricity", electricity_share)
    heat = exergy_of_heat(supply_temperature_k, return_temperature_k) * (1.0 - electricity_share)
    electricity = electricity_share / (electricity_share + heat)
    return ChpSplit(electricity, 1.0 - electricity)


def electricity_from_local_supply(supply: LocalElectricity, year: int, source: str = "") -> PrescribedFactor:
    """The local electricity factor as a factor of an inventory, whose choice says that it is local.

    Raises InputError as `local_electricity_factor`.
    """
    case = "net exporter of electricity" if supply.is_net_exporter else "local electricity factor"
    return PrescribedFactor(
        carrier="electricity",
        gas="CO2e",
        factor=local_electricity_factor(supply),
        unit="t/MWh",
        source=source or f"{COVENANT_ANNEX} ({case})",
        year=year,
        uncertainty=supply.uncertainty,
        how=How.LOCAL,
    )


def heat_from_local_supply(
    supply: LocalHeat, year: int, supplier: str = "", source: str = ""
) -> PrescribedFactor:
    """The local heat factor, of one supplier or of all, as a factor of an inventory.

    Raises InputError as `local_heat_factor`.
    """
    return PrescribedFactor(
        carrier="district_heat",
        gas="CO2e",
        factor=local_heat_factor(supply),
        unit="t/MWh",
        source=source or "Covenant of Mayors guidebook, Part II (local heat factor)",
        year=year,
        supplier=supplier,
        uncertainty=supply.uncertainty,
        how=How.LOCAL,
    )


def green_electricity(inventory: Inventory) -> GreenElectricity:
    """Certified green electricity as a memo: its lines keep the location-based factor and stay in the total.

    A line is green where `Activity.is_green` says so; it is consumption like any other. What a market-based
    account would leave out is shown beside the total and never subtracted from it.
    """
    code = carrier_codes()["electricity"]
    lines = [
        line
        for line in range(len(inventory.activities))
        if inventory.activities.carrier[line] == code and inventory.activities.activity(line).is_green
    ]
    return GreenElectricity(float(inventory.quantity[lines].sum()), float(inventory.co2e_t[lines].sum()))


def _require(holds: bool, what: str, value: float) -> None:
    if not holds:
        problem = Problem(
            f"The local factor cannot be computed from this figure ({what})",
            value=f"{value:g}",
            allowed="amounts that are not negative and a consumption above zero; shares from 0 to 1; "
            "a supply temperature above the surroundings",
        )
        raise InputError(problem)
