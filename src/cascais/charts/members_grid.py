"""Very many members on a map of Europe: tiles that stand for the members around a place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

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
from cascais.charts._drawing.geography import (
    HEIGHT,
    OUTLINE_SOURCE,
    PROJECTION,
    Box,
    box_around,
    land,
    latitude_of,
    northing,
)
from cascais.charts._drawing.map_legend import LOOKS, legend
from cascais.charts._drawing.numbers import number
from cascais.charts._drawing.parts import Spec, layer, text, tooltip
from cascais.text import _, message

COLUMNS = (
    Column("latitude", _("Latitude"), "°"),
    Column("longitude", _("Longitude"), "°"),
    Column("members", _("Members")),
    Column("on_track", _("On track")),
    Column("uncertain", _("Uncertain")),
    Column("off_track", _("Off track")),
    Column("too_little_data", _("Too little data")),
)
SIZES = ((1, 0.42), (5, 0.68), (25, 0.96))
"""From so many members on, a mark fills this part of its tile."""
STATUSES = tuple(LOOKS)
Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]
CIRCLE = 14  # corners of what reads as a circle


@dataclass(frozen=True, slots=True)
class Tile:
    """The members around a place: middle of the tile [degrees], and how many have each status of LOOKS in turn."""

    latitude: float
    longitude: float
    counts: tuple[int, int, int, int]

    @property
    def members(self) -> int:
        """All members of the tile."""
        return sum(self.counts)

    @property
    def leading(self) -> str:
        """The status that most of the judged members have, the worse one of two; too little data where none is."""
        judged = self.counts[:3]
        most = max(judged)
        return STATUSES[2 - judged[::-1].index(most)] if most else STATUSES[3]


@dataclass(frozen=True, slots=True)
class MembersGrid:
    """What the chart shows: tiles `size` degrees of longitude wide, and the words for the statuses of LOOKS in turn."""

    tiles: tuple[Tile, ...]
    size: float
    status_titles: tuple[str, str, str, str]
    source_line: str = ""


@chart_function
def members_grid(data: MembersGrid, style: Style = STYLE) -> Chart | EmptyChart:
    """One mark a tile: shape and colour by the status that leads, size by the number of members."""
    if not data.tiles:
        return EmptyChart(
            "members_grid", message("The network has no member yet. A member with coordinates appears here.")
        )
    shown = sorted(data.tiles, key=lambda tile: (-tile.latitude, tile.longitude))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (tile.latitude, tile.longitude, tile.members, *tile.counts) for tile in shown
    )
    totals = [sum(tile.counts[place] for tile in shown) for place in range(len(STATUSES))]
    values = {"on_track": number(totals[0], style.language), "count": number(sum(totals), style.language)}
    words = zip(data.status_titles, totals, strict=True)
    parts = "; ".join(f"{style.translate(title)}: {number(count, style.language)}" for title, count in words)
    chart = Chart(
        "members_grid",
        message("{on_track} of {count} members are on track", **values),
        message("Each mark stands for the members around it, by the status that most of them have"),
        _spec(data, shown, rows, style),
        COLUMNS,
        rows,
        message("Map of {count} members in Europe. {parts}.", **values, parts=parts),
        " ".join(part for part in (data.source_line, style.translate(OUTLINE_SOURCE)) if part),
    )
    return finished(chart, style)


def tiles(latitude: Floats, longitude: Floats, status: Places, size: float) -> tuple[Tile, ...]:
    """Put members into tiles `size` degrees of longitude wide and as high on the map; `status` are places in LOOKS.

    >>> found = tiles(np.array([47.1, 47.2]), np.array([11.1, 11.2]), np.array([0, 2]), 2.0)
    >>> [(round(tile.latitude, 1), tile.longitude, tile.counts) for tile in found]
    [(46.7, 11.0, (1, 0, 1, 0))]
    """
    heights = np.degrees(np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)))
    rows, columns = (np.floor(each / size).astype(np.int64) for each in (heights, longitude))
    # One whole number for each tile, because sorting pairs takes twenty times as long.
    around = int(360 / size) + 2
    found, cell = np.unique(rows * around + columns + around // 2, return_inverse=True)
    width = len(STATUSES)
    counts = np.bincount(cell * width + status, minlength=len(found) * width).reshape(-1, width)
    return tuple(
        Tile(
            latitude_of((code // around + 0.5) * size),
            (code % around - around // 2 + 0.5) * size,
            (a, b, c, d),
        )
        for code, (a, b, c, d) in zip(found.tolist(), counts.tolist(), strict=True)
    )


def _spec(data: MembersGrid, shown: list[Tile], rows: tuple[tuple[Cell, ...], ...], style: Style) -> Spec:
    drawn = records(COLUMNS, rows)
    datasets: dict[str, list[dict[str, Any]]] = {"rows": drawn}
    box = box_around([(tile.longitude, tile.latitude) for tile in shown])
    layers: list[Spec] = [_land(box)]
    hint = tooltip(*((column.key, style.translate(column.title)) for column in COLUMNS[2:]))
    for key, look in LOOKS.items():
        shapes = [
            _feature(tile, data.size, record)
            for tile, record in zip(shown, drawn, strict=True)
            if tile.leading == key
        ]
        if shapes:
            mark = {"type": "geoshape", "style": look.style}
            layers.append(
                {
                    "data": {"values": shapes},
                    "mark": mark,
                    "projection": PROJECTION,
                    "encoding": {"tooltip": hint},
                }
            )
    present = {tile.leading for tile in shown}
    titles = zip(STATUSES, data.status_titles, strict=True)
    layers += legend(
        {key: style.translate(title) for key, title in titles if key in present}, datasets, HEIGHT
    )
    layers += _sizes(datasets, style)
    return specification(layers, datasets, HEIGHT, style)


@cache
def _land(box: Box) -> Spec:
    return land(box)


def _feature(tile: Tile, size: float, record: dict[str, Any]) -> dict[str, Any]:
    """The mark of a tile as a GeoJSON feature; the map enlarges it with the land."""
    part = next(part for least, part in reversed(SIZES) if tile.members >= least)
    middle, radius = (tile.longitude, northing(tile.latitude)), size / 2 * part
    ring = [
        [round(middle[0] + radius * x, 2), round(latitude_of(middle[1] + radius * y), 2)]
        for x, y in _corners(LOOKS[tile.leading].shape)
    ]
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    shown = {column.key: record[column.key] for column in COLUMNS[2:]}
    return {"type": "Feature", **shown, "geometry": shape}


@cache
def _corners(shape: str) -> tuple[tuple[float, float], ...]:
    """The corners of a shape within a circle of radius one, clockwise from the top as the drawing library wants them."""
    if shape == "triangle-up":
        return ((0.0, 1.0), (1.0, -0.8), (-1.0, -0.8))
    corners = CIRCLE if shape == "circle" else 4
    angles = (2 * math.pi * corner / corners for corner in range(corners))
    return tuple((round(math.sin(angle), 3), round(math.cos(angle), 3)) for angle in angles)


def _sizes(datasets: dict[str, list[dict[str, Any]]], style: Style) -> list[Spec]:
    """What the sizes of the marks stand for, beside the legend of the statuses."""
    bounds = [least for least, _part in SIZES]
    names = [
        style.translate(message("{first} to {last} members", first=first, last=after - 1))
        for first, after in zip(bounds, bounds[1:], strict=False)
    ]
    names.append(style.translate(message("{first} members and more", first=bounds[-1])))
    layers: list[Spec] = []
    for index, (name, (_least, part)) in enumerate(zip(names, SIZES, strict=True)):
        key = f"size_{index}"
        datasets[key] = [{"_title": name}]
        y = {"value": HEIGHT + 18 + 20 * index}
        mark = layer(
            key,
            "point",
            "point-muted",
            {"x": {"value": {"expr": "width / 2"}}, "y": y},
            filled=True,
            size=130 * part**2,
        )
        layers.append(mark)
        layers += text(
            key,
            {"value": {"expr": "width / 2 + 14"}},
            y,
            "_title",
            has_halo=True,
            align="left",
            baseline="middle",
        )
    return layers
