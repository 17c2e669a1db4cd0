"""Stores checked climate results: the files first, then all rows of the database at once."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.contrib.auth.models import User
from django.db import transaction

from cascais.web.hazards import store
from cascais.web.hazards.checking import Checked
from cascais.web.hazards.models import HazardDataset, HazardPlace
from cascais.web.members.models import Member

PLACE_FIELDS = ("how", "distance_km", "elevation_m", "source")


@dataclass(frozen=True, slots=True)
class Wish:
    """How a data set is to be stored."""

    is_public: bool = True
    is_demonstration: bool = False
    imported_by: User | None = None


def known_places() -> set[str]:
    """The keys under which results of members are found."""
    return set(Member.objects.values_list("slug", flat=True))


def store_results(checked: Checked, summary: pl.DataFrame, wish: Wish) -> tuple[HazardDataset, bool]:
    """Store results with their summary; the same results a second time change nothing. Tells whether they are new."""
    sha256 = store.keep(_parquet(checked.results, checked.said))
    summary_sha256 = store.keep(_parquet(summary.sort("index", "period", "place"), checked.said))
    with transaction.atomic():
        row, is_new = HazardDataset.objects.get_or_create(
            sha256=sha256, defaults={**_fields(checked), "summary_sha256": summary_sha256, **_wished(wish)}
        )
        if is_new:
            HazardPlace.objects.bulk_create(_places(row, checked))
    return row, is_new


def _parquet(frame: pl.DataFrame, said: Mapping[str, Any]) -> bytes:
    stream = io.BytesIO()
    metadata = {"cascais": json.dumps(said, ensure_ascii=False)}
    frame.write_parquet(stream, compression="zstd", row_group_size=store.ROW_GROUP, metadata=metadata)
    return stream.getvalue()


def _fields(checked: Checked) -> dict[str, Any]:
    results, said = checked.results, checked.said
    years = results["year"]
    return {
        "title": str(said["title"])[:200],
        "sources": checked.sources,
        "licence": str(said["licence"])[:300],
        "base_period": _span(said["base_period"]),
        "computed_with": str(said.get("computed_with", ""))[:80],
        "accessed": str(said.get("accessed", ""))[:40],
        "scenarios": sorted(results["scenario"].unique().to_list()),
        "first_year": years.min(),
        "last_year": years.max(),
        "rows": results.height,
    }


def _span(base: object) -> str:
    return ("–".join(map(str, base)) if isinstance(base, list) else str(base).replace("-", "–"))[:20]


def _wished(wish: Wish) -> dict[str, Any]:
    return {
        "is_public": wish.is_public,
        "is_demonstration": wish.is_demonstration,
        "imported_by": wish.imported_by,
    }


def _places(dataset: HazardDataset, checked: Checked) -> list[HazardPlace]:
    described = checked.said.get("places", {})
    slugs = checked.results["place"].unique().to_list()
    members = Member.objects.filter(slug__in=slugs).order_by("slug")
    return [_place(dataset, member, described.get(member.slug, {})) for member in members]


def _place(dataset: HazardDataset, member: Member, about: Mapping[str, Any]) -> HazardPlace:
    fields = {key: about[key] for key in PLACE_FIELDS if about.get(key) is not None}
    return HazardPlace(dataset=dataset, member=member, station=str(about.get("name", ""))[:120], **fields)
