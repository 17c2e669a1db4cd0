"""How old the latest inventories of the members are."""

from __future__ import annotations

from dataclasses import dataclass

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
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.numbers import number, percent
from cascais.charts._drawing.parts import Spec
from cascais.charts._drawing.rows import amount, bars, caption, captions, height_px, places
from cascais.text import Message, _, message

COLUMNS = (
    Column("age", _("Age of the latest inventory")),
    Column("members", _("Members")),
)
CLASSES = (
    _("Up to two years"),
    _("Three or four years"),
    _("Five to nine years"),
    _("Ten years or more"),
    _("No inventory"),
)
LIMITS = (0, 3, 5, 10)
"""The age in years at which each class but the last begins."""


@dataclass(frozen=True, slots=True)
class InventoryAges:
    """How many members lie in each class of CLASSES."""

    members: tuple[int, int, int, int, int]
    source_line: str = ""


@chart_function
def inventory_ages(data: InventoryAges, style: Style = STYLE) -> Chart | EmptyChart:
    """One bar a class of ages, hollow for members without an inventory."""
    count = sum(data.members)
    if not count:
        return EmptyChart("inventory_ages", message("There is no member here, so there is no age to show."))
    rows = tuple(
        (style.translate(title), members) for title, members in zip(CLASSES, data.members, strict=True)
    )
    title, alt = _words(data, count, rows, style)
    chart = Chart(
        "inventory_ages",
        title,
        message("Members by the age of their latest published inventory"),
        _spec(count, rows, style),
        COLUMNS,
        rows,
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _words(
    data: InventoryAges, count: int, rows: tuple[tuple[str, int], ...], style: Style
) -> tuple[Message, Message]:
    title = message(
        "{recent} of {count} members have an inventory of the last four years",
        recent=number(sum(data.members[:2]), style.language),
        count=number(count, style.language),
    )
    everything = "; ".join(f"{name}: {members}" for name, members in rows)
    return title, message("{title}. {all}.", title=style.translate(title), all=everything)


def _spec(count: int, rows: tuple[tuple[str, int], ...], style: Style) -> Spec:
    found = places([row[0] for row in rows])
    height = height_px(found)
    drawn = [
        {
            **record,
            **place.bar(),
            **caption(
                place, f"{number(members, style.language)} · {percent(members / count, style.language)}"
            ),
            "_start": 0,
        }
        for (_name, members), place, record in zip(rows, found, records(COLUMNS, rows), strict=True)
    ]
    highest = max(members for _name, members in rows)
    start, end = amount("_start", highest), amount("members", highest)
    datasets = {"rows": drawn, "recent": drawn[:2], "old": drawn[2:4], "none": drawn[4:]}
    layers = [
        bars("recent", "solid-accent", (start, end), height),
        bars("old", "solid-warning", (start, end), height),
        bars("none", "hollow-muted", (start, end), height),
        *captions("rows", height),
    ]
    return specification(layers, datasets, height, style)
