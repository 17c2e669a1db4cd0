"""Reads the pairs of inventories (1990 and a later year) on which the back-cast is tested, and the national series."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from cascais.connectors import covenant_2019
from cascais.connectors.covenant_2019 import CovenantData
from cascais.inventory.activities import sector_codes
from cascais.pathways.backcast import Grid
from cascais.provenance import Source
from cascais.tables.national import NationalEmissions

TOOLS = Path(__file__).resolve().parent
BASE_YEAR = 1990

NATIONAL = {
    "Agriculture": "agriculture",
    "waste": "waste",
    "buildings": "buildings",
    "industry": "industrial_processes",
    "manufacturing and construction": "manufacturing_construction",
    "transport": "transport",
    "electricity and heat": "electricity_heat",
    "Fugitive emissions from energy production": "fugitive",
    "other fuel combustion": "other_fuel_combustion",
}
SWEDISH = {
    "Arbetsmaskiner": "off_road",
    "Avfall (inkl.avlopp)": "waste",
    "Egen uppvärmning av bostäder och lokaler": "buildings",
    "El och fjärrvärme": "energy_industries",
    "Industri (energi + processer)": "industry",
    "Jordbruk": "livestock",
    "Produktanvändning (inkl. lösningsmedel)": "product_use",
    "Transporter": "transport",
}
COVENANT = {
    "municipal_buildings": "buildings",
    "tertiary": "buildings",
    "residential": "buildings",
    "industry": "industry",
    "transport": "transport",
    "waste": "waste",
}
WROCLAW = {
    "Residential buildings": "residential",
    "Institutional/commercial": "tertiary",
    "Public lighting": "public_lighting",
    "Road": "road",
    "Rail": "rail",
    "Industry": "industry",
    "Gas distribution": "fugitive",
    "Waste": "waste",
}
CODE_3 = {
    "AT": "AUT", "BE": "BEL", "BA": "BIH", "DE": "DEU", "DK": "DNK", "ES": "ESP", "FI": "FIN", "FR": "FRA",
    "GB": "GBR", "IT": "ITA", "LT": "LTU", "PL": "POL", "SE": "SWE",
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A later inventory, the real 1990 total [t] and what is needed to carry the one back to the other."""

    data_set: str
    member: str
    country: str
    year: int
    later_t: Mapping[str, float]
    real_t: float
    people: tuple[float, float] | None = None
    grid: Grid = Grid.WITH_USERS


@cache
def national(folder: Path) -> dict[str, NationalEmissions]:
    """The national series of Climate Watch by three-letter code."""
    rows = defaultdict(list)
    with (folder / "national/owid_climatewatch_ghg_by_sector_1990_2022.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            rows[row["Code"]].append(row)
    source = Source("climate_watch_owid", "Greenhouse gas emissions by sector", "Climate Watch", 2025)
    return {
        code: NationalEmissions(
            code,
            tuple(int(row["Year"]) for row in found),
            tuple(NATIONAL.values()),
            np.array([[float(row[name] or "nan") for name in NATIONAL] for row in found]),
            "AR4",
            source,
        )
        for code, found in rows.items()
    }


@cache
def populations(folder: Path) -> dict[str, dict[int, float]]:
    """Inhabitants by country and year: Gapminder to 2007, Eurostat from 2012."""
    known: dict[str, dict[int, float]] = defaultdict(dict)
    with (TOOLS / "backcast_error_population.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            known[row["country"]][int(row["year"])] = float(row["value"])
    with (folder / "national/eurostat_demo_r_pjanaggr3_population_nuts.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["sex"] == "T" and row["age"] == "TOTAL" and len(row["geo"]) == 2:
                country = {"UK": "GB", "EL": "GR"}.get(row["geo"], row["geo"])
                known[country][int(row["TIME_PERIOD"])] = float(row["OBS_VALUE"])
    return known


def population(folder: Path, country: str, year: int) -> float:
    """Inhabitants of a country, straight between the years that are known."""
    known = sorted(populations(folder)[country].items())
    return float(np.interp(year, [item[0] for item in known], [item[1] for item in known]))


def sweden(folder: Path) -> Iterator[Pair]:
    """Every Swedish municipality and each later year up to 2022; electricity and heat are booked at the plants."""
    path = folder / "inventories/klimatkollen_se_municipality_sector_emissions.json"
    for record in json.loads(path.read_text(encoding="utf-8")):
        real_t = math.fsum(_swedish(record["sectors"]["1990"]).values())
        for year, sectors in record["sectors"].items():
            if BASE_YEAR < int(year) <= 2022:
                yield Pair(
                    "sweden", record["name"], "SE", int(year), _swedish(sectors), real_t, grid=Grid.APART
                )


def _swedish(sectors: Mapping[str, float | None]) -> dict[str, float]:
    return {key: sectors.get(name) or 0.0 for name, key in SWEDISH.items()}


def covenant(folder: Path) -> Iterator[Pair]:
    """Covenant members with an inventory of 1990 and a later one, as far as the two can be compared.

    Left out: inventories that carry a flag of the data set; pairs of different factor types; pairs that do not both
    have buildings and transport. Only sectors that both inventories have are compared. Waste counts as one sector.
    """
    data = covenant_2019.load(folder / "inventories/com2019_inventories_joined.csv.gz")
    by_member: dict[str, dict[int, int]] = defaultdict(dict)
    for position, inventory in enumerate(data.inventories):
        by_member[inventory.gcom_id][inventory.year] = position
    for inventories in by_member.values():
        for year in sorted(inventories):
            if BASE_YEAR in inventories and year > BASE_YEAR:
                yield from _covenant_pair(data, inventories[BASE_YEAR], inventories[year])


def _covenant_pair(data: CovenantData, base: int, later: int) -> Iterator[Pair]:
    before, after = data.inventories[base], data.inventories[later]
    base_t, later_t = _covenant_sectors(data, base), _covenant_sectors(data, later)
    common = set(base_t) & set(later_t)
    is_mixed = before.factor_type != after.factor_type
    if before.flags or after.flags or is_mixed or not {"buildings", "transport"} <= common:
        return
    people = (after.population, before.population) if after.population and before.population else None
    kept = {sector: value for sector, value in later_t.items() if sector in common}
    real_t = math.fsum(base_t[sector] for sector in common)
    yield Pair("covenant", after.gcom_id, after.country, after.year, kept, real_t, people)


def _covenant_sectors(data: CovenantData, position: int) -> dict[str, float]:
    """Emissions [t] of the sectors that have any, the buildings together."""
    names, lines = list(sector_codes()), data.activities(position)
    found: dict[str, float] = defaultdict(float)
    for code, value in zip(lines.sector.tolist(), lines.reported_t.tolist(), strict=True):
        found[COVENANT[names[code]]] += value
    return {sector: value for sector, value in found.items() if value > 0}


def wroclaw(folder: Path) -> Iterator[Pair]:
    """Wrocław 1990 and 2015 to 2022, without aviation (no figure for 1990) and land use."""
    published = json.loads((folder / "inventories/published_cases.json").read_text(encoding="utf-8"))
    series = next(item for item in published["timeseries"] if item["id"] == "wroclaw-1990-2022")
    by_year = [
        {key: float(series["sectors"][name][place]) for name, key in WROCLAW.items()}
        for place in range(len(series["years"]))
    ]
    for year, later_t in zip(series["years"][1:], by_year[1:], strict=True):
        yield Pair("wroclaw", "Wrocław", "PL", year, later_t, math.fsum(by_year[0].values()))
