"""How much of an inventory is measured, by quality grade."""

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
from cascais.charts._drawing.numbers import number, percent
from cascais.charts._drawing.parts import Spec, tooltip
from cascais.charts._drawing.rows import BAR, LINE, amount, bars, captions, down
from cascais.text import Message, _, message

COLUMNS = (
    Column("grade", _("Grade")),
    Column("title", _("Meaning")),
    Column("emissions_t", _("Emissions"), _("t CO₂e")),
    Column("is_estimated", _("Estimated")),
)
STYLES = ("solid-accent", "soft-accent", "faint-accent", "hollow-muted")
KEY_WIDTH = 0.035  # of the width, a key beside a grade's name


@dataclass(frozen=True, slots=True)
class GradeShare:
    """Emissions [t CO2e] whose activity data have a grade; `is_estimated` for pre-filled and proxy figures."""

    grade: str
    title: str
    emissions_t: float
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class QualityBar:
    """What the chart shows; grades from best to worst."""

    member: str
    year: int
    grades: tuple[GradeShare, ...]
    source_line: str = ""


@chart_function
def quality_bar(data: QualityBar, style: Style = STYLE) -> Chart | EmptyChart:
    """One bar of the whole total, cut by grade from best to worst, estimates hollow; the grades listed under it."""
    items = [item for item in data.grades if item.emissions_t > 0]
    if not items:
        return EmptyChart(
            "quality_bar",
            message(
                "The inventory of {member} for {year} has no emissions yet, so there is no data quality to show.",
                member=data.member,
                year=data.year,
            ),
        )
    title, alt = _words(data, items, style)
    rows = tuple(
        (item.grade, style.translate(item.title), item.emissions_t, item.is_estimated) for item in items
    )
    chart = Chart(
        "quality_bar",
        title,
        message("Share of emissions by quality grade of the activity data"),
        _spec(items, rows, style),
        COLUMNS,
        rows,
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _words(data: QualityBar, items: list[GradeShare], style: Style) -> tuple[Message, Message]:
    language, translate = style.language, style.translate
    total = sum(item.emissions_t for item in items)
    estimated = sum(item.emissions_t for item in items if item.is_estimated)
    title = message(
        "{measured} of the emissions of {member} in {year} rest on local figures, {estimated} are estimated",
        member=data.member,
        year=data.year,
        measured=percent(1 - estimated / total, language),
        estimated=percent(estimated / total, language),
    )
    everything = "; ".join(
        f"{item.grade} ({translate(item.title)}) {percent(item.emissions_t / total, language)}"
        for item in items
    )
    return title, message("{title}. By grade: {all}.", title=translate(title), all=everything)


def _drawn(items: list[GradeShare], rows: Sequence[tuple[Cell, ...]], style: Style) -> list[dict[str, Any]]:
    """The rows with the edges of their segment, and of their key under the bar."""
    total = sum(item.emissions_t for item in items)
    drawn: list[dict[str, Any]] = []
    start = 0.0
    for index, (item, record) in enumerate(zip(items, records(COLUMNS, rows), strict=True)):
        name_px = 2 * BAR + 12 + index * (LINE + 6)
        segment = {"_start": start, "_end": start + item.emissions_t, "_top": 0, "_bottom": 2 * BAR}
        key = {"_key_top": name_px + 1, "_key_bottom": name_px + 11, "_key_start": 0.0}
        words = {
            "_lines": f"{item.grade} – {record['title']}",
            "_value": percent(item.emissions_t / total, style.language),
            "_tonnes": number(item.emissions_t, style.language),
        }
        look = {"_style": STYLES[3] if item.is_estimated else STYLES[min(index, 2)], "_name_px": name_px}
        drawn.append({**record, **segment, **key, **words, **look, "_key_end": KEY_WIDTH * total})
        start += item.emissions_t
    return drawn


def _spec(items: list[GradeShare], rows: Sequence[tuple[Cell, ...]], style: Style) -> Spec:
    drawn = _drawn(items, rows, style)
    total = sum(item.emissions_t for item in items)
    height = float(drawn[-1]["_name_px"]) + LINE + 4
    translate = style.translate
    hint = tooltip(
        ("_lines", translate(_("Grade"))),
        ("_value", translate(_("Share"))),
        ("_tonnes", translate(_("t CO₂e"))),
    )
    datasets: dict[str, list[dict[str, Any]]] = {"rows": drawn}
    layers: list[Spec] = []
    for name in STYLES:
        datasets[name] = [row for row in drawn if row["_style"] == name]
        edges = (amount("_start", total), amount("_end", total))
        layers.append(bars(name, name, edges, height, tooltip=hint))
        key = bars(name, name, (amount("_key_start", total), amount("_key_end", total)), height)
        key["encoding"] |= {"y": down("_key_top", height), "y2": {"field": "_key_bottom"}}
        layers.append(key)
    names = captions("rows", height)
    names[0]["encoding"]["x"] = amount("_key_end", total)
    names[0]["mark"]["dx"] = 6
    return specification([*layers, *names], datasets, height, style)
