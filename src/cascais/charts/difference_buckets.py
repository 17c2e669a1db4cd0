"""Why two framework views of the same activities differ: factors, activity data, boundary."""

from __future__ import annotations

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
from cascais.charts._drawing.numbers import number
from cascais.charts._drawing.parts import Spec, layer, tooltip
from cascais.charts._drawing.rows import amount, bars, caption, captions, down, height_px, places
from cascais.text import Message, _, message

COLUMNS = (
    Column("title", _("Step")),
    Column("emissions_t", _("Emissions or difference"), _("t CO₂e")),
)


@dataclass(frozen=True, slots=True)
class DifferenceBuckets:
    """Two views' titles and totals [t CO2e] and the three parts of their difference [t CO2e], which sum to it."""

    member: str
    year: int
    before_title: str
    before_t: float
    factors_t: float
    activity_data_t: float
    boundary_t: float
    after_title: str
    after_t: float
    source_line: str = ""


@chart_function
def difference_buckets(data: DifferenceBuckets, style: Style = STYLE) -> Chart | EmptyChart:
    """From one total to the other in three steps, drawn from zero."""
    if not data.before_t and not data.after_t:
        return EmptyChart(
            "difference_buckets",
            message(
                "Neither view of {member} for {year} has emissions yet, so there is no difference to explain.",
                member=data.member,
                year=data.year,
            ),
        )
    steps = _steps(data, style)
    before, after = style.translate(data.before_title), style.translate(data.after_title)
    rows: tuple[tuple[Cell, ...], ...] = ((before, data.before_t), *steps, (after, data.after_t))
    title, alt = _words(data, style)
    chart = Chart(
        "difference_buckets",
        title,
        message("Difference between two views of the same activities, t CO₂e"),
        _spec(rows, style),
        COLUMNS,
        rows,
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _steps(data: DifferenceBuckets, style: Style) -> tuple[tuple[str, float], ...]:
    return (
        (style.translate(_("Factors")), data.factors_t),
        (style.translate(_("Activity data")), data.activity_data_t),
        (style.translate(_("Boundary")), data.boundary_t),
    )


def _words(data: DifferenceBuckets, style: Style) -> tuple[Message, Message]:
    language, steps = style.language, _steps(data, style)
    largest = max(steps, key=lambda step: abs(step[1]))
    values = {
        "member": data.member,
        "year": data.year,
        "before": style.translate(data.before_title),
        "after": style.translate(data.after_title),
        "before_t": number(data.before_t, language),
        "after_t": number(data.after_t, language),
        "step": largest[0],
        "part": signed(largest[1], language),
        "difference": signed(data.after_t - data.before_t, language),
        "steps": "; ".join(f"{name} {signed(value, language)} t" for name, value in steps),
    }
    title = message("{after} and {before} give the same total for {member} in {year}", **values)
    if largest[1]:
        title = message(
            "{after} differs from {before} by {difference} t CO₂e, of which {step} {part} t", **values
        )
    alt = message(
        "{member} {year}: {before} {before_t} t CO₂e, then {steps}, gives {after} {after_t} t.", **values
    )
    return title, alt


def signed(value: float, language: str) -> str:
    """A difference with its sign.

    >>> signed(1200.0, "en")
    '+1\\u202f200'
    """
    return f"{'+' if value > 0 else ''}{number(value, language)}"


def _drawn(rows: tuple[tuple[Cell, ...], ...], style: Style) -> list[dict[str, Any]]:
    """The rows with the edges of their bars: totals from zero, steps from where the last one ended."""
    drawn: list[dict[str, Any]] = []
    level = 0.0
    found = places([str(row[0]) for row in rows])
    for index, (place, record) in enumerate(zip(found, records(COLUMNS, rows), strict=True)):
        value = float(record["emissions_t"])
        is_total = index in (0, len(rows) - 1)
        label = number(value, style.language) if is_total else signed(value, style.language)
        kind = "total" if is_total else "more" if value > 0 else "less"
        edges = {"_start": 0.0 if is_total else level, "_end": value if is_total else level + value}
        level = edges["_end"]
        drawn.append({**record, **place.bar(), **caption(place, label), **edges, "_kind": kind})
    return drawn


def _spec(rows: tuple[tuple[Cell, ...], ...], style: Style) -> Spec:
    drawn = _drawn(rows, style)
    height = height_px(places([str(row[0]) for row in rows]))
    links = [
        {"_at": upper["_end"], "_from": upper["_bottom"], "_to": lower["_top"]}
        for upper, lower in zip(drawn[:-1], drawn[1:], strict=True)
    ]
    edges = [float(row[key]) for row in drawn for key in ("_start", "_end")]

    def x(field: str) -> Spec:
        return amount(field, max(edges), min(edges))

    hint = tooltip(("title", style.translate(_("Step"))), ("_value", style.translate(_("t CO₂e"))))
    kinds = {kind: [row for row in drawn if row["_kind"] == kind] for kind in ("total", "more", "less")}
    layers = [
        bars("total", "solid-muted", (x("_start"), x("_end")), height, tooltip=hint),
        bars("more", "solid-warning", (x("_start"), x("_end")), height, tooltip=hint),
        bars("less", "solid-accent", (x("_start"), x("_end")), height, tooltip=hint),
        layer(
            "links", "rule", "connector", {"x": x("_at"), "y": down("_from", height), "y2": {"field": "_to"}}
        ),
        *captions("rows", height),
    ]
    return specification(layers, {"rows": drawn, **kinds, "links": links}, height, style)
