"""Emissions of one year by sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from cascais.text import _, message

COLUMNS = (
    Column("title", _("Sector")),
    Column("measured_t", _("Measured"), "t CO₂e"),
    Column("estimated_t", _("Estimated"), "t CO₂e"),
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
    if not items:
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
    total = sum(item.total_t for item in items)
    values = {
        "member": data.member,
        "year": data.year,
        "sector": style.translate(items[0].title),
        "share": percent(items[0].total_t / total, style.language),
        "total": number(total, style.language),
    }
    title = message("{sector}: {share} of the emissions of {member} in {year}", **values)
    alt = message(
        "{sector} is the largest sector of {member} in {year} with {share} of {total} t CO₂e. All sectors: {all}.",
        **values,
        all="; ".join(
            f"{style.translate(item.title)} {number(item.total_t, style.language)} t" for item in items
        ),
    )
    return finished(
        Chart(
            "sector_shares",
            title,
            message("Greenhouse gas emissions by sector, t CO₂e with 95 % interval"),
            _spec(items, rows, style),
            COLUMNS,
            tuple(rows),
            alt,
            data.source_line,
        ),
        style,
    )


def _spec(items: list[SectorShare], rows: Sequence[tuple[Cell, ...]], style: Style) -> Spec:
    found = places([str(row[0]) for row in rows])
    height = height_px(found)
    data = []
    for item, place, record in zip(items, found, records(COLUMNS, rows), strict=True):
        half = item.total_t * (item.uncertainty or 0.0)
        value = f"{number(item.total_t, style.language)}{plus_minus(item.uncertainty, style.language)}"
        data.append(
            {
                **record,
                **place.bar(),
                **caption(place, value),
                "sector": style.translate(SECTOR_GROUPS[sector_group(item.sector)]),
                "_start": 0.0,
                "_total": item.total_t,
                "_low": item.total_t - half,
                "_high": item.total_t + half,
                "_full": value,
            }
        )
    highest = max(max(float(row["_high"]), float(row["_total"])) for row in data)
    lowest = min(float(row["_total"]) for row in data)

    def x(field: str) -> Spec:
        return amount(field, highest, lowest)

    colour = sector_colour(style, [], has_legend=False)
    shared = {
        "fill": colour,
        "stroke": colour,
        "tooltip": tooltip(("title", style.translate(_("Sector"))), ("_full", "t CO₂e")),
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
        "rows": data,
        "estimated": [row for row in data if row["estimated_t"]],
        "ranges": [row for row in data if row["uncertainty"]],
    }
    return specification(layers, datasets, height, style)
