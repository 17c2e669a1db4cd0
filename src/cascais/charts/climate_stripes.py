"""A stripe a year: how far each year lies above or below the years of reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cascais.charts._drawing.chart import (
    STYLE,
    Chart,
    Column,
    EmptyChart,
    Style,
    finished,
    records,
    specification,
)
from cascais.charts._drawing.climate import Measure, YearValue, known
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.parts import YEAR_AXIS, Spec, layer, quantity, tooltip, year_ticks
from cascais.text import Message, _, message

__all__ = ["ClimateStripes", "Measure", "YearValue", "climate_stripes"]

HEIGHT = 120  # px
LATEST = 10  # years compared in the title
COLUMNS = (
    Column("year", _("Year")),
    Column("value", _("Value")),
    Column("difference", _("Difference")),
)


@dataclass(frozen=True, slots=True)
class ClimateStripes:
    """What the chart shows: `reference` is the mean of the years `first` to `last`.

    Red is what lies above it where `is_red_above`, and below it otherwise: for frost, rain and the like.
    """

    measure: Measure
    years: tuple[YearValue, ...]
    reference: float = 0.0
    first: int = 1961
    last: int = 1990
    is_red_above: bool = True
    source_line: str = ""


@chart_function
def climate_stripes(data: ClimateStripes, style: Style = STYLE) -> Chart | EmptyChart:
    """Years above the mean in one colour, below it in another, the stronger the further."""
    points = known(data.years)
    if not points:
        return EmptyChart(
            "climate_stripes",
            message(
                "{place} has no values of this index yet. Once there are, each year is a stripe here.",
                place=data.measure.place,
            ),
        )
    rows = tuple((year, value, value - data.reference) for year, value in points)
    latest = rows[-LATEST:]
    values: dict[str, Any] = {
        "place": data.measure.place,
        "index": style.translate(data.measure.title),
        "above": sum(row[2] > 0 for row in latest),
        "count": len(latest),
        "first": data.first,
        "last": data.last,
        "reference": data.measure.written(data.reference, style),
    }
    title = message(
        "{place}, {index}: {above} of the last {count} years lie above the mean of {first}–{last}", **values
    )
    subtitle = _subtitle(data.is_red_above, values)
    alt = message(
        "{title}. The mean of {first}–{last} is {reference}.", **values, title=style.translate(title)
    )
    spec = _spec(data, rows, style)
    return finished(
        Chart("climate_stripes", title, subtitle, spec, COLUMNS, rows, alt, data.source_line), style
    )


def _subtitle(is_red_above: bool, values: Mapping[str, Any]) -> Message:
    if is_red_above:
        return message(
            "A stripe a year; the stronger the colour, the further above (red) or below (green-blue) {reference}",
            **values,
        )
    return message(
        "A stripe a year; the stronger the colour, the further above (green-blue) or below (red) {reference}",
        **values,
    )


def _spec(data: ClimateStripes, rows: Sequence[tuple[int, float, float]], style: Style) -> Spec:
    furthest = max(abs(row[2]) for row in rows) or 1.0
    drawn = [
        {
            **record,
            "_left": record["year"] - 0.5,
            "_right": record["year"] + 0.5,
            "_strength": round(0.06 + 0.94 * abs(record["difference"]) / furthest, 3),
            "_written": data.measure.written(record["difference"], style, is_signed=True),
        }
        for record in records(COLUMNS, rows)
    ]
    first, last = rows[0][0], rows[-1][0]
    scale = {"domain": [first - 0.5, last + 0.5], "nice": False, "zero": False}
    x = quantity("_left", scale=scale, axis={**YEAR_AXIS, "values": year_ticks(first, last)})
    channels = {
        "x": x,
        "x2": {"field": "_right"},
        "y": {"value": 0},
        "y2": {"value": HEIGHT},
        "fillOpacity": quantity("_strength", scale=None, legend=None),
        "tooltip": tooltip(
            ("year", style.translate(_("Year"))), ("_written", style.translate(_("Difference")))
        ),
    }
    datasets = {
        "rows": drawn,
        "above": [row for row in drawn if row["difference"] > 0],
        "below": [row for row in drawn if row["difference"] <= 0],
    }
    layers = [
        layer("above", "bar", "solid-danger", channels),
        layer("below", "bar", "solid-accent", channels),
    ]
    return specification(layers, datasets, HEIGHT, style)
