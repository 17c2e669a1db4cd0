"""The members on a map of Europe."""

from __future__ import annotations

import math
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
from cascais.charts._drawing.geography import (
    HEIGHT,
    NARROWEST,
    OUTLINE_SOURCE,
    PROJECTION,
    Box,
    Plane,
    Point,
    box_around,
    land,
    plane_of,
)
from cascais.charts._drawing.map_legend import LOOKS, legend
from cascais.charts._drawing.parts import Spec, layer, nominal, text, tooltip
from cascais.text import _, message

COLUMNS = (
    Column("name", _("Member")),
    Column("latitude", _("Latitude"), "°"),
    Column("longitude", _("Longitude"), "°"),
    Column("status", _("Status")),
)
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
    titles = _titles(items, style)
    parts = "; ".join(f"{name}: {sum(item.status == key for item in items)}" for key, name in titles.items())
    on_track = sum(item.status == "on_track" for item in items)
    title = message("{on_track} of {count} members are on track", on_track=on_track, count=len(items))
    alt = message(
        "Map of {count} members in Europe. {parts}. The table lists each one.", count=len(items), parts=parts
    )
    plane = plane_of(box_around([(item.longitude, item.latitude) for item in items]))
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


def _titles(items: list[MemberPoint], style: Style) -> dict[str, str]:
    """The statuses that occur, in the order of the legend, in words."""
    found = {item.status: style.translate(item.status_title) for item in reversed(items)}
    return {key: found[key] for key in LOOKS if key in found}


def _spec(items: list[MemberPoint], plane: Plane, points: list[Point], style: Style) -> Spec:
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
    place = {
        "longitude": {"field": "_longitude", "type": "quantitative"},
        "latitude": {"field": "_latitude", "type": "quantitative"},
    }
    hint = tooltip(("name", style.translate(_("Member"))), ("status", style.translate(_("Status"))))
    layers: list[Spec] = [land(plane.box)]
    datasets: dict[str, list[dict[str, Any]]] = {"rows": drawn}
    for key, look in LOOKS.items():
        datasets[key] = [row for row in drawn if row["_key"] == key]
        marks = layer(
            key, "point", look.style, {**place, "tooltip": hint}, filled=True, size=90, shape=look.shape
        )
        layers.append({**marks, "projection": PROJECTION})
    for index, (align, dx, dy) in enumerate(SIDES):
        name = f"names_{index}"
        datasets[name] = [row for row in drawn if row["_side"] == index]
        for label in text(name, {}, {}, "name", has_halo=True, align=align, dx=dx, dy=dy, baseline="middle"):
            layers.append({**label, "encoding": {**place, "text": nominal("name")}, "projection": PROJECTION})
    layers += legend(_titles(items, style), datasets, HEIGHT)
    return specification(layers, datasets, HEIGHT, style)


def _points_apart(items: list[MemberPoint], plane: Plane) -> list[Point]:
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
    return box[0] >= 0 and box[1] >= 0 and box[2] <= NARROWEST and box[3] <= HEIGHT


def _label_box(point: Point, name: str, side: int) -> Box:
    align, dx, dy = SIDES[side]
    width = 6.6 * len(name)
    left = point[0] + dx - {"left": 0.0, "right": width, "center": width / 2}[align]
    return left, point[1] + dy - 7, left + width, point[1] + dy + 7


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
