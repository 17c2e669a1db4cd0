"""Climate results to take away."""

from __future__ import annotations

import polars as pl

from cascais.hazards.index import ClimateIndex
from cascais.web.hazards.models import HazardPlace
from cascais.web.hazards.network import NetworkClimate
from cascais.web.inventories.downloads import Download, Row


def series_table(place: HazardPlace, index: ClimateIndex, values: pl.DataFrame) -> Download:
    """All values of an index at a member: every period, scenario and year."""
    rows = [_series_row(place, index, row) for row in values.iter_rows(named=True)]
    return Download(f"{place.member.slug}-{index.key}", rows, place.source_line)


def _series_row(place: HazardPlace, index: ClimateIndex, row: dict[str, str | float | None]) -> Row:
    return {
        "member": place.member.slug,
        "index": index.key,
        "title": index.title,
        "unit": index.unit,
        "period": row["period"],
        "scenario": row["scenario"],
        "model": row["model"],
        "year": row["year"],
        "value": row["value"],
        "missing_days": row["missing_days"],
        "station": place.station,
        "distance_km": place.distance_km,
    }


def network_table(found: NetworkClimate) -> Download:
    """One index at all members."""
    rows: list[Row] = []
    for each in found.rows:
        row = each.row
        rows.append(
            {
                "member": each.place.member.slug,
                "name": each.place.member.name,
                "country": each.place.member.country,
                "index": row.index.key,
                "unit": row.index.unit,
                "period": found.period,
                "then": row.then.value if row.then else None,
                "then_years": f"{row.then.first}-{row.then.last}" if row.then else None,
                "now": row.now.value if row.now else None,
                "now_years": f"{row.now.first}-{row.now.last}" if row.now else None,
                "trend_per_decade": row.trend.per_decade if row.trend else None,
                "trend_low": row.trend.low if row.trend else None,
                "trend_high": row.trend.high if row.trend else None,
                "is_trend_detectable": row.trend.is_detectable if row.trend else None,
                "station": each.place.station,
                "distance_km": each.place.distance_km,
            }
        )
    return Download(f"climate-{found.index.key}", rows, found.dataset.source_line if found.dataset else "")
