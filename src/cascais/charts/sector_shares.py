"""Emissions of one year by sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cascais.charts._drawing.chart import (
    STYLE,
    Cell,
    Chart,
    Column,
    EmptyChart,
    Style,
    finished,
    records,
    specification,
)
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.numbers import number, percent, plus_minus
from cascais.charts._drawing.palette import SECTOR_GROUPS, sector_group
from cascais.charts._drawing.parts import Spec, layer, sector_colour, tooltip
from cascais.charts._drawing.rows import amount, bars, caption, captions, down, height_px, places
from cascais.text import Message, _, message

COLUMNS = (
    Column("title", _("Sector")),
    Column("measured_t", _("Measured"), _("t CO₂e")),
    Column("estimated_t", _("Estimated"), _("t CO₂e")),
    Column("uncertainty", _("Uncertainty (95 %, relative)")),
)


@dataclass(frozen=True, slots=True)
class SectorShare:
    """A sector [t CO2e]: what rests on local figures and what is estimated, and the uncertainty of the sum."""

    sector: str
    title: str
    measured_t: float
    estimated_t: float = 0.0
    uncertainty: float | None = None

    @property
    def total_t(self) -> float:
        """Both parts [t CO2e]."""
        return self.measured_t + self.estimated_t


@dataclass(frozen=True, slots=True)
class SectorShares:
    """What the chart shows."""

    member: str
    year: int
    sectors: tuple[SectorShare, ...]
    source_line: str = ""


@chart_function
def sector_shares(data: SectorShares, style: Style = STYLE) -> Chart | EmptyChart:
    """Bars by sector, largest first; the estimated part hollow, the range of each sum as a line."""
    items = sorted((item for item in data.sectors if item.total_t), key=lambda item: -item.total_t)
    if not items or items[0].total_t < 0:
        return EmptyChart(
            "sector_shares",
            message(
                "The inventory of {member} for {year} has no emissions yet. Enter or import activities to see them by sector.",
                member=data.member,
                year=data.year,
            ),
        )
    rows = [
        (style.translate(item.title), item.measured_t, item.estimated_t, item.uncertainty) for item in items
    ]
    title, alt = _words(data, items, style)
    chart = Chart(
        "sector_shares",
        title,
        message("Greenhouse gas emissions by sector, t CO₂e with 95 % interval"),
        _spec(items, rows, style),
        COLUMNS,
        tuple(rows),
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _words(data: SectorShares, items: list[SectorShare], style: Style) -> tuple[Message, Message]:
    language, translate = style.language, style.translate
    # Removals are no emissions: a share is of what is emitted.
    total = sum(max(0.0, item.total_t) for item in items)
    values = {
        "member": data.member,
        "year": data.year,
        "sector": translate(items[0].title),
        "share": percent(items[0].total_t / total, language),
        "total": number(total, language),
        "all": "; ".join(f"{translate(item.title)} {number(item.total_t, language)} t" for item in items),
    }
    title = message("{sector}: {share} of the emissions of {member} in {year}", **values)
    alt = message(
        "{sector} is the largest sector of {member} in {year} with {share} of {total} t CO₂e. All sectors: {all}.",
        **values,
    )
    return title, alt


def _drawn(items: list[SectorShare], rows: Sequence[tuple[Cell, ...]], style: Style) -> list[dict[str, Any]]:
    drawn = []
    found = places([str(row[0]) for row in rows])
    for item, place, record in zip(items, found, records(COLUMNS, rows), strict=True):
        half = abs(item.total_t) * (item.uncertainty or 0.0)
        value = f"{number(item.total_t, style.language)}{plus_minus(item.uncertainty, style.language)}"
        edges = {
            "_start": 0.0,
            "_total": item.total_t,
            "_low": item.total_t - half,
            "_high": item.total_t + half,
        }
        group = style.translate(SECTOR_GROUPS[sector_group(item.sector)])
        drawn.append({**record, **place.bar(), **caption(place, value), **edges, "sector": group})
    return drawn


def _spec(items: list[SectorShare], rows: Sequence[tuple[Cell, ...]], style: Style) -> Spec:
    drawn = _drawn(items, rows, style)
    height = height_px(places([str(row[0]) for row in rows]))
    highest, lowest = max(row["_high"] for row in drawn), min(row["_low"] for row in drawn)

    def x(field: str) -> Spec:
        return amount(field, highest, lowest)

    colour = sector_colour(style, [], has_legend=False)
    shared = {
        "fill": colour,
        "stroke": colour,
        "tooltip": tooltip(("title", style.translate(_("Sector"))), ("_value", style.translate(_("t CO₂e")))),
    }
    middle = down("_middle", height)
    layers = [
        bars("rows", "solid", (x("_start"), x("measured_t")), height, **shared),
        bars("estimated", "hollow", (x("measured_t"), x("_total")), height, **shared),
        layer("ranges", "rule", "range-halo", {"x": x("_low"), "x2": {"field": "_high"}, "y": middle}),
        layer("ranges", "rule", "range-90", {"x": x("_low"), "x2": {"field": "_high"}, "y": middle}),
        *captions("rows", height),
    ]
    datasets = {
        "rows": drawn,
        "estimated": [row for row in drawn if row["estimated_t"]],
        "ranges": [row for row in drawn if row["uncertainty"]],
    }
    return specification(layers, datasets, height, style)
