"""Makes the national tables: emissions by sector, population, final energy per inhabitant.

Usage: python tools/make_national_tables.py FOLDER
FOLDER holds owid_climatewatch_ghg_by_sector_1990_2022.csv, eurostat_demo_r_pjanaggr3_population_nuts.csv,
eu_reference_scenario_2020_primes_countries.xlsx (all under national/) and measures/context.csv.gz.
"""

import csv
import gzip
import sys
from collections.abc import Iterable
from pathlib import Path

import openpyxl

from cascais.tables.vocabulary import countries

TARGET = Path(__file__).parents[1] / "src/cascais/tables/data"
FULL = {country.code: country for country in countries().values() if country.is_full}
YEARS = range(1990, 2023)

CLIMATE_WATCH = {
    "Agriculture": "agriculture",
    "land-use change and forestry": "land_use",
    "waste": "waste",
    "buildings": "buildings",
    "industry": "industrial_processes",
    "manufacturing and construction": "manufacturing_construction",
    "transport": "transport",
    "electricity and heat": "electricity_heat",
    "Fugitive emissions from energy production": "fugitive",
    "other fuel combustion": "other_fuel_combustion",
    "bunker fuels": "bunkers",
}
SECTOR = {
    "residential": "residential",
    "tertiary": "tertiary",
    "industry_energetic": "industry",
    "agriculture": "agriculture",
    "transport_road": "road",
    "other_non_specified": "other_stationary",
}
CARRIER = {
    "gas": "natural_gas",
    "diesel_heating_oil": "heating_oil",
    "other_oil": "other_fossil",
    "solid_biomass": "other_biomass",
    "solid_fossil": "hard_coal",
    "liquid_biofuel": "biofuel",
    "heavy_fuel_oil": "residual_fuel_oil",
}
CARRIER_IN_SECTOR = {
    ("residential", "solid_biomass"): "wood",
    ("agriculture", "diesel_heating_oil"): "diesel",
}
OFF_ROAD = {
    "electricity": ("rail", "electricity"),
    "diesel_heating_oil": ("rail", "diesel"),
    "kerosene": ("aviation", "kerosene"),
}


def write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write one CSV and say how many rows it has."""
    path.parent.mkdir(exist_ok=True)
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows")


def read(path: Path) -> list[dict[str, str]]:
    """Read a CSV, compressed or not."""
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as stream:
        return list(csv.DictReader(stream))


def emissions(folder: Path) -> None:
    """Write emissions by country, year and sector."""
    code_of = {country.code3: country.code for country in FULL.values()}
    rows = [
        (
            code_of[row["Code"]],
            int(row["Year"]),
            *(round(float(row[name])) if row[name] else "" for name in CLIMATE_WATCH),
        )
        for row in read(folder / "national/owid_climatewatch_ghg_by_sector_1990_2022.csv")
        if row["Code"] in code_of
    ]
    write(
        TARGET / "national_emissions/climate_watch.csv",
        ("country", "year", *CLIMATE_WATCH.values()),
        sorted(rows),
    )


def primes_population(folder: Path) -> dict[tuple[str, int], float]:
    """Inhabitants of 2005 and 2010 from the EU Reference Scenario."""
    book = openpyxl.load_workbook(
        folder / "national/eu_reference_scenario_2020_primes_countries.xlsx", read_only=True, data_only=True
    )
    found = {}
    for code in FULL:
        rows = list(book[f"{code}_A"].iter_rows(min_row=1, max_row=6, values_only=True))
        years = next(row for row in rows if 2005 in row)
        people = next(row for row in rows if row[0] and "opulation" in str(row[0]))
        found |= {
            (code, year): float(value) * 1e6
            for year, value in zip(years, people, strict=True)
            if year in (2005, 2010)
        }
    return found


def known_population(folder: Path, context: list[dict[str, str]]) -> dict[tuple[str, int], tuple[float, str]]:
    """Inhabitants that a publisher gives, with the publisher."""
    eurostat = {country.eurostat: country.code for country in FULL.values()}
    known = {
        (row["country"], 1990): (float(row["value"]), "Our World in Data, CO2 data set")
        for row in context
        if row["indicator"] == "population" and row["year"] == "1990"
    }
    known |= {key: (value, "EU Reference Scenario 2020") for key, value in primes_population(folder).items()}
    known |= {
        (eurostat[row["geo"]], int(row["TIME_PERIOD"])): (float(row["OBS_VALUE"]), "Eurostat, 1 January")
        for row in read(folder / "national/eurostat_demo_r_pjanaggr3_population_nuts.csv")
        if row["geo"] in eurostat and (row["sex"], row["age"]) == ("T", "TOTAL") and row["OBS_VALUE"]
    }
    return known


def population(folder: Path, context: list[dict[str, str]]) -> None:
    """Write inhabitants by year; years that nobody gives lie on a straight line between their neighbours."""
    known = known_population(folder, context)
    rows = []
    for code in FULL:
        anchors = sorted(year for other, year in known if other == code)
        for year in YEARS:
            if (code, year) in known:
                value, basis = known[code, year]
                rows.append((code, year, round(value), "read", basis))
                continue
            before = max(anchor for anchor in anchors if anchor < year)
            after = min(anchor for anchor in anchors if anchor > year)
            share = (year - before) / (after - before)
            value = known[code, before][0] * (1 - share) + known[code, after][0] * share
            rows.append((code, year, round(value), "computed", f"interpolated between {before} and {after}"))
    header = ("country", "year", "value", "how_known", "locator")
    write(TARGET / "national_population/combined.csv", header, rows)


def final_energy(context: list[dict[str, str]]) -> None:
    """Write final energy per inhabitant by sector and carrier."""
    figures = {
        (row["country"], row["sector"], row["carrier"]): (float(row["value"]), row["derivation"])
        for row in context
        if row["indicator"] == "final_energy_per_capita" and row["source_id"] == "etm_etsource_2019"
    }
    rows = []
    for (country, sector, carrier), (value, derivation) in figures.items():
        if carrier == "all":
            continue
        if sector in SECTOR:
            ours = CARRIER_IN_SECTOR.get((sector, carrier), CARRIER.get(carrier, carrier))
            rows.append((country, SECTOR[sector], ours, value, derivation))
        elif sector == "transport" and carrier in OFF_ROAD:
            on_road = figures.get(
                (country, "transport_road", "diesel" if carrier == "diesel_heating_oil" else carrier)
            )
            rest = value - (on_road[0] if on_road else 0.0)
            if rest > 1e-4:
                rows.append(
                    (country, *OFF_ROAD[carrier], round(rest, 5), f"{derivation}; road traffic subtracted")
                )
    write(
        TARGET / "final_energy_per_capita/etm_2019.csv",
        ("country", "sector", "carrier", "value", "locator"),
        sorted((row for row in rows if row[3] > 0), key=lambda row: row[:3]),
    )


def main(path: str) -> None:
    """Make all three tables."""
    folder = Path(path)
    context = read(folder / "measures/context.csv.gz")
    emissions(folder)
    population(folder, context)
    final_energy(context)


if __name__ == "__main__":
    main(sys.argv[1])
