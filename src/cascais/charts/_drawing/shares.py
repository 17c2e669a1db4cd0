"""Bars of parts of a total, the largest first: what is measured filled, what is estimated hollow, a range on each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cascais.charts._drawing.chart import Cell, Column, Style, records, specification
from cascais.charts._drawing.numbers import number, plus_minus
from cascais.charts._drawing.parts import Spec, layer
from cascais.charts._drawing.rows import amount, bars, caption, captions, down, height_px, places

Row = tuple[str, float, float, float | None]
"""Title, measured and estimated part [t CO2e], relative uncertainty of the sum of both."""


def drawn_shares(columns: tuple[Column, ...], rows: Sequence[Row], style: Style) -> list[dict[str, Any]]:
    """The rows with the edges of their bars and what is written at them."""
    drawn = []
    cells: Sequence[tuple[Cell, ...]] = rows
    for row, place, record in zip(
        rows, places([row[0] for row in rows]), records(columns, cells), strict=True
    ):
        _title, measured_t, estimated_t, uncertainty = row
        total_t = measured_t + estimated_t
        half = abs(total_t) * (uncertainty or 0.0)
        value = f"{number(total_t, style.language)}{plus_minus(uncertainty, style.language)}"
        edges = {"_start": 0.0, "_total": total_t, "_low": total_t - half, "_high": total_t + half}
        drawn.append({**record, **place.bar(), **caption(place, value), **edges})
    return drawn


def shares_specification(
    drawn: list[dict[str, Any]],
    styles: tuple[str, str],
    style: Style,
    **shared: Any,  # noqa: ANN401 – encodings of Vega-Lite
) -> Spec:
    """The drawing of the rows; `styles` are those of the measured and of the estimated part of a bar."""
    height = height_px(places([row["title"] for row in drawn]))
    highest, lowest = max(row["_high"] for row in drawn), min(row["_low"] for row in drawn)

    def x(field: str) -> Spec:
        return amount(field, highest, lowest)

    filled, hollow = styles
    middle = down("_middle", height)
    layers = [
        bars("rows", filled, (x("_start"), x("measured_t")), height, **shared),
        bars("estimated", hollow, (x("measured_t"), x("_total")), height, **shared),
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
