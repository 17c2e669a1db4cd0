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
from cascais.text import _, message

COLUMNS = (
    Column("title", _("Step")),
    Column("emissions_t", _("Emissions or difference"), "t CO₂e"),
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
    language, translate = style.language, style.translate
    before, after = translate(data.before_title), translate(data.after_title)
    steps = (
        (translate(_("Factors")), data.factors_t),
        (translate(_("Activity data")), data.activity_data_t),
        (translate(_("Boundary")), data.boundary_t),
    )
    rows: tuple[tuple[Cell, ...], ...] = ((before, data.before_t), *steps, (after, data.after_t))
    largest = max(steps, key=lambda step: abs(step[1]))
    values = {
        "before": before,
        "after": after,
        "member": data.member,
        "year": data.year,
        "step": largest[0],
        "difference": signed(data.after_t - data.before_t, language),
        "part": signed(largest[1], language),
    }
    title = (
        message("{after} and {before} give the same total for {member} in {year}", **values)
        if not any(value for _title, value in steps)
        else message(
            "{after} differs from {before} by {difference} t CO₂e, of which {step} {part} t", **values
        )
    )
    everything = "; ".join(f"{name} {signed(value, language)} t" for name, value in steps)
    alt = message(
        "{member} {year}: {before} {before_t} t CO₂e, then {steps}, gives {after} {after_t} t.",
        **values,
        before_t=number(data.before_t, language),
        after_t=number(data.after_t, language),
        steps=everything,
    )
    return finished(
        Chart(
            "difference_buckets",
            title,
            message("Difference between two views of the same activities, t CO₂e"),
            _spec(rows, style),
            COLUMNS,
            rows,
            alt,
            data.source_line,
        ),
        style,
    )


def signed(value: float, language: str) -> str:
    """A difference with its sign.

    >>> signed(1200.0, "en")
    '+1\\u202f200'
    """
    return f"{'+' if value > 0 else ''}{number(value, language)}"


def _spec(rows: tuple[tuple[Cell, ...], ...], style: Style) -> Spec:
    found = places([str(row[0]) for row in rows])
    height = height_px(found)
    drawn: list[dict[str, Any]] = []
    level = 0.0
    for index, (place, record) in enumerate(zip(found, records(COLUMNS, list(rows)), strict=True)):
        value = float(record["emissions_t"] or 0.0)
        is_total = index in (0, len(rows) - 1)
        start, end = (0.0, value) if is_total else (level, level + value)
        label = number(value, style.language) if is_total else signed(value, style.language)
        kind = "total" if is_total else "more" if value > 0 else "less"
        level = end
        drawn.append(
            {**record, **place.bar(), **caption(place, label), "_start": start, "_end": end, "_kind": kind}
        )
    links = [
        {"_at": upper["_end"], "_from": upper["_bottom"], "_to": lower["_top"]}
        for upper, lower in zip(drawn[:-1], drawn[1:], strict=True)
    ]
    edges = [float(row[key]) for row in drawn for key in ("_start", "_end")]

    def x(field: str) -> Spec:
        return amount(field, max(edges), min(edges))

    hint = tooltip(("title", style.translate(_("Step"))), ("_value", "t CO₂e"))
    fill = {kind: [row for row in drawn if row["_kind"] == kind] for kind in ("total", "more", "less")}
    layers = [
        bars("rows", "solid-muted", (x("_start"), x("_end")), height, tooltip=hint),
        bars("more", "solid-warning", (x("_start"), x("_end")), height, tooltip=hint),
        bars("less", "solid-accent", (x("_start"), x("_end")), height, tooltip=hint),
        layer(
            "links", "rule", "connector", {"x": x("_at"), "y": down("_from", height), "y2": {"field": "_to"}}
        ),
        *captions("rows", height),
    ]
    return specification(
        layers, {"rows": drawn, "more": fill["more"], "less": fill["less"], "links": links}, height, style
    )
