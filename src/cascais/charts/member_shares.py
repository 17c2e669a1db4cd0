"""Emissions of one year by member of a group."""

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
from cascais.charts._drawing.parts import Spec, layer, tooltip
from cascais.charts._drawing.rows import amount, bars, caption, captions, down, height_px, places
from cascais.text import Message, _, message

COLUMNS = (
    Column("title", _("Member")),
    Column("measured_t", _("Inventory of the year"), _("t CO₂e")),
    Column("estimated_t", _("Inventory of another year"), _("t CO₂e")),
    Column("uncertainty", _("Uncertainty (95 %, relative)")),
)


@dataclass(frozen=True, slots=True)
class MemberShare:
    """A member's emissions [t CO2e]; estimated where the inventory of another year stands in."""

    name: str
    total_t: float
    is_estimated: bool = False
    uncertainty: float | None = None


@dataclass(frozen=True, slots=True)
class MemberShares:
    """What the chart shows."""

    group: str
    year: int
    members: tuple[MemberShare, ...]
    source_line: str = ""


@chart_function
def member_shares(data: MemberShares, style: Style = STYLE) -> Chart | EmptyChart:
    """Bars by member, largest first; hollow where another year stands in, the range of each as a line."""
    items = sorted((item for item in data.members if item.total_t), key=lambda item: -item.total_t)
    if not items or items[0].total_t < 0:
        return EmptyChart(
            "member_shares",
            message(
                "No member of {group} has emissions in {year} yet. Once one publishes an inventory, it stands here.",
                group=data.group,
                year=data.year,
            ),
        )
    rows = [
        (
            item.name,
            0.0 if item.is_estimated else item.total_t,
            item.total_t if item.is_estimated else 0.0,
            item.uncertainty,
        )
        for item in items
    ]
    title, alt = _words(data, items, style)
    chart = Chart(
        "member_shares",
        title,
        message("Greenhouse gas emissions by member, t CO₂e with 95 % interval"),
        _spec(items, rows, style),
        COLUMNS,
        tuple(rows),
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _words(data: MemberShares, items: list[MemberShare], style: Style) -> tuple[Message, Message]:
    language = style.language
    total = sum(max(0.0, item.total_t) for item in items)
    values = {
        "group": data.group,
        "year": data.year,
        "member": items[0].name,
        "share": percent(items[0].total_t / total, language),
        "total": number(total, language),
        "all": "; ".join(f"{item.name} {number(item.total_t, language)} t" for item in items),
    }
    title = message("{member}: {share} of the emissions of {group} in {year}", **values)
    alt = message(
        "{member} has the largest share of {group} in {year} with {share} of {total} t CO₂e. All members: {all}.",
        **values,
    )
    return title, alt


def _drawn(items: list[MemberShare], rows: Sequence[tuple[Cell, ...]], style: Style) -> list[dict[str, Any]]:
    drawn = []
    found = places([item.name for item in items])
    for item, place, record in zip(items, found, records(COLUMNS, rows), strict=True):
        half = abs(item.total_t) * (item.uncertainty or 0.0)
        value = f"{number(item.total_t, style.language)}{plus_minus(item.uncertainty, style.language)}"
        edges = {
            "_start": 0.0,
            "_total": item.total_t,
            "_low": item.total_t - half,
            "_high": item.total_t + half,
        }
        drawn.append({**record, **place.bar(), **caption(place, value), **edges})
    return drawn


def _spec(items: list[MemberShare], rows: Sequence[tuple[Cell, ...]], style: Style) -> Spec:
    drawn = _drawn(items, rows, style)
    height = height_px(places([item.name for item in items]))
    highest, lowest = max(row["_high"] for row in drawn), min(row["_low"] for row in drawn)

    def x(field: str) -> Spec:
        return amount(field, highest, lowest)

    hint = tooltip(("title", style.translate(_("Member"))), ("_value", style.translate(_("t CO₂e"))))
    middle = down("_middle", height)
    layers = [
        bars("rows", "solid-accent", (x("_start"), x("measured_t")), height, tooltip=hint),
        bars("estimated", "hollow-accent", (x("_start"), x("estimated_t")), height, tooltip=hint),
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
