"""The climate of the demonstration: two Czech cities, with results that Cascais computed from real measurements."""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import polars as pl

from cascais.web.hazards.checking import checked
from cascais.web.hazards.importing import Wish, store_results
from cascais.web.hazards.models import HazardDataset
from cascais.web.members.models import Member

FOLDER = files("cascais.web.demonstration") / "climate"
MEMBER_FIELDS = ("name", "country", "lau_code", "latitude", "longitude", "local_names")


@dataclass(frozen=True, slots=True)
class Shipped:
    """What is shipped: the record of the places, and the two files."""

    about: dict[str, Any]
    results: bytes
    summary: bytes


def shipped() -> Shipped:
    """Read the shipped results."""
    about = tomllib.loads((FOLDER / "climate.toml").read_text(encoding="utf-8"))
    return Shipped(
        about, (FOLDER / "results.parquet").read_bytes(), (FOLDER / "summary.parquet").read_bytes()
    )


def climate_text() -> str:
    """What a checksum over the demonstration has to cover: the record names the checksums of the files."""
    return (FOLDER / "climate.toml").read_text(encoding="utf-8")


def load_climate() -> None:
    """Load the cities, with nothing but what is public of them, and their results."""
    found = shipped()
    slugs = [_load_city(each).slug for each in found.about["place"]]
    results = checked(found.results, "results.parquet", slugs)
    summary = pl.read_parquet(io.BytesIO(found.summary))
    row, _is_new = store_results(results, summary, Wish(is_demonstration=True))
    HazardDataset.objects.filter(is_demonstration=True).exclude(pk=row.pk).delete()


def _load_city(record: dict[str, Any]) -> Member:
    fields = {name: record[name] for name in MEMBER_FIELDS}
    about = "Shown for its climate: no inventory of it is shipped."
    return Member.objects.update_or_create(
        slug=record["slug"], defaults={**fields, "is_demonstration": True, "about": about}
    )[0]
