"""The members on a map of Europe."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
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
from cascais.charts._drawing.parts import Spec, layer, nominal, text, tooltip
from cascais.text import _, message

COLUMNS = (
    Column("name", _("Member")),
    Column("latitude", _("Latitude"), "°"),
    Column("longitude", _("Longitude"), "°"),
    Column("status", _("Status")),
)
OUTLINE_SOURCE = _("Outline: Natural Earth, public domain.")
MARGIN = 2.5  # degrees around the outermost members
LEAST_SPAN = 12.0  # degrees of longitude
LABEL_WIDTH = 330  # px, the narrowest map on which names must not meet
HEIGHT = 380  # px
SIDES = (("left", 9, 0), ("right", -9, 0), ("center", 0, -11), ("center", 0, 12))

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is drawn: colour and shape both tell it."""

    style: str
    shape: str


LOOKS = {
    "on_track": Look("point-accent", "circle"),
    "uncertain": Look("point-warning", "triangle-up"),
    "off_track": Look("point-danger", "diamond"),
    "too_little_data": Look("point-muted", "circle"),
}
"""Statuses that the map can show, in the order of the legend."""


@dataclass(frozen=True, slots=True)
class MemberPoint:
    """A member [degrees] with one of the statuses of LOOKS and that status in words."""

    name: str
    latitude: float
    longitude: float
    status: str
    status_title: str


@dataclass(frozen=True, slots=True)
class MembersMap:
    """What the chart shows."""

    members: tuple[MemberPoint, ...]
    source_line: str = ""


@chart_function
def members_map(data: MembersMap, style: Style = STYLE) -> Chart | EmptyChart:
    """Members as points, status by colour and shape; names where they have room, all of them in the table."""
    if not data.members:
        return EmptyChart(
            "members_map", message("The network has no member yet. A member with coordinates appears here.")
        )
    items = sorted(data.members, key=lambda item: item.name)
    translate = style.translate
    rows = tuple((item.name, item.latitude, item.longitude, translate(item.status_title)) for item in items)
    counts = [(_status_title(items, key, style), sum(item.status == key for item in items)) for key in LOOKS]
    parts = "; ".join(f"{name}: {count}" for name, count in counts if count)
    on_track = sum(item.status == "on_track" for item in items)
    title = message("{on_track} of {count} members are on track", on_track=on_track, count=len(items))
    alt = message(
        "Map of {count} members in Europe. {parts}. The table lists each one.", count=len(items), parts=parts
    )
    source = " ".join(part for part in (data.source_line, translate(OUTLINE_SOURCE)) if part)
    return finished(
        Chart(
            "members_map",
            title,
            message("Members by status at their latest inventory"),
            _spec(items, style),
            COLUMNS,
            rows,
            alt,
            source,
        ),
        style,
    )


def _status_title(items: list[MemberPoint], key: str, style: Style) -> str:
    return next((style.translate(item.status_title) for item in items if item.status == key), "")


def _spec(items: list[MemberPoint], style: Style) -> Spec:
    box = _box(items)
    table = [(item.name, item.latitude, item.longitude, style.translate(item.status_title)) for item in items]
    sides = _label_sides(items, box)
    drawn = [
        {**record, "_key": item.status, "_side": side}
        for item, record, side in zip(items, records(COLUMNS, list(table)), sides, strict=True)
    ]
    projection = {"type": "mercator"}
    place = {
        "longitude": {"field": "longitude", "type": "quantitative"},
        "latitude": {"field": "latitude", "type": "quantitative"},
    }
    hint = tooltip(("name", style.translate(_("Member"))), ("status", style.translate(_("Status"))))
    land = {
        "data": {"values": [outline_inside(box)]},
        "mark": {"type": "geoshape", "style": "land"},
        "projection": projection,
    }
    layers: list[Spec] = [land]
    datasets: dict[str, list[dict[str, Any]]] = {"rows": drawn}
    for key, look in LOOKS.items():
        datasets[key] = [row for row in drawn if row["_key"] == key]
        points = layer(
            key, "point", look.style, {**place, "tooltip": hint}, filled=True, size=90, shape=look.shape
        )
        layers.append({**points, "projection": projection})
    for index, (align, dx, dy) in enumerate(SIDES):
        name = f"names_{index}"
        datasets[name] = [row for row in drawn if row["_side"] == index]
        for label in text(name, {}, {}, "name", has_halo=True, align=align, dx=dx, dy=dy, baseline="middle"):
            layers.append({**label, "encoding": {**place, "text": nominal("name")}, "projection": projection})
    layers += _legend(items, datasets, style)
    return specification(layers, datasets, HEIGHT, style)


def _legend(items: list[MemberPoint], datasets: dict[str, list[dict[str, Any]]], style: Style) -> list[Spec]:
    """Each status that occurs with its mark, under the map."""
    present = [key for key in LOOKS if any(item.status == key for item in items)]
    layers: list[Spec] = []
    for index, key in enumerate(present):
        name = f"legend_{key}"
        datasets[name] = [{"_title": _status_title(items, key, style)}]
        y = {"value": HEIGHT + 18 + 20 * index}
        layers.append(
            layer(
                name,
                "point",
                LOOKS[key].style,
                {"x": {"value": 12}, "y": y},
                filled=True,
                size=90,
                shape=LOOKS[key].shape,
            )
        )
        layers += text(name, {"value": 24}, y, "_title", has_halo=True, align="left", baseline="middle")
    return layers


Box = tuple[float, float, float, float]


def _mercator(latitude: float) -> float:
    """Northing of Mercator's projection in degrees of longitude at the equator."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def _box(items: list[MemberPoint]) -> Box:
    """West, south, east, north of the map [degrees]: the members with a margin, not narrower than a country nor than high."""
    longitudes, latitudes = [item.longitude for item in items], [item.latitude for item in items]
    spare = max(0.0, LEAST_SPAN - (max(longitudes) - min(longitudes))) / 2
    west, east = min(longitudes) - MARGIN - spare, max(longitudes) + MARGIN + spare
    spare = max(0.0, LEAST_SPAN / 2 - (max(latitudes) - min(latitudes))) / 2
    south, north = min(latitudes) - MARGIN / 2 - spare, max(latitudes) + MARGIN / 2 + spare
    widening = max(0.0, _mercator(north) - _mercator(south) - (east - west)) / 2
    return west - widening, south, east + widening, north


def _label_sides(items: list[MemberPoint], box: Box) -> list[int | None]:
    """For each member the first side on which its name meets neither point nor name on the narrowest map."""
    west, south, east, north = box
    scale = min(LABEL_WIDTH / (east - west), HEIGHT / (_mercator(north) - _mercator(south)))
    points = [
        ((item.longitude - west) * scale, (_mercator(north) - _mercator(item.latitude)) * scale)
        for item in items
    ]
    taken: list[Box] = [(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    sides: list[int | None] = []
    for index, (item, point) in enumerate(zip(items, points, strict=True)):
        others = taken[:index] + taken[index + 1 :]
        free = (
            side
            for side in range(len(SIDES))
            if not any(_meet(_label_box(point, item.name, side), other) for other in others)
        )
        side = next(free, None)
        if side is not None:
            taken.append(_label_box(point, item.name, side))
        sides.append(side)
    return sides


def _label_box(point: Point, name: str, side: int) -> Box:
    align, dx, dy = SIDES[side]
    width = 6.6 * len(name)
    left = point[0] + dx - {"left": 0.0, "right": width, "center": width / 2}[align]
    return left, point[1] + dy - 7, left + width, point[1] + dy + 7


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@cache
def outline() -> tuple[tuple[Point, ...], ...]:
    """The rings of the land outline of Europe (longitude, latitude in degrees), from Natural Earth."""
    content = (files("cascais.charts") / "outlines" / "europe.geojson").read_text(encoding="utf-8")
    polygons = [
        polygon
        for feature in json.loads(content)["features"]
        for polygon in feature["geometry"]["coordinates"]
    ]
    return tuple(tuple((x, y) for x, y in polygon[0]) for polygon in polygons)


def outline_inside(box: Box) -> dict[str, Any]:
    """The part of the outline inside a box, as one GeoJSON feature."""
    west, south, east, north = box
    rings = [list(ring) for ring in outline()]
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        rings = [_cut(ring, axis, limit, sign) for ring in rings]
    shapes = [[[[round(x, 2), round(y, 2)] for x, y in [*ring, ring[0]]]] for ring in rings if len(ring) > 2]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": shapes}}


def _cut(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    """The part of a ring on one side of a line of longitude or latitude (Sutherland and Hodgman 1974)."""
    kept: list[Point] = []
    for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
        is_start_in, is_end_in = sign * (start[axis] - limit) >= 0, sign * (end[axis] - limit) >= 0
        if is_start_in:
            kept.append(start)
        if is_start_in != is_end_in:
            share = (limit - start[axis]) / (end[axis] - start[axis])
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept
