"""Emissions by sector over time against every target."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import pairwise
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
from cascais.charts._drawing.end_labels import LETTER, LINE, Name, Plane, Rect, Standing, places
from cascais.charts._drawing.numbers import number
from cascais.charts._drawing.palette import SECTOR_GROUPS, sector_group
from cascais.charts._drawing.parts import (
    AMOUNT_AXIS,
    YEAR_AXIS,
    Spec,
    if_estimated,
    layer,
    nominal,
    quantity,
    sector_colour,
    text,
    tooltip,
    year_ticks,
)
from cascais.charts._drawing.year_words import alt, subtitle, title
from cascais.charts._drawing.years import (
    EmissionsAndTargets,
    InventoryYear,
    ProjectedYear,
    SectorEmissions,
    TargetPath,
)
from cascais.text import _, message

__all__ = [
    "EmissionsAndTargets",
    "InventoryYear",
    "ProjectedYear",
    "SectorEmissions",
    "TargetPath",
    "emissions_and_targets",
]

HEIGHT = 340  # px
RANGE_50, RANGE_90 = 0.674490 / 1.959964, 1.644854 / 1.959964  # of the 95 % half-width, if errors are normal
LABEL_LETTERS = 14
ROOM_FOR_TOTAL = 0.2  # of the width of the drawing
COLUMNS = (
    Column("year", _("Year")),
    Column("sector", _("Sector")),
    Column("emissions_t", _("Emissions"), _("t CO₂e")),
    Column("is_estimated", _("Estimated")),
)


@chart_function
def emissions_and_targets(data: EmissionsAndTargets, style: Style = STYLE) -> Chart | EmptyChart:
    """Stacked emissions at the inventory years on a true time axis, total with its range, targets as dashed lines."""
    if not data.years:
        return EmptyChart(
            "emissions_and_targets",
            message(
                "{member} has no inventory yet. Import one to see its emissions against its targets.",
                member=data.member,
            ),
        )
    years = tuple(sorted(data.years, key=lambda item: item.year))
    drawing = _Drawing(data, years, style)
    rows = _rows(years, style)
    spec = specification(_layers(drawing, rows), _datasets(drawing, rows), HEIGHT, style)
    sentence = title(data, years, style)
    return finished(
        Chart(
            "emissions_and_targets",
            sentence,
            subtitle(years),
            spec,
            COLUMNS,
            tuple(rows),
            alt(data, years, sentence, style),
            data.source_line,
        ),
        style,
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    data: EmissionsAndTargets
    years: tuple[InventoryYear, ...]
    style: Style

    @property
    def first(self) -> int:
        return min([self.years[0].year, *(path.points[0][0] for path in self.data.targets)])

    @property
    def last(self) -> int:
        ends = [path.points[-1][0] for path in self.data.targets] + [
            item.year for item in self.data.projection
        ]
        return max([self.years[-1].year, *ends])

    @property
    def half_bar(self) -> float:
        """Half the width of a bar in years: no two bars touch, and a lone one is not a wall."""
        gaps = [after.year - before.year for before, after in pairwise(self.years)]
        span = max(self.last - self.first, 6)
        return min([0.42 * gap for gap in gaps] + [span / 28])

    @property
    def highest(self) -> float:
        tops = [item.total_t * (1 + (item.uncertainty or 0) * RANGE_90) for item in self.years]
        paths = [value for path in self.data.targets for _year, value in path.points]
        return 1.1 * max([*tops, *paths, *(item.range_90_t[1] for item in self.data.projection)])

    @property
    def lowest(self) -> float:
        sinks = [sum(min(0.0, part.emissions_t) for part in item.sectors) for item in self.years]
        return 1.1 * min(
            [0.0, *sinks, *(value for path in self.data.targets for _year, value in path.points)]
        )

    @property
    def has_room_for_total(self) -> bool:
        """Whether the latest total can be written towards the future."""
        return self.last - self.years[-1].year > ROOM_FOR_TOTAL * (self.last - self.first)

    def x(self, field: str = "year", **more: object) -> Spec:
        edge = self.half_bar + 0.3
        axis = {**YEAR_AXIS, "values": year_ticks(self.first, self.last)}
        domain = [self.first - edge, self.last + edge]
        return quantity(field, scale={"domain": domain, "nice": False, "zero": False}, axis=axis, **more)

    def y(self, field: str, **more: object) -> Spec:
        scale = {"domain": [self.lowest, self.highest], "nice": False, "zero": True}
        return quantity(field, scale=scale, axis=AMOUNT_AXIS, stack=None, **more)


def _rows(years: tuple[InventoryYear, ...], style: Style) -> list[tuple[Cell, ...]]:
    """Year, sector group, emissions, estimated: what one segment of the stack shows."""
    rows: list[tuple[Cell, ...]] = []
    for item in years:
        parts = item.sectors or (SectorEmissions("not_split", item.total_t),)
        amounts: dict[tuple[str, bool], float] = {}
        for part in parts:
            key = (sector_group(part.sector), part.is_estimated or item.is_estimated)
            amounts[key] = amounts.get(key, 0.0) + part.emissions_t
        for group, name in SECTOR_GROUPS.items():
            for is_estimated in (False, True):
                value = amounts.get((group, is_estimated))
                if value:
                    rows.append((item.year, style.translate(name), value, is_estimated))
    return rows


def _stacked(drawing: _Drawing, rows: list[tuple[Cell, ...]]) -> list[dict[str, Any]]:
    """The rows with the edges of their segments; removals grow downwards from zero."""
    tops: dict[tuple[int, bool], float] = {}
    stacked: list[dict[str, Any]] = []
    language, half = drawing.style.language, drawing.half_bar
    for record, (year, _sector, value, _estimated) in zip(records(COLUMNS, rows), rows, strict=True):
        assert isinstance(year, int) and isinstance(value, float | int)
        pile = (year, value < 0)
        start = tops.get(pile, 0.0)
        tops[pile] = start + value
        edges = {"_start": start, "_end": start + value, "_left": year - half, "_right": year + half}
        stacked.append({**record, **edges, "_amount": f"{number(value, language)} t"})
    return stacked


def _totals(drawing: _Drawing) -> list[dict[str, Any]]:
    last, style = drawing.years[-1].year, drawing.style
    totals: list[dict[str, Any]] = []
    for item in drawing.years:
        half_width = item.total_t * (item.uncertainty or 0.0)
        totals.append(
            {
                "year": item.year,
                "_left": item.year - drawing.half_bar,
                "_right": item.year + drawing.half_bar,
                "_label": number(item.total_t, style.language) if item.year == last else "",
                "_estimate": style.translate(_("estimate")) if item.is_estimated else "",
                "_low_90": item.total_t - half_width * RANGE_90,
                "_high_90": item.total_t + half_width * RANGE_90,
                "_low_50": item.total_t - half_width * RANGE_50,
                "_high_50": item.total_t + half_width * RANGE_50,
            }
        )
    return totals


def _ends(drawing: _Drawing) -> list[dict[str, Any]]:
    """The end of each target with its name, where it crosses as little as possible."""
    edge = drawing.half_bar + 0.3
    plane = Plane(drawing.first - edge, drawing.last + edge, drawing.lowest, drawing.highest, HEIGHT)
    paths = drawing.data.targets
    names = [Name(path.points[-1], tuple(textwrap.wrap(path.name, LABEL_LETTERS)) or ("",)) for path in paths]
    ends: list[dict[str, Any]] = []
    found = places(
        names, [path.points for path in paths], _bar_edges(drawing), plane, [_room_of_total(drawing)]
    )
    for name, place in zip(names, found, strict=True):
        year, value = name.end
        first_line = plane.level(plane.y(place.level) - (len(name.lines) - 1) * LINE / 2)
        ends.append(
            {
                "year": year,
                "_value": value,
                "_level": first_line,
                "_foot": place.foot,
                "_name": "\n".join(name.lines),
                "_is_left": place.is_left,
            }
        )
    return ends


def _room_of_total(drawing: _Drawing) -> Standing:
    """Where the total of the latest inventory stands."""
    latest = drawing.years[-1]
    top = latest.total_t * (1 + (latest.uncertainty or 0) * RANGE_90)
    wide = LETTER * len(number(latest.total_t, drawing.style.language))
    if drawing.has_room_for_total:
        return Standing((latest.year - drawing.half_bar, top), (0, -LINE - 3, wide, -3))
    return Standing((latest.year + drawing.half_bar, top), (-wide, -LINE - 3, 0, -3))


def _bar_edges(drawing: _Drawing) -> list[Rect]:
    """Left, top, right and bottom of each bar with the range of its total."""
    half = drawing.half_bar
    return [
        (item.year - half, item.total_t * (1 + (item.uncertainty or 0) * RANGE_90), item.year + half, 0.0)
        for item in drawing.years
    ]


def _datasets(drawing: _Drawing, rows: list[tuple[Cell, ...]]) -> dict[str, list[dict[str, Any]]]:
    data = drawing.data
    ends = _ends(drawing)
    return {
        "rows": _stacked(drawing, rows),
        "totals": _totals(drawing),
        "paths": [
            {"year": year, "_value": value, "_name": path.name}
            for path in data.targets
            for year, value in path.points
        ],
        "ends_left": [end for end in ends if end["_is_left"]],
        "ends_right": [end for end in ends if not end["_is_left"]],
        "future": [
            {
                "year": drawing.years[-1].year + drawing.half_bar,
                "_until": drawing.last + drawing.half_bar + 0.3,
            }
        ],
        "projection": [
            {
                "year": item.year,
                "_middle": item.middle_t,
                "_low_50": item.range_50_t[0],
                "_high_50": item.range_50_t[1],
                "_low_90": item.range_90_t[0],
                "_high_90": item.range_90_t[1],
            }
            for item in data.projection
        ],
    }


def _layers(drawing: _Drawing, rows: list[tuple[Cell, ...]]) -> list[Spec]:
    present = [drawing.style.translate(name) for name in SECTOR_GROUPS.values()]
    present = [name for name in present if any(row[1] == name for row in rows)]
    return [
        *_future(drawing),
        *_bars(drawing, present),
        *_ranges(drawing),
        *_paths(drawing),
        *_last_total(drawing),
        *text(
            "totals",
            drawing.x("_left"),
            drawing.y("_high_90"),
            "_estimate",
            has_halo=True,
            dy=-10,
            align="left",
        ),
    ]


def _last_total(drawing: _Drawing) -> list[Spec]:
    """The total of the latest inventory, over its bar; towards the future where there is room, away from older bars."""
    x, align = (drawing.x("_left"), "left") if drawing.has_room_for_total else (drawing.x("_right"), "right")
    return text(
        "totals", x, drawing.y("_high_90"), "_label", is_strong=True, has_halo=True, dy=-10, align=align
    )


def _future(drawing: _Drawing) -> list[Spec]:
    x, y = drawing.x, drawing.y
    shade = layer("future", "rect", "future", {"x": x("year"), "x2": {"field": "_until"}})
    if drawing.last == drawing.years[-1].year:
        return []
    bands = [
        layer(
            "projection",
            "area",
            f"band-{share}",
            {"x": x(), "y": y(f"_low_{share}"), "y2": {"field": f"_high_{share}"}},
        )
        for share in (90, 50)
    ]
    return (
        [shade, *bands, layer("projection", "line", "projection", {"x": x(), "y": y("_middle")})]
        if drawing.data.projection
        else [shade]
    )


def _bars(drawing: _Drawing, present: list[str]) -> list[Spec]:
    colour = sector_colour(drawing.style, present, has_legend=len(present) > 1)
    encoding = {
        "x": drawing.x("_left"),
        "x2": {"field": "_right"},
        "y": drawing.y("_start"),
        "y2": {"field": "_end"},
        "fill": colour,
        "stroke": colour,
        "fillOpacity": if_estimated(0.14, 1),
        "strokeDash": if_estimated([3, 2], [1, 0]),
        "strokeWidth": if_estimated(1.25, 0),
        "tooltip": tooltip(
            ("year", drawing.style.translate(_("Year"))),
            ("sector", drawing.style.translate(_("Sector"))),
            ("_amount", drawing.style.translate(_("CO₂e"))),
        ),
    }
    return [layer("rows", "bar", "solid", encoding)]


def _ranges(drawing: _Drawing) -> list[Spec]:
    if not any(item.uncertainty for item in drawing.years):
        return []

    def rule(share: int, style: str) -> Spec:
        return layer(
            "totals",
            "rule",
            style,
            {"x": drawing.x(), "y": drawing.y(f"_low_{share}"), "y2": {"field": f"_high_{share}"}},
        )

    return [rule(90, "range-halo"), rule(90, "range-90"), rule(50, "range-50")]


def _paths(drawing: _Drawing) -> list[Spec]:
    x, y = drawing.x, drawing.y
    lines = layer("paths", "line", "target", {"x": x(), "y": y("_value"), "detail": nominal("_name")})
    layers = [lines]
    for side, align, shift in (("left", "right", 5), ("right", "left", 7)):
        ends = f"ends_{side}"
        way = {"x": x(), "y": y("_value"), "y2": {"field": "_foot"}}
        layers.append(layer(ends, "rule", "connector", way))
        layers.append(layer(ends, "point", "target-end", {"x": x(), "y": y("_value")}, size=36, filled=True))
        layers += text(
            ends,
            x(),
            y("_level"),
            "_name",
            has_halo=True,
            align=align,
            dx=shift,
            baseline="middle",
            lineBreak="\n",
            lineHeight=LINE,
        )
    return layers
