"""Where a member stands among the others, in emissions per inhabitant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
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
from cascais.charts._drawing.numbers import number
from cascais.charts._drawing.parts import AMOUNT_AXIS, Spec, layer, quantity, text, tooltip
from cascais.charts._drawing.rows import down
from cascais.text import Message, _, message

COLUMNS = (
    Column("name", _("Member")),
    Column("t_per_capita", _("Emissions per inhabitant"), _("t CO₂e")),
    Column("is_estimated", _("Estimated")),
)
BINS = 60  # columns of dots; a dot of 8 px each on a page 480 px wide
DOT = 9  # px
TALLEST = 260  # px, the highest pile
TOP = 44  # px above the highest dot for the member's name and the median's


@dataclass(frozen=True, slots=True)
class MemberEmissions:
    """A member's emissions per inhabitant [t CO2e]."""

    name: str
    t_per_capita: float
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class NetworkDistribution:
    """What the chart shows; `chosen` is the name of the member to highlight, empty for none."""

    members: tuple[MemberEmissions, ...]
    chosen: str = ""
    source_line: str = ""


@chart_function
def network_distribution(data: NetworkDistribution, style: Style = STYLE) -> Chart | EmptyChart:
    """One dot a member, piled where they are alike, the chosen one named, the median as a line."""
    items = sorted(data.members, key=lambda item: (item.t_per_capita, item.name))
    if not items:
        return EmptyChart(
            "network_distribution",
            message("No member has an inventory with a population yet, so there is nothing to compare."),
        )
    rows = tuple((item.name, item.t_per_capita, item.is_estimated) for item in items)
    chosen = next((item for item in items if item.name == data.chosen), None)
    title, alt = _words(items, chosen, style)
    chart = Chart(
        "network_distribution",
        title,
        message("Emissions per inhabitant, t CO₂e a year, latest inventory of each member"),
        _spec(items, chosen, style),
        COLUMNS,
        rows,
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _middle(items: list[MemberEmissions]) -> float:
    return median(item.t_per_capita for item in items)


def _words(
    items: list[MemberEmissions], chosen: MemberEmissions | None, style: Style
) -> tuple[Message, Message]:
    values: dict[str, Any] = {
        "count": len(items),
        "median": number(_middle(items), style.language),
        "lowest": number(items[0].t_per_capita, style.language),
        "highest": number(items[-1].t_per_capita, style.language),
    }
    title = message("Half of {count} members emit less than {median} t CO₂e per inhabitant", **values)
    if chosen:
        values |= {"member": chosen.name, "value": number(chosen.t_per_capita, style.language)}
        title = message(
            "{member} emits {value} t CO₂e per inhabitant; the median of {count} members is {median} t",
            **values,
        )
    return title, message(
        "{title}. The range is {lowest} to {highest} t.", **values, title=style.translate(title)
    )


@dataclass(frozen=True, slots=True)
class _Plane:
    """Limits of the amounts, and the size and height that piles of dots need."""

    lowest: float
    highest: float
    step_px: float
    height_px: float

    def x(self, field: str) -> Spec:
        scale = {"domain": [self.lowest, self.highest], "nice": False, "zero": True}
        return quantity(field, scale=scale, axis={**AMOUNT_AXIS, "grid": True, "domain": True})

    def y(self, field: str) -> Spec:
        return down(field, self.height_px)


def _piled(items: list[MemberEmissions], style: Style) -> tuple[_Plane, list[dict[str, Any]]]:
    """The plane, and the rows with their place in the pile of like members."""
    highest = 1.04 * max(0.1, items[-1].t_per_capita)
    lowest = min(0.0, items[0].t_per_capita)
    piles: Counter[int] = Counter()
    drawn: list[dict[str, Any]] = []
    table = [(item.name, item.t_per_capita, item.is_estimated) for item in items]
    for item, record in zip(items, records(COLUMNS, table), strict=True):
        column = int(BINS * (item.t_per_capita - lowest) / (highest - lowest))
        piles[column] += 1
        amount = number(item.t_per_capita, style.language)
        drawn.append({**record, "_level": piles[column], "_amount": amount})
    tallest = max(piles.values())
    step = min(DOT, TALLEST / tallest)
    plane = _Plane(lowest, highest, step, TOP + tallest * step + DOT)
    return plane, [row | {"_px": plane.height_px - (row["_level"] - 0.3) * step} for row in drawn]


def _spec(items: list[MemberEmissions], chosen: MemberEmissions | None, style: Style) -> Spec:
    plane, drawn = _piled(items, style)
    hint = tooltip(("name", style.translate(_("Member"))), ("_amount", style.translate(_("t CO₂e"))))
    dot = {"x": plane.x("t_per_capita"), "y": plane.y("_px"), "tooltip": hint}
    size = (plane.step_px * 0.85) ** 2
    datasets = {
        "rows": drawn,
        "median": [_median_row(items, plane, style)],
        "measured": [row for row in drawn if not row["is_estimated"]],
        "estimated": [row for row in drawn if row["is_estimated"]],
        "chosen": [row for row in drawn if chosen and row["name"] == chosen.name],
    }
    rule = {"x": plane.x("_at"), "y": plane.y("_top"), "y2": {"field": "_foot"}}
    align = "left" if _middle(items) < (plane.lowest + plane.highest) / 2 else "right"
    place = (plane.x("_at"), plane.y("_label_px"))
    layers = [
        layer("median", "rule", "target", rule),
        layer("measured", "point", "dot", dot, filled=True, size=size),
        layer("estimated", "point", "dot-hollow", dot, filled=True, size=size),
        layer("chosen", "point", "dot-chosen", dot, filled=True, size=max(size * 2.5, 70)),
        *text("median", *place, "_label", has_halo=True, align=align, baseline="middle"),
        *(_name(chosen, _middle(items), plane) if chosen else []),
    ]
    return specification(layers, datasets, plane.height_px, style)


def _median_row(items: list[MemberEmissions], plane: _Plane, style: Style) -> dict[str, Any]:
    middle = _middle(items)
    label = style.translate(message("median {value} t", value=number(middle, style.language)))
    return {"_at": middle, "_top": 16, "_foot": plane.height_px, "_label_px": 8, "_label": label}


def _name(chosen: MemberEmissions, middle: float, plane: _Plane) -> list[Spec]:
    """The chosen member's name, away from the median unless the edge is near."""
    quarter = (plane.highest - plane.lowest) / 4
    place = chosen.t_per_capita - plane.lowest
    is_leftwards = place >= quarter and (chosen.t_per_capita < middle or place > 3 * quarter)
    side: dict[str, Any] = {"align": "right", "dx": -9} if is_leftwards else {"align": "left", "dx": 9}
    x, y = plane.x("t_per_capita"), plane.y("_px")
    return text("chosen", x, y, "name", is_strong=True, has_halo=True, dy=-12, **side)
