"""The map of Europe that charts draw on: its projection, its outline, and the part of it that members need."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cascais.charts._drawing.parts import Spec
from cascais.text import _

OUTLINE_SOURCE = _("Outline: Natural Earth, public domain.")
MARGIN = 2.5  # degrees around the outermost members
LEAST_SPAN = 12.0  # degrees of longitude
NARROWEST = 330  # px, the width on which marks and names must not meet
HEIGHT = 380  # px
PROJECTION = {"type": "mercator"}

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""West, south, east, north [degrees]."""


def northing(latitude: float) -> float:
    """Northing of Mercator's projection in degrees of longitude at the equator."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def latitude_of(height: float) -> float:
    """The latitude of a northing of Mercator's projection [degrees]."""
    return math.degrees(2 * math.atan(math.exp(math.radians(height))) - math.pi / 2)


def box_around(places: Sequence[Point]) -> Box:
    """The members' places (longitude, latitude) with a margin, not narrower than a country nor than high."""
    longitudes, latitudes = [place[0] for place in places], [place[1] for place in places]
    spare = max(0.0, LEAST_SPAN - (max(longitudes) - min(longitudes))) / 2
    west, east = min(longitudes) - MARGIN - spare, max(longitudes) + MARGIN + spare
    spare = max(0.0, LEAST_SPAN / 2 - (max(latitudes) - min(latitudes))) / 2
    south, north = min(latitudes) - MARGIN / 2 - spare, max(latitudes) + MARGIN / 2 + spare
    widening = max(0.0, northing(north) - northing(south) - (east - west)) / 2
    return west - widening, south, east + widening, north


@dataclass(frozen=True, slots=True)
class Plane:
    """The narrowest map on which names must not meet, and its scale [px per degree of longitude]."""

    box: Box
    scale: float

    def point(self, longitude: float, latitude: float) -> Point:
        """A place on the map [px from its upper left corner]."""
        west, _south, _east, north = self.box
        return (longitude - west) * self.scale, (northing(north) - northing(latitude)) * self.scale

    def place(self, point: Point) -> Point:
        """Longitude and latitude of a point of the map [degrees]."""
        west, _south, _east, north = self.box
        return west + point[0] / self.scale, latitude_of(northing(north) - point[1] / self.scale)


def plane_of(box: Box) -> Plane:
    """The narrowest map of a box."""
    west, south, east, north = box
    scale = min(NARROWEST / (east - west), HEIGHT / (northing(north) - northing(south)))
    return Plane(box, scale)


def land(box: Box) -> Spec:
    """The layer with the part of the outline inside a box."""
    return {
        "data": {"values": [outline_inside(box)]},
        "mark": {"type": "geoshape", "style": "land"},
        "projection": PROJECTION,
    }


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
