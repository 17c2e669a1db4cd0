"""Reads the pairs of inventories (1990 and a later year) on which the back-cast is tested, and the national series."""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

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
    "Municipal buildings and facilities": "buildings",
    "Institutional/tertiary buildings and facilities": "buildings",
    "Residential buildings and facilities": "buildings",
    "Manufacturing and construction industries": "industry",
    "Transportation": "transport",
    "Waste/wastewater": "waste",
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
    by_member: dict[str, dict[int, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    with gzip.open(
        folder / "inventories/com2019_inventories_joined.csv.gz", "rt", encoding="utf-8"
    ) as stream:
        for row in csv.DictReader(stream):
            by_member[row["GCoM_ID"]][int(float(row["inventory_year"]))].append(row)
    for member, inventories in by_member.items():
        for year in sorted(inventories):
            if BASE_YEAR in inventories and year > BASE_YEAR:
                yield from _covenant_pair(member, year, inventories[BASE_YEAR], inventories[year])


def _covenant_pair(
    member: str, year: int, base: list[dict[str, str]], later: list[dict[str, str]]
) -> Iterator[Pair]:
    is_flagged = any(row["flag"] for row in base + later)
    is_mixed = len({row["emission_factor_type"] for row in base + later}) > 1
    base_t, later_t = _covenant_sectors(base), _covenant_sectors(later)
    common = set(base_t) & set(later_t)
    if is_flagged or is_mixed or not {"buildings", "transport"} <= common:
        return
    people = tuple(float(rows[0]["population_in_the_inventory_year"]) for rows in (later, base))
    kept = {sector: value for sector, value in later_t.items() if sector in common}
    real_t = math.fsum(base_t[sector] for sector in common)
    yield Pair("covenant", member, member[:2], year, kept, real_t, (people[0], people[1]))


def _covenant_sectors(rows: Iterable[Mapping[str, str]]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for row in rows:
        found[COVENANT[row["emission_inventory_sector"]]] += float(row["emissions"] or 0)
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
