"""National series: emissions by sector, inhabitants, final energy per inhabitant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cascais.errors import MissingFigureError
from cascais.provenance import Choice, Figure, How, Source
from cascais.tables import vocabulary
from cascais.tables.emission_factors import nearest_year_choice, year_distance
from cascais.tables.reading import Row, Table, tables

EMISSIONS = "national_emissions"
POPULATION = "national_population"
FINAL_ENERGY = "final_energy_per_capita"

_SECTOR_OF_GROUP = {
    "buildings": ("buildings",),
    "transport": ("transport",),
    "waste": ("waste",),
    "industry": ("manufacturing_construction",),
    "energy_supply": ("electricity_heat",),
    "other": ("other_fuel_combustion",),
    "land": ("land_use",),
}
_SECTOR = {
    "agriculture": ("other_fuel_combustion",),
    "livestock": ("agriculture",),
    "soils": ("agriculture",),
    "land_sector": ("agriculture", "land_use"),
    "product_use": ("industrial_processes",),
    "fugitive": ("fugitive",),
    "stationary_energy": ("buildings", "manufacturing_construction", "other_fuel_combustion"),
}


@dataclass(frozen=True, slots=True)
class NationalEmissions:
    """A country's greenhouse gases: `t_co2e[year, sector]`, NaN where unknown, with the named GWP set."""

    country: str
    years: tuple[int, ...]
    sectors: tuple[str, ...]
    t_co2e: NDArray[np.float64]
    gwp_set: str
    source: Source

    def series(self, sectors: Sequence[str]) -> NDArray[np.float64]:
        """The sum of some of the source's sectors by year [t CO2e]; NaN where one of them is unknown."""
        columns = [self.sectors.index(sector) for sector in sectors]
        total: NDArray[np.float64] = self.t_co2e[:, columns].sum(axis=1)
        return total


@dataclass(frozen=True, slots=True)
class EnergyPerCapita:
    """Final energy per inhabitant and year of one carrier in one sector [MWh]."""

    country: str
    sector: str
    carrier: str
    year: int
    mwh: float
    source: Source


@cache
def national_emissions(country: str) -> NationalEmissions:
    """Return a country's emissions by year and sector of the source [t CO2e].

    Raises MissingFigureError for a country without a series.

    >>> estonia = national_emissions("EE")
    >>> estonia.years[0], estonia.years[-1], float(estonia.series(["transport"])[0])
    (1990, 2022, 2470000.0)
    """
    table, rows = _rows_of(EMISSIONS, country)
    sectors = tuple(key for key in table.rows[0] if key not in ("country", "year", "unit", "gwp_set"))
    ordered = sorted(rows, key=lambda row: int(row["year"]))
    values = np.array([[_float(row[sector]) for sector in sectors] for row in ordered], dtype=np.float64)
    years = tuple(int(row["year"]) for row in ordered)
    return NationalEmissions(country.upper(), years, sectors, values, str(rows[0]["gwp_set"]), table.source)


def national_sectors(sector: str) -> tuple[str, ...]:
    """The sectors of the national series that stand for a sector of an inventory.

    >>> national_sectors("residential"), national_sectors("private_transport")
    (('buildings',), ('transport',))
    """
    record = vocabulary.sector(sector)
    return _SECTOR.get(record.key) or _SECTOR_OF_GROUP[record.group]


def population(country: str, year: int) -> Figure:
    """Return a country's inhabitants in a year; outside the series those of the nearest year, said in the choice.

    >>> figure = population("EE", 2022)
    >>> figure.value, figure.source.locator
    (1331796.0, 'Eurostat, 1 January')
    """
    table, rows = _rows_of(POPULATION, country)
    row = min(rows, key=lambda candidate: year_distance(int(candidate["year"]), year))
    found = int(row["year"])
    choice = Choice(How.EXACT) if found == year else nearest_year_choice(found, year)
    return Figure(float(row["value"]), "inhabitants", source=table.source_of(row), choice=choice)


@cache
def final_energy_per_capita(country: str) -> tuple[EnergyPerCapita, ...]:
    """Return the final energy per inhabitant by sector and carrier [MWh per year], for pre-filling.

    Raises MissingFigureError for a country without figures.

    >>> [row.mwh for row in final_energy_per_capita("EE") if (row.sector, row.carrier) == ("residential", "wood")]
    [3.3216]
    """
    table, rows = _rows_of(FINAL_ENERGY, country)
    return tuple(
        EnergyPerCapita(
            country=country.upper(),
            sector=str(row["sector"]),
            carrier=str(row["carrier"]),
            year=int(row["year"]),
            mwh=float(row["value"]),
            source=table.source_of(row),
        )
        for row in rows
    )


def _rows_of(kind: str, country: str) -> tuple[Table, list[Row]]:
    for table in tables(kind):
        rows = [row for row in table.rows if row["country"] == country.upper()]
        if rows:
            return table, rows
    having = sorted({str(row["country"]) for table in tables(kind) for row in table.rows})
    raise MissingFigureError(
        f"There is no national series ({kind}) for {country}. There is one for: {', '.join(having)}."
    )


def _float(cell: object) -> float:
    return float(str(cell)) if cell != "" else float("nan")
