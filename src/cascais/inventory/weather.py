"""Heat demand in a year of mean weather: a view beside the inventory, never a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cascais.errors import InputError, Problem
from cascais.inventory.activities import FloatArray, carrier_codes, sector_codes
from cascais.inventory.emissions import Inventory
from cascais.tables import vocabulary


@dataclass(frozen=True, slots=True)
class HeatingWeather:
    """Heating degree days [K·d] of each year and of the mean over a long period, at one place and base."""

    by_year: Mapping[int, float]
    long_term_mean: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class NormalisedView:
    """What the space heating would have emitted in mean weather [t CO2e].

    It holds totals only and is not an Inventory, so that nothing computed from it can enter a baseline, a
    target or a back-cast.
    """

    actual_t: float
    normalised_t: float
    heating_t: float
    ratio_by_year: Mapping[int, float]
    source: str

    @property
    def weather_effect_t(self) -> float:
        """How much of the actual emissions is due to the weather [t CO2e]; negative in a mild year."""
        return self.actual_t - self.normalised_t


def heating_degree_days(daily_mean_c: FloatArray, base_c: float = 15.0) -> float:
    """Return heating degree days [K·d] of a series of daily mean temperatures [°C].

    Equation: Σ max(0, T_base − T_day). Source: Covenant of Mayors guidebook, Part II, box 7 (base 15 °C).

    >>> heating_degree_days(np.array([10.0, 20.0, -5.0]))
    25.0
    """
    return float(np.maximum(0.0, base_c - daily_mean_c).sum())


def normalised_view(
    inventory: Inventory,
    weather: HeatingWeather,
    heating_share: Mapping[str, float],
    default_share: float = 0.0,
) -> NormalisedView:
    """Show the inventory as if each year's weather had been the mean of many years.

    Equation: LHC_TC = LHC · HDD_AVG / HDD, applied to the share of each carrier that heats rooms in buildings
    (`heating_share` by carrier, `default_share` for the others; shares 0–1).
    Source: Covenant of Mayors guidebook, Part II; the formula is from memory, unverified. BISKO forbids the
    correction in the baseline, and so does this type.
    Raises InputError where a year of the inventory has no degree days.
    """
    ratio = _ratios(inventory, weather)
    share = np.full(len(carrier_codes()), default_share)
    for carrier, value in heating_share.items():
        share[carrier_codes()[carrier]] = value
    table = inventory.activities
    heats = np.isin(table.sector, _building_codes())
    heating_t = inventory.co2e_t * share[table.carrier] * heats
    ratio_of_line = np.array([ratio[int(year)] for year in table.year])
    actual_t = float(inventory.co2e_t.sum())
    change_t = float((heating_t * (ratio_of_line - 1.0)).sum())
    return NormalisedView(actual_t, actual_t + change_t, float(heating_t.sum()), ratio, weather.source)


def _building_codes() -> list[int]:
    below = vocabulary.descendants("buildings") - {"public_lighting"}
    return [code for key, code in sector_codes().items() if key in below]


def _ratios(inventory: Inventory, weather: HeatingWeather) -> dict[int, float]:
    years = sorted({int(year) for year in inventory.activities.year})
    lacking = [year for year in years if weather.by_year.get(year, 0.0) <= 0.0]
    if lacking:
        raise InputError(
            Problem(
                "Heating degree days are missing",
                value=", ".join(map(str, lacking)),
                allowed="a positive number of degree days for each year of the inventory",
            )
        )
    return {year: weather.long_term_mean / weather.by_year[year] for year in years}
