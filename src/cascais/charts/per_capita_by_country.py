"""How emissions per inhabitant are spread over the members of each country."""

from __future__ import annotations

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
from cascais.charts._drawing.numbers import number
from cascais.charts._drawing.parts import Spec, layer, tooltip
from cascais.charts._drawing.rows import amount, bars, caption, captions, down, height_px, places
from cascais.text import Message, _, message

COLUMNS = (
    Column("country", _("Country")),
    Column("members", _("Members")),
    Column("tenth", _("A tenth lies below"), _("t CO₂e")),
    Column("quarter", _("A quarter lies below"), _("t CO₂e")),
    Column("median", _("Half lie below"), _("t CO₂e")),
    Column("three_quarters", _("Three quarters lie below"), _("t CO₂e")),
    Column("nine_tenths", _("Nine tenths lie below"), _("t CO₂e")),
)


@dataclass(frozen=True, slots=True)
class CountrySpread:
    """The emissions per inhabitant [t CO2e] that a tenth, a quarter, half … of a country's members lie below."""

    country: str
    members: int
    tenth: float
    quarter: float
    median: float
    three_quarters: float
    nine_tenths: float


@dataclass(frozen=True, slots=True)
class PerCapitaByCountry:
    """What the chart shows, in the order of its rows."""

    countries: tuple[CountrySpread, ...]
    source_line: str = ""


@chart_function
def per_capita_by_country(data: PerCapitaByCountry, style: Style = STYLE) -> Chart | EmptyChart:
    """One row a country: half of its members in the thick bar, eight of ten in the thin one, a mark at the median."""
    if not data.countries:
        return EmptyChart(
            "per_capita_by_country",
            message(
                "No country has five members with an inventory and a population yet, so there is no spread to show."
            ),
        )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            style.translate(each.country),
            each.members,
            each.tenth,
            each.quarter,
            each.median,
            each.three_quarters,
            each.nine_tenths,
        )
        for each in data.countries
    )
    title, alt = _words(data, style)
    subtitle = message(
        "Emissions per inhabitant, t CO₂e a year: half of the members in the dark bar, eight of ten in the pale one"
    )
    chart = Chart(
        "per_capita_by_country",
        title,
        subtitle,
        _spec(data, rows, style),
        COLUMNS,
        rows,
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _words(data: PerCapitaByCountry, style: Style) -> tuple[Message, Message]:
    highest = max(data.countries, key=lambda each: each.median)
    lowest = min(data.countries, key=lambda each: each.median)
    values = {
        "highest": style.translate(highest.country),
        "high": number(highest.median, style.language),
        "lowest": style.translate(lowest.country),
        "low": number(lowest.median, style.language),
    }
    title = message("Half of the members in {highest} emit more than {high} t CO₂e per inhabitant", **values)
    if highest is not lowest:
        title = message(
            "Half of the members in {highest} emit more than {high} t CO₂e per inhabitant, in {lowest} more than {low} t",
            **values,
        )
    everything = "; ".join(
        f"{style.translate(each.country)}: {number(each.median, style.language)} t" for each in data.countries
    )
    return title, message("{title}. {all}.", title=style.translate(title), all=everything)


def _spec(data: PerCapitaByCountry, rows: tuple[tuple[Cell, ...], ...], style: Style) -> Spec:
    found = places([str(row[0]) for row in rows])
    height = height_px(found)
    highest = max(each.nine_tenths for each in data.countries)
    lowest = min(0.0, min(each.tenth for each in data.countries))
    drawn = [
        {**record, **place.bar(), **caption(place, _value(each, style))}
        for each, place, record in zip(data.countries, found, records(COLUMNS, rows), strict=True)
    ]
    tenth, quarter, middle, three_quarters, nine_tenths = (
        amount(column.key, highest, lowest) for column in COLUMNS[2:]
    )
    median = {"x": middle, "y": down("_top", height), "y2": {"field": "_bottom"}}
    hint = tooltip(
        ("country", style.translate(_("Country"))), ("_value", style.translate(_("Half lie below")))
    )
    layers = [
        bars("rows", "faint-accent", (tenth, nine_tenths), height, tooltip=hint),
        bars("rows", "solid-accent", (quarter, three_quarters), height, tooltip=hint),
        layer("rows", "rule", "range-halo", median),
        layer("rows", "rule", "range-50", median),
        *captions("rows", height),
    ]
    return specification(layers, {"rows": drawn}, height, style)


def _value(each: CountrySpread, style: Style) -> str:
    words = message(
        "{median} t, {count} members",
        median=number(each.median, style.language),
        count=number(each.members, style.language),
    )
    return style.translate(words)
