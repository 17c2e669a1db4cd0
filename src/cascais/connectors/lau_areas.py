"""Local administrative units of Europe with code, name, population, area and centre, as Eurostat and EDJNet publish."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cascais.connectors import _records
from cascais.connectors._records import Records, optional_number
from cascais.provenance import HowKnown, Source
from cascais.tables import vocabulary

SOURCE = Source(
    id="edjnet_lau_2020",
    title="Population-weighted centres of local administrative units, 2020",
    publisher="European Data Journalism Network, from Eurostat (GISCO) data",
    year=2020,
    url="https://github.com/EDJNet/lau_centres",
    locator="table of centres weighted by population, LAU 2020",
    licence="reuse with attribution (Eurostat)",
    accessed="2026-11-24",
    how_known=HowKnown.READ,
)
COLUMNS = (
    "gisco_id", "country", "nuts_3", "lau_id", "lau_name", "population", "area_km2", "longitude", "latitude", "year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LauArea:
    """A local administrative unit; the centre [degrees] is weighted by population."""

    key: str  # as GISCO writes it: EE_0784
    code: str
    name: str
    country: str
    nuts_code: str
    population: int | None
    population_year: int | None
    area_km2: float | None
    latitude: float | None
    longitude: float | None


def load(path: Path) -> Records[LauArea]:
    """Read the table from a path, packed by gzip or not."""
    return parse(path.read_bytes(), path.name)


def parse(content: bytes, name: str = "lau.csv") -> Records[LauArea]:
    """Read the table from its bytes."""
    return _records.read(content, name, COLUMNS, _area)


def _area(row: dict[str, str]) -> LauArea:
    population, year = optional_number(row, "population"), optional_number(row, "year")
    return LauArea(
        key=row["gisco_id"],
        code=row["lau_id"],
        name=row["lau_name"].strip(),
        country=vocabulary.iso_country(row["country"]),
        nuts_code=row["nuts_3"],
        population=None if population is None else round(population),
        population_year=None if year is None else int(year),
        area_km2=optional_number(row, "area_km2"),
        latitude=optional_number(row, "latitude"),
        longitude=optional_number(row, "longitude"),
    )
