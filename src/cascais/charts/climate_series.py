"""A climate index year by year, with its trend, the means of thirty years and what scenarios say."""

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
from cascais.charts._drawing.climate import Measure, Plane, YearValue, known
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.parts import Spec, layer, text, tooltip
from cascais.text import Message, _, message

__all__ = ["ClimateSeries", "ClimateTrend", "Measure", "ScenarioBand", "YearValue", "climate_series"]

HEIGHT = 300  # px
COLUMNS = (
    Column("year", _("Year")),
    Column("value", _("Value")),
    Column("missing_days", _("Missing days")),
)


@dataclass(frozen=True, slots=True)
class ClimateTrend:
    """Sen slope per decade with its 95 % interval, the years it is of, and whether it can be told from chance."""

    per_decade: float
    low: float
    high: float
    first: int
    last: int
    is_detectable: bool


@dataclass(frozen=True, slots=True)
class ScenarioBand:
    """A scenario: the year in the middle of each thirty years with median, lowest and highest of the models."""

    title: str
    points: tuple[tuple[int, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class ClimateSeries:
    """What the chart shows; `means` are first year, last year and mean value."""

    measure: Measure
    years: tuple[YearValue, ...]
    means: tuple[tuple[int, int, float], ...] = ()
    trend: ClimateTrend | None = None
    scenarios: tuple[ScenarioBand, ...] = ()
    source_line: str = ""


@chart_function
def climate_series(data: ClimateSeries, style: Style = STYLE) -> Chart | EmptyChart:
    """A dot a year, means of thirty years as bold lines, the trend dashed within its 95 % band."""
    points = known(data.years)
    if not points:
        return EmptyChart(
            "climate_series",
            message(
                "{place} has no values of this index yet. Once results are imported, each year stands here.",
                place=data.measure.place,
            ),
        )
    rows = tuple((each.year, each.value, each.missing_days) for each in data.years)
    title = _title(data, points, style)
    chart = Chart(
        "climate_series",
        title,
        message(
            "{index}, {unit}, by year",
            index=style.translate(data.measure.title),
            unit=style.translate(data.measure.unit),
        ),
        _spec(data, points, rows, style),
        COLUMNS,
        rows,
        _alt(data, points, title, style),
        data.source_line,
    )
    return finished(chart, style)


def _title(data: ClimateSeries, points: Sequence[tuple[int, float]], style: Style) -> Message:
    measure = data.measure
    names = {"place": measure.place, "index": style.translate(measure.title)}
    if len(data.means) > 1:
        (first, last, before), (since, until, after) = data.means[0], data.means[-1]
        return message(
            "{place}, {index}: on average {before} in {first}–{last}, {after} in {since}–{until}",
            **names, before=measure.written(before, style), after=measure.written(after, style),
            first=first, last=last, since=since, until=until,
        )  # fmt: skip
    mean = sum(value for _year, value in points) / len(points)
    return message(
        "{place}, {index}: on average {mean} in {first}–{last}",
        **names, mean=measure.written(mean, style), first=points[0][0], last=points[-1][0],
    )  # fmt: skip


def _alt(data: ClimateSeries, points: Sequence[tuple[int, float]], title: Message, style: Style) -> Message:
    lowest, highest = min(points, key=lambda point: point[1]), max(points, key=lambda point: point[1])
    return message(
        "{title}. Lowest {low} in {low_year}, highest {high} in {high_year}. {trend}",
        title=style.translate(title),
        low=data.measure.written(lowest[1], style), low_year=lowest[0],
        high=data.measure.written(highest[1], style), high_year=highest[0],
        trend=style.translate(trend_sentence(data.measure, data.trend, style)),
    )  # fmt: skip


def trend_sentence(measure: Measure, trend: ClimateTrend | None, style: Style) -> Message:
    """What the trend says, in words."""
    if trend is None:
        return message("A trend cannot be told from these years.")
    values = {
        "slope": measure.written(trend.per_decade, style, is_signed=True),
        "low": measure.written(trend.low, style, is_signed=True),
        "high": measure.written(trend.high, style, is_signed=True),
        "first": trend.first,
        "last": trend.last,
    }
    if trend.is_detectable:
        return message(
            "Trend {first}–{last}: {slope} in ten years (95 % interval {low} to {high}).", **values
        )
    return message(
        "Trend {first}–{last}: {slope} in ten years (95 % interval {low} to {high}), not distinguishable from chance.",
        **values,
    )


def _trend_line(data: ClimateSeries, points: Sequence[tuple[int, float]]) -> list[dict[str, Any]]:
    """The line through the middle of the points with its slope, and the band of the slope's interval around it."""
    trend = data.trend
    if trend is None:
        return []
    inside = sorted(value for year, value in points if trend.first <= year <= trend.last)
    middle_year, middle = (trend.first + trend.last) / 2, inside[len(inside) // 2]
    line = []
    for year in range(trend.first, trend.last + 1):
        decades = (year - middle_year) / 10
        ends = sorted((middle + trend.low * decades, middle + trend.high * decades))
        line.append(
            {"year": year, "_value": middle + trend.per_decade * decades, "_low": ends[0], "_high": ends[1]}
        )
    return line


def _spec(
    data: ClimateSeries, points: list[tuple[int, float]], rows: Sequence[tuple[Any, ...]], style: Style
) -> Spec:
    line = _trend_line(data, points)
    bands: list[dict[str, Any]] = [
        {"year": year, "_middle": middle, "_low": low, "_high": high, "_name": style.translate(band.title)}
        for band in data.scenarios
        for year, middle, low, high in band.points
    ]
    values = [value for _year, value in points] + [row[key] for row in line for key in ("_low", "_high")]
    values += [row[key] for row in bands for key in ("_low", "_high")]
    years = [year for year, _value in points] + [row["year"] for row in bands]
    plane = Plane.around(years, values, is_amount=data.measure.is_amount)
    drawn = [
        {
            **record,
            "_written": "" if record["value"] is None else data.measure.written(record["value"], style),
        }
        for record in records(COLUMNS, rows)
    ]
    datasets = {
        "rows": drawn,
        "known": [row for row in drawn if row["value"] is not None],
        "trend": line,
        "means": [
            {"_from": first, "_to": last, "_mean": mean, "_name": data.measure.written(mean, style)}
            for first, last, mean in data.means
        ],
        "scenarios": bands,
        "ends": [max((row for row in bands if row["_name"] == style.translate(band.title)), key=lambda row: row["year"])
                 for band in data.scenarios if band.points],
    }  # fmt: skip
    return specification(_layers(plane, datasets, style), datasets, HEIGHT, style)


def _layers(plane: Plane, datasets: dict[str, list[dict[str, Any]]], style: Style) -> list[Spec]:
    hint = tooltip(("year", style.translate(_("Year"))), ("_written", style.translate(_("Value"))))
    low, high = plane.y("_low"), {"field": "_high"}
    detail = {"detail": {"field": "_name", "type": "nominal"}}
    layers = []
    if datasets["scenarios"]:
        layers.append(layer("scenarios", "area", "band-90", {"x": plane.x(), "y": low, "y2": high, **detail}))
        layers.append(
            layer("scenarios", "line", "projection", {"x": plane.x(), "y": plane.y("_middle"), **detail})
        )
        layers += text("ends", plane.x(), plane.y("_middle"), "_name", has_halo=True, align="right", dy=-10)
    if datasets["trend"]:
        layers.append(layer("trend", "area", "band-50", {"x": plane.x(), "y": low, "y2": high}))
    layers.append(
        layer(
            "known",
            "point",
            "dot",
            {"x": plane.x(), "y": plane.y("value"), "tooltip": hint},
            filled=True,
            size=34,
        )
    )
    if datasets["trend"]:
        layers.append(layer("trend", "line", "target", {"x": plane.x(), "y": plane.y("_value")}))
    if datasets["means"]:
        span = {"x": plane.x("_from"), "x2": {"field": "_to"}, "y": plane.y("_mean")}
        layers.append(layer("means", "rule", "range-50", span))
        layers += text(
            "means",
            plane.x("_from"),
            plane.y("_mean"),
            "_name",
            is_strong=True,
            has_halo=True,
            align="left",
            dy=-9,
        )
    return layers
