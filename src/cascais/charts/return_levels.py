"""What is reached once in so many years: the levels of a fit with their interval, beside the years that were."""

from __future__ import annotations

from collections.abc import Sequence
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
from cascais.charts._drawing.climate import Measure, Plane
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.parts import AMOUNT_AXIS, Spec, layer, quantity, tooltip
from cascais.text import _, message

__all__ = ["Level", "Measure", "ReturnLevels", "return_levels"]

HEIGHT = 300  # px
NAMED = (10, 100)
TICKS = [1, 2, 5, 10, 20, 50, 100, 200]
COLUMNS = (
    Column("return_years", _("Once in so many years")),
    Column("level", _("Level")),
    Column("low", _("Lower end, 95 %")),
    Column("high", _("Upper end, 95 %")),
)


@dataclass(frozen=True, slots=True)
class Level:
    """The level reached on average once in so many years, and its 95 % interval where there is one."""

    return_years: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ReturnLevels:
    """What the chart shows: the fit, and the extremes of the years it was made of; `is_lowest` for coldest nights."""

    measure: Measure
    levels: tuple[Level, ...]
    extremes: tuple[float, ...] = ()
    is_lowest: bool = False
    source_line: str = ""


@chart_function
def return_levels(data: ReturnLevels, style: Style = STYLE) -> Chart | EmptyChart:
    """Levels over a scale of years that grows tenfold, a dot for each year that was measured."""
    if not data.levels:
        return EmptyChart(
            "return_levels",
            message(
                "{place} has fewer than 30 years of this index, too few to say what comes once in many years.",
                place=data.measure.place,
            ),
        )
    rows = tuple((each.return_years, each.value, each.low, each.high) for each in data.levels)
    named = next((each for each in data.levels if each.return_years == NAMED[0]), data.levels[0])
    last = data.levels[-1]
    values = {
        "place": data.measure.place,
        "index": style.translate(data.measure.title),
        "years": named.return_years,
        "level": data.measure.written(named.value, style),
        "most_years": last.return_years,
        "most": data.measure.written(last.value, style),
    }
    title = message(
        "{place}, {index}: {level} once in {years} years on average, {most} once in {most_years}", **values
    )
    subtitle = message("Level by how often it is reached; band: 95 % interval; dots: the years measured")
    alt = message("{title}. The table gives each level with its interval.", title=style.translate(title))
    spec = _spec(data, rows, style)
    return finished(
        Chart("return_levels", title, subtitle, spec, COLUMNS, rows, alt, data.source_line), style
    )


def _plotted(data: ReturnLevels) -> list[dict[str, Any]]:
    """The extremes from the most extreme on: the k-th of n came once in (n + 1)/k years (Weibull's position)."""
    ranked = sorted(data.extremes, reverse=not data.is_lowest)
    return [
        {"return_years": (len(ranked) + 1) / rank, "level": value}
        for rank, value in enumerate(ranked, start=1)
    ]


def _spec(data: ReturnLevels, rows: Sequence[tuple[Any, ...]], style: Style) -> Spec:
    drawn = [
        {**record, "_written": data.measure.written(record["level"], style)}
        for record in records(COLUMNS, rows)
    ]
    dots = _plotted(data)
    numbers = [value for row in rows for value in row[1:] if value is not None]
    most = max([row[0] for row in rows] + [dot["return_years"] for dot in dots])
    plane = Plane.around([1, 2], numbers + [dot["level"] for dot in dots], is_amount=data.measure.is_amount)
    axis = {
        **AMOUNT_AXIS,
        "format": "d",
        "values": [tick for tick in TICKS if tick <= most * 1.1],
        "grid": True,
    }
    x = quantity("return_years", scale={"type": "log", "domain": [1, 1.1 * most], "nice": False}, axis=axis)
    hint = tooltip(
        ("return_years", style.translate(COLUMNS[0].title)), ("_written", style.translate(COLUMNS[1].title))
    )
    datasets = {
        "rows": drawn,
        "band": [row for row in drawn if row["low"] is not None and row["high"] is not None],
        "dots": dots,
    }
    layers = [
        layer("band", "area", "band-50", {"x": x, "y": plane.y("low"), "y2": {"field": "high"}}),
        layer("dots", "point", "dot", {"x": x, "y": plane.y("level")}, filled=True, size=34),
        layer("rows", "line", "projection", {"x": x, "y": plane.y("level")}),
        layer(
            "rows",
            "point",
            "dot-chosen",
            {"x": x, "y": plane.y("level"), "tooltip": hint},
            filled=True,
            size=60,
        ),
    ]
    return specification(layers, datasets, HEIGHT, style)
