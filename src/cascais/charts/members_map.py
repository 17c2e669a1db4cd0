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
SIDES = (
    ("left", 9, 0),
    ("right", -9, 0),
    ("center", 0, -12),
    ("center", 0, 13),
    ("left", 7, -9),
    ("right", -7, -9),
    ("left", 7, 10),
    ("right", -7, 10),
    ("center", 0, -16),
    ("center", 0, 17),
)
"""Where a name may stand: its alignment, and its distance from the point to the right and downwards [px]."""
MOST_NAMED = 60
"""Members up to which points are set apart and named; with more, points alone show the pattern."""
APART = 13.0  # px between the middles of two points on the narrowest map
ROUNDS = 60
NEAR = 60.0  # px within which two names may meet
MOVED = _("Points that would cover each other are set apart.")

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
    plane = _plane(items)
    points = _points_apart(items, plane)
    moved = MOVED if points != [plane.point(item.longitude, item.latitude) for item in items] else ""
    parts_of_source = (data.source_line, translate(OUTLINE_SOURCE), translate(moved) if moved else "")
    source = " ".join(part for part in parts_of_source if part)
    return finished(
        Chart(
            "members_map",
            title,
            message("Members by status at their latest inventory"),
            _spec(items, plane, points, style),
            COLUMNS,
            rows,
            alt,
            source,
        ),
        style,
    )


def _status_title(items: list[MemberPoint], key: str, style: Style) -> str:
    return next((style.translate(item.status_title) for item in items if item.status == key), "")


def _spec(items: list[MemberPoint], plane: _Plane, points: list[Point], style: Style) -> Spec:
    table = [(item.name, item.latitude, item.longitude, style.translate(item.status_title)) for item in items]
    drawn = [
        {**record, "_key": item.status, "_side": side, "_longitude": longitude, "_latitude": latitude}
        for item, record, side, (longitude, latitude) in zip(
            items,
            records(COLUMNS, list(table)),
            _label_sides(items, points),
            map(plane.place, points),
            strict=True,
        )
    ]
    projection = {"type": "mercator"}
    place = {
        "longitude": {"field": "_longitude", "type": "quantitative"},
        "latitude": {"field": "_latitude", "type": "quantitative"},
    }
    hint = tooltip(("name", style.translate(_("Member"))), ("status", style.translate(_("Status"))))
    land = {
        "data": {"values": [outline_inside(plane.box)]},
        "mark": {"type": "geoshape", "style": "land"},
        "projection": projection,
    }
    layers: list[Spec] = [land]
    datasets: dict[str, list[dict[str, Any]]] = {"rows": drawn}
    for key, look in LOOKS.items():
        datasets[key] = [row for row in drawn if row["_key"] == key]
        marks = layer(
            key, "point", look.style, {**place, "tooltip": hint}, filled=True, size=90, shape=look.shape
        )
        layers.append({**marks, "projection": projection})
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


def _latitude(northing: float) -> float:
    """The latitude of a northing of Mercator's projection [degrees]."""
    return math.degrees(2 * math.atan(math.exp(math.radians(northing))) - math.pi / 2)


def _box(items: list[MemberPoint]) -> Box:
    """West, south, east, north of the map [degrees]: the members with a margin, not narrower than a country nor than high."""
    longitudes, latitudes = [item.longitude for item in items], [item.latitude for item in items]
    spare = max(0.0, LEAST_SPAN - (max(longitudes) - min(longitudes))) / 2
    west, east = min(longitudes) - MARGIN - spare, max(longitudes) + MARGIN + spare
    spare = max(0.0, LEAST_SPAN / 2 - (max(latitudes) - min(latitudes))) / 2
    south, north = min(latitudes) - MARGIN / 2 - spare, max(latitudes) + MARGIN / 2 + spare
    widening = max(0.0, _mercator(north) - _mercator(south) - (east - west)) / 2
    return west - widening, south, east + widening, north


@dataclass(frozen=True, slots=True)
class _Plane:
    """The narrowest map on which names must not meet, and its scale [px per degree of longitude]."""

    box: Box
    scale: float

    def point(self, longitude: float, latitude: float) -> Point:
        """A place on the map [px from its upper left corner]."""
        west, _south, _east, north = self.box
        return (longitude - west) * self.scale, (_mercator(north) - _mercator(latitude)) * self.scale

    def place(self, point: Point) -> Point:
        """Longitude and latitude of a point of the map [degrees]."""
        west, _south, _east, north = self.box
        return west + point[0] / self.scale, _latitude(_mercator(north) - point[1] / self.scale)


def _plane(items: list[MemberPoint]) -> _Plane:
    west, south, east, north = box = _box(items)
    scale = min(LABEL_WIDTH / (east - west), HEIGHT / (_mercator(north) - _mercator(south)))
    return _Plane(box, scale)


def _points_apart(items: list[MemberPoint], plane: _Plane) -> list[Point]:
    """The points of the members, those that would cover each other pushed apart step by step."""
    points = [plane.point(item.longitude, item.latitude) for item in items]
    if len(points) > MOST_NAMED:
        return points
    for _round in range(ROUNDS):
        close = [
            (i, j) for j in range(len(points)) for i in range(j) if math.dist(points[i], points[j]) < APART
        ]
        if not close:
            break
        for i, j in close:
            points[i], points[j] = _pushed(points[i], points[j])
    return points


def _pushed(one: Point, other: Point) -> tuple[Point, Point]:
    """Two points moved away from each other to the distance wanted; two at one place along the parallel."""
    distance = math.dist(one, other)
    x, y = ((other[0] - one[0]) / distance, (other[1] - one[1]) / distance) if distance else (1.0, 0.0)
    step = max(0.0, APART + 0.01 - distance) / 2
    return (one[0] - x * step, one[1] - y * step), (other[0] + x * step, other[1] + y * step)


def _label_sides(items: list[MemberPoint], points: list[Point]) -> list[int | None]:
    """For each member the first side on which its name meets neither point nor name on the narrowest map.

    Those with most neighbours choose first, as they have the fewest sides to choose from.
    """
    sides: list[int | None] = [None] * len(items)
    if len(items) > MOST_NAMED:
        return sides
    marks = [(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    names: list[Box] = []
    for index in sorted(range(len(items)), key=lambda index: -_neighbours(points, index)):
        taken = names + marks[:index] + marks[index + 1 :]
        boxes = (_label_box(points[index], items[index].name, side) for side in range(len(SIDES)))
        for side, box in enumerate(boxes):
            if _is_inside(box) and not any(_meet(box, other) for other in taken):
                sides[index] = side
                names.append(box)
                break
    return sides


def _neighbours(points: list[Point], index: int) -> int:
    return sum(math.dist(points[index], other) < NEAR for other in points)


def _is_inside(box: Box) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= LABEL_WIDTH and box[3] <= HEIGHT


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
