"""Where a member stands among the others, in emissions per inhabitant."""

from __future__ import annotations

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
from cascais.text import _, message

COLUMNS = (
    Column("name", _("Member")),
    Column("t_per_capita", _("Emissions per inhabitant"), "t CO₂e"),
    Column("is_estimated", _("Estimated")),
)
BINS = 60  # columns of dots; a dot of 8 px each on a page 480 px wide
DOT = 9  # px
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
    middle = median(item.t_per_capita for item in items)
    chosen = next((item for item in items if item.name == data.chosen), None)
    rows = tuple((item.name, item.t_per_capita, item.is_estimated) for item in items)
    language = style.language
    values = {
        "count": len(items),
        "median": number(middle, language),
        "lowest": number(items[0].t_per_capita, language),
        "highest": number(items[-1].t_per_capita, language),
    }
    title = message("Half of {count} members emit less than {median} t CO₂e per inhabitant", **values)
    if chosen:
        values |= {"member": chosen.name, "value": number(chosen.t_per_capita, language)}
        title = message(
            "{member} emits {value} t CO₂e per inhabitant; the median of {count} members is {median} t",
            **values,
        )
    alt = message("{title}. The range is {lowest} to {highest} t.", **values, title=style.translate(title))
    return finished(
        Chart(
            "network_distribution",
            title,
            message("Emissions per inhabitant, t CO₂e a year, latest inventory of each member"),
            _spec(items, chosen, middle, style),
            COLUMNS,
            rows,
            alt,
            data.source_line,
        ),
        style,
    )


def _spec(items: list[MemberEmissions], chosen: MemberEmissions | None, middle: float, style: Style) -> Spec:
    highest = max(item.t_per_capita for item in items) * 1.04 or 1.0
    lowest = (
        min(0.0, *(item.t_per_capita for item in items))
        if len(items) > 1
        else min(0.0, items[0].t_per_capita)
    )
    piles: dict[int, int] = {}
    drawn: list[dict[str, Any]] = []
    for item, record in zip(
        items, records(COLUMNS, [(i.name, i.t_per_capita, i.is_estimated) for i in items]), strict=True
    ):
        column = int(BINS * (item.t_per_capita - lowest) / (highest - lowest))
        piles[column] = piles.get(column, 0) + 1
        drawn.append(
            {**record, "_level": piles[column], "_amount": number(item.t_per_capita, style.language)}
        )
    tallest = max(piles.values())
    step = min(DOT, 260 / tallest)
    height = TOP + tallest * step + DOT
    for row in drawn:
        row["_px"] = height - (int(row["_level"]) - 0.3) * step

    def x(field: str) -> Spec:
        return quantity(
            field,
            scale={"domain": [lowest, highest], "nice": False, "zero": True},
            axis={**AMOUNT_AXIS, "grid": True, "domain": True},
        )

    dot = {
        "x": x("t_per_capita"),
        "y": down("_px", height),
        "tooltip": tooltip(("name", style.translate(_("Member"))), ("_amount", "t CO₂e")),
    }
    is_right = chosen is not None and _is_named_to_the_left(
        chosen.t_per_capita, middle, (highest - lowest) / 4
    )
    datasets = {
        "rows": drawn,
        "measured": [row for row in drawn if not row["is_estimated"]],
        "estimated": [row for row in drawn if row["is_estimated"]],
        "chosen": [
            row | {"_name_px": 26, "_foot": row["_px"]}
            for row in drawn
            if chosen and row["name"] == chosen.name
        ],
        "median": [
            {
                "_at": middle,
                "_top": 16,
                "_foot": height,
                "_label_px": 8,
                "_label": style.translate(message("median {value} t", value=number(middle, style.language))),
            }
        ],
    }
    size = (step * 0.85) ** 2
    layers = [
        layer(
            "median", "rule", "target", {"x": x("_at"), "y": down("_top", height), "y2": {"field": "_foot"}}
        ),
        layer("measured", "point", "dot", dot, filled=True, size=size),
        layer("estimated", "point", "dot-hollow", dot, filled=True, size=size),
        layer("chosen", "point", "dot-chosen", dot, filled=True, size=max(size * 2.5, 70)),
        *text(
            "median",
            x("_at"),
            down("_label_px", height),
            "_label",
            has_halo=True,
            align="left" if middle < (highest + lowest) / 2 else "right",
            baseline="middle",
        ),
        *text(
            "chosen",
            x("t_per_capita"),
            down("_px", height),
            "name",
            is_strong=True,
            has_halo=True,
            align="right" if is_right else "left",
            dx=-9 if is_right else 9,
            dy=-12,
        ),
    ]
    return specification(layers, datasets, height, style)


def _is_named_to_the_left(value: float, middle: float, quarter: float) -> bool:
    """Whether a name runs to the left of its dot: away from the median, unless the edge is near."""
    if value < quarter:
        return False
    return value < middle or value > 3 * quarter
