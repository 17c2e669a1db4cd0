"""By how much members changed their emissions since their base year."""

from __future__ import annotations

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
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.numbers import number, percent
from cascais.charts._drawing.parts import AMOUNT_AXIS, Spec, layer, nominal, quantity, tooltip
from cascais.text import Message, _, message

COLUMNS = (
    Column("change", _("Change since the base year")),
    Column("members", _("Members")),
)
HEIGHT = 200  # px
MOST_TICKS = 5  # members up to which each has its line
BOUNDS = (-1.0, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 10.0)
"""Limits of the classes, as shares of the emissions of the base year; the outermost hold all beyond."""


@dataclass(frozen=True, slots=True)
class ChangeSinceBase:
    """How many members lie in each class of BOUNDS, and the median change as a share of one."""

    members: tuple[int, ...]
    median: float = 0.0
    source_line: str = ""


@chart_function
def change_since_base(data: ChangeSinceBase, style: Style = STYLE) -> Chart | EmptyChart:
    """One bar a class of ten per cent: less to the left of nought, more to the right."""
    count = sum(data.members)
    if not count:
        return EmptyChart(
            "change_since_base",
            message("No member has inventories of two years yet, so no change can be shown."),
        )
    rows = tuple((_class(place, style), members) for place, members in enumerate(data.members))
    title, alt = _words(data, count, style)
    chart = Chart(
        "change_since_base",
        title,
        message("Members by the change of their emissions from the first to the latest inventory"),
        _spec(data, rows, style),
        COLUMNS,
        rows,
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _class(place: int, style: Style) -> str:
    """A class in words, e.g. "−20 to −10 %"."""
    low, high = BOUNDS[place], BOUNDS[place + 1]
    if place == 0:
        return style.translate(message("below {high}", high=percent(high, style.language, is_signed=True)))
    if place == len(BOUNDS) - 2:
        return style.translate(message("above {low}", low=percent(low, style.language, is_signed=True)))
    low_number = number(100 * low, style.language, 0)
    words = message("{low} to {high}", low=low_number, high=percent(high, style.language, is_signed=True))
    return style.translate(words)


def _words(data: ChangeSinceBase, count: int, style: Style) -> tuple[Message, Message]:
    less = sum(members for members, high in zip(data.members, BOUNDS[1:], strict=True) if high <= 0)
    values: dict[str, Any] = {
        "less": number(less, style.language),
        "count": number(count, style.language),
        "median": percent(data.median, style.language, is_signed=True),
    }
    title = message(
        "{less} of {count} members emit less than in their base year; the median change is {median}", **values
    )
    everything = "; ".join(
        f"{_class(place, style)}: {members}" for place, members in enumerate(data.members) if members
    )
    return title, message("{title}. {all}.", title=style.translate(title), all=everything)


def _spec(data: ChangeSinceBase, rows: tuple[tuple[str, int], ...], style: Style) -> Spec:
    drawn = [
        {**record, "_left": place + 0.06, "_right": place + 0.94, "_zero": 0}
        for place, record in enumerate(records(COLUMNS, rows))
    ]
    zero = BOUNDS.index(0.0)
    datasets = {"rows": drawn, "less": drawn[:zero], "more": drawn[zero:], "axis": _ticks(style)}
    span = {"domain": [0, len(rows)], "nice": False, "zero": False}
    highest = max(row[1] for row in rows)
    whole = {"values": list(range(highest + 1))} if highest <= MOST_TICKS else {}
    y_axis = {**AMOUNT_AXIS, "grid": True, "title": None, **whole}
    channels = {
        "x": quantity("_left", axis=None, scale=span),
        "x2": {"field": "_right"},
        "y": quantity("members", axis=y_axis, scale={"domain": [0, highest], "zero": True}),
        "y2": {"field": "_zero"},
        "tooltip": tooltip(
            ("change", style.translate(COLUMNS[0].title)), ("members", style.translate(COLUMNS[1].title))
        ),
    }
    label = {
        "x": quantity("_at", axis=None, scale=span),
        "y": {"value": HEIGHT + 14},
        "text": nominal("_label"),
    }
    layers = [
        layer("less", "bar", "solid-accent", channels),
        layer("more", "bar", "solid-warning", channels),
        layer("axis", "text", "label", label, align="center", baseline="middle"),
    ]
    return specification(layers, datasets, HEIGHT, style)


def _ticks(style: Style) -> list[dict[str, Any]]:
    """The limits between the classes, every second one so that they have room on a phone."""
    return [
        {"_at": place, "_label": percent(bound, style.language, is_signed=True)}
        for place, bound in enumerate(BOUNDS)
        if 0 < place < len(BOUNDS) - 1 and (place - BOUNDS.index(0.0)) % 3 == 0
    ]
