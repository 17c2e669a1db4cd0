"""The signatories of the Covenant of Mayors as the JRC published them in January 2024."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cascais.connectors import _records
from cascais.connectors._records import Records, optional_number
from cascais.provenance import HowKnown, Source
from cascais.tables import vocabulary

SOURCE = Source(
    id="jrc_mycovenant_2024",
    title="GCoM – MyCovenant, 5th release – January 2024",
    publisher="European Commission, Joint Research Centre",
    year=2024,
    url="https://data.jrc.ec.europa.eu",
    locator="signatories, without the names of persons",
    licence="CC BY 4.0",
    accessed="2026-11-24",
    how_known=HowKnown.READ,
)
COLUMNS = (
    "organisation_id", "organisation_name", "coordinator_name", "country_code", "population_adhesion",
    "organisation_latitude", "organisation_longitude", "group_organisation_id", "group_name", "commitment_CoM2020_flag",
    "commitment_CoM2030_flag", "commitment_CoM2050_flag", "adhesion_type", "signatory_status", "date_of_adhesion",
    "group_profile", "gcom_id",
)  # fmt: skip
COMMITMENTS = {
    2020: "commitment_CoM2020_flag",
    2030: "commitment_CoM2030_flag",
    2050: "commitment_CoM2050_flag",
}


@dataclass(frozen=True, slots=True)
class Signatory:
    """A signatory, or a group of them where `is_group`; the point is in degrees and often rounded."""

    key: str
    name: str
    country: str
    population: float | None
    latitude: float | None
    longitude: float | None
    status: str
    adhesion_date: str
    commitments: tuple[int, ...]
    coordinator: str
    group_key: str
    group_name: str
    is_group: bool
    gcom_id: str


def load(path: Path) -> Records[Signatory]:
    """Read the table from a path, packed by gzip or not."""
    return parse(path.read_bytes(), path.name)


def parse(content: bytes, name: str = "signatories.csv") -> Records[Signatory]:
    """Read the table from its bytes; a row with a number that reads two ways (“10,219287”) is a problem."""
    return _records.read(content, name, COLUMNS, _signatory)


def _signatory(row: dict[str, str]) -> Signatory:
    country = row["country_code"].strip().upper()
    return Signatory(
        key=row["organisation_id"],
        name=row["organisation_name"].strip(),
        country=vocabulary.iso_country(country),
        population=optional_number(row, "population_adhesion"),
        latitude=optional_number(row, "organisation_latitude"),
        longitude=optional_number(row, "organisation_longitude"),
        status=row["signatory_status"],
        adhesion_date=_said(row["date_of_adhesion"]),
        commitments=tuple(year for year, column in COMMITMENTS.items() if row[column] == "True"),
        coordinator=_said(row["coordinator_name"]),
        group_key=_said(row["group_organisation_id"]),
        group_name=_said(row["group_name"]),
        is_group=row["group_profile"] == "True",
        gcom_id=_said(row["gcom_id"]),
    )


def _said(text: str) -> str:
    return "" if text.strip() == "-" else text.strip()
