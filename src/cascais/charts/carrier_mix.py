"""Final energy of one year by carrier."""

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
from cascais.charts._drawing.numbers import number, percent
from cascais.charts._drawing.parts import Spec, tooltip
from cascais.charts._drawing.rows import amount, bars, caption, captions, height_px, places
from cascais.text import Message, _, message

COLUMNS = (
    Column("title", _("Carrier")),
    Column("measured_mwh", _("Measured"), "MWh"),
    Column("estimated_mwh", _("Estimated"), "MWh"),
)


@dataclass(frozen=True, slots=True)
class CarrierEnergy:
    """Final energy of a carrier [MWh]: from local figures, and estimated."""

    title: str
    measured_mwh: float
    estimated_mwh: float = 0.0

    @property
    def total_mwh(self) -> float:
        """Both parts [MWh]."""
        return self.measured_mwh + self.estimated_mwh


@dataclass(frozen=True, slots=True)
class CarrierMix:
    """What the chart shows."""

    member: str
    year: int
    carriers: tuple[CarrierEnergy, ...]
    source_line: str = ""


@chart_function
def carrier_mix(data: CarrierMix, style: Style = STYLE) -> Chart | EmptyChart:
    """Bars by carrier, largest first; the estimated part hollow."""
    items = sorted((item for item in data.carriers if item.total_mwh > 0), key=lambda item: -item.total_mwh)
    if not items:
        return EmptyChart(
            "carrier_mix",
            message(
                "{member} has no energy figures for {year} yet. Enter or import energy use to see it by carrier.",
                member=data.member,
                year=data.year,
            ),
        )
    rows = tuple((style.translate(item.title), item.measured_mwh, item.estimated_mwh) for item in items)
    title, alt = _words(data, items, style)
    chart = Chart(
        "carrier_mix",
        title,
        message("Final energy by carrier, MWh and share"),
        _spec(items, rows, style),
        COLUMNS,
        rows,
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _words(data: CarrierMix, items: list[CarrierEnergy], style: Style) -> tuple[Message, Message]:
    language, translate = style.language, style.translate
    total = sum(item.total_mwh for item in items)
    values = {
        "member": data.member,
        "year": data.year,
        "carrier": translate(items[0].title),
        "share": percent(items[0].total_mwh / total, language),
        "total": number(total, language),
        "all": "; ".join(f"{translate(item.title)} {number(item.total_mwh, language)} MWh" for item in items),
    }
    title = message("{carrier}: {share} of the final energy of {member} in {year}", **values)
    alt = message(
        "{carrier} is the largest carrier of {member} in {year} with {share} of {total} MWh. All carriers: {all}.",
        **values,
    )
    return title, alt


def _spec(items: list[CarrierEnergy], rows: Sequence[tuple[Cell, ...]], style: Style) -> Spec:
    found = places([str(row[0]) for row in rows])
    height = height_px(found)
    total = sum(item.total_mwh for item in items)
    drawn = []
    for item, place, record in zip(items, found, records(COLUMNS, rows), strict=True):
        value = (
            f"{number(item.total_mwh, style.language)} · {percent(item.total_mwh / total, style.language)}"
        )
        drawn.append(
            {**record, **place.bar(), **caption(place, value), "_start": 0.0, "_total": item.total_mwh}
        )
    highest = items[0].total_mwh
    start, measured, end = (amount(field, highest) for field in ("_start", "measured_mwh", "_total"))
    hint = tooltip(("title", style.translate(_("Carrier"))), ("_value", "MWh"))
    layers = [
        bars("rows", "solid-accent", (start, measured), height, tooltip=hint),
        bars("estimated", "hollow-accent", (measured, end), height, tooltip=hint),
        *captions("rows", height),
    ]
    datasets = {"rows": drawn, "estimated": [row for row in drawn if row["estimated_mwh"]]}
    return specification(layers, datasets, height, style)
