"""Months by years: when in the year, and in which years, an index was high."""

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
from cascais.charts._drawing.climate import Measure
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.parts import YEAR_AXIS, Spec, layer, quantity, text, tooltip, year_ticks
from cascais.text import _, message

__all__ = ["ClimateCalendar", "Measure", "climate_calendar"]

ROW = 22  # px
NAMES = 0.24  # of the years' width, left of them for the names of the months
COLUMNS = (
    Column("year", _("Year")),
    Column("month", _("Month")),
    Column("value", _("Value")),
)


@dataclass(frozen=True, slots=True)
class ClimateCalendar:
    """What the chart shows: year, month (1 to 12) and value; the names of the months in their order."""

    measure: Measure
    cells: tuple[tuple[int, int, float], ...]
    month_titles: tuple[str, ...]
    source_line: str = ""


@chart_function
def climate_calendar(data: ClimateCalendar, style: Style = STYLE) -> Chart | EmptyChart:
    """A cell a month, the stronger the higher the value."""
    if not data.cells:
        return EmptyChart(
            "climate_calendar",
            message(
                "{place} has no values by month of this index. Once there are, each month of each year is a cell here.",
                place=data.measure.place,
            ),
        )
    names = [style.translate(title) for title in data.month_titles]
    cells = sorted(data.cells)
    rows = tuple((year, names[month - 1], value) for year, month, value in cells)
    means = [_mean([value for _year, month, value in cells if month == number]) for number in range(1, 13)]
    highest = max(range(12), key=lambda number: means[number])
    values = {
        "place": data.measure.place,
        "index": style.translate(data.measure.title),
        "month": names[highest],
        "mean": data.measure.written(means[highest], style),
        "first": cells[0][0],
        "last": cells[-1][0],
    }
    title = message("{place}, {index}: highest in {month}, on average {mean}", **values)
    subtitle = message(
        "Month by month, {first}–{last}; the stronger the colour, the higher the value", **values
    )
    alt = message(
        "{title}. The table lists each month from {first} to {last}.", **values, title=style.translate(title)
    )
    spec = _spec(data, cells, rows, style)
    return finished(
        Chart("climate_calendar", title, subtitle, spec, COLUMNS, rows, alt, data.source_line), style
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("-inf")


def _drawn(
    data: ClimateCalendar,
    cells: Sequence[tuple[int, int, float]],
    rows: Sequence[tuple[Any, ...]],
    style: Style,
) -> list[dict[str, Any]]:
    """The rows with the edges and the strength of their cells."""
    low, high = min(cell[2] for cell in cells), max(cell[2] for cell in cells)
    return [
        {
            **record,
            "_left": year - 0.5,
            "_right": year + 0.5,
            "_top": (month - 1) * ROW,
            "_foot": month * ROW - 1,
            "_strength": round(0.03 + 0.97 * (value - low) / ((high - low) or 1.0), 3),
            "_written": data.measure.written(value, style),
        }
        for (year, month, value), record in zip(cells, records(COLUMNS, rows), strict=True)
    ]


def _spec(
    data: ClimateCalendar,
    cells: Sequence[tuple[int, int, float]],
    rows: Sequence[tuple[Any, ...]],
    style: Style,
) -> Spec:
    drawn = _drawn(data, cells, rows, style)
    first, last = cells[0][0], cells[-1][0]
    height = 12 * ROW
    room = NAMES * max(last - first, 10)
    across = {"domain": [first - room, last + 0.5], "nice": False, "zero": False}
    down = {"domain": [0, height], "nice": False, "range": [0, height], "zero": False}
    x = quantity("_left", scale=across, axis={**YEAR_AXIS, "values": year_ticks(first, last)})
    channels = {
        "x": x,
        "x2": {"field": "_right"},
        "y": quantity("_top", scale=down, axis=None),
        "y2": {"field": "_foot"},
        "fillOpacity": quantity("_strength", scale=None, legend=None),
        "tooltip": tooltip(*((key, style.translate(title)) for key, title in (
            ("year", _("Year")), ("month", _("Month")), ("_written", _("Value"))))),
    }  # fmt: skip
    names = [
        {"_name": style.translate(title), "_middle": (number + 0.5) * ROW}
        for number, title in enumerate(data.month_titles)
    ]
    labels = text(
        "names", {"value": 4}, quantity("_middle", scale=down, axis=None), "_name", has_halo=True,
        align="left", baseline="middle",
    )  # fmt: skip
    layers = [layer("rows", "bar", "solid-danger", channels), *labels]
    return specification(layers, {"rows": drawn, "names": names}, height, style)
