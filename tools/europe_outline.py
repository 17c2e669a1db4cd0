"""Makes the land outline of Europe that the members' map draws, from Natural Earth's countries at 1:50 million.

    python tools/europe_outline.py countries-50m.json src/cascais/charts/outlines/europe.geojson

The input is the TopoJSON of the package world-atlas (Natural Earth 4.1, public domain). Countries are clipped to
a box around Europe, simplified by Douglas and Peucker's method on the shared arcs, so that neighbours keep a
common border, and rounded to a hundredth of a degree.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

WEST, SOUTH, EAST, NORTH = -25.0, 33.0, 50.0, 72.0  # degrees
TOLERANCE = 0.05  # degrees, about 5 km
SMALLEST_ISLAND = 0.02  # square degrees
DECIMALS = 2

Point = tuple[float, float]
Ring = list[Point]


def decoded_arcs(topology: dict) -> list[Ring]:
    """Arcs in degrees, from TopoJSON's quantised differences."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(points)
    return arcs


def distance_to_line(point: Point, start: Point, end: Point) -> float:
    """Distance from a point to the line through two others, or to the first where they are the same."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    if length == 0:
        return ((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5
    return abs(dx * (start[1] - point[1]) - dy * (start[0] - point[0])) / length


def simplified(points: Ring) -> Ring:
    """Douglas and Peucker (1973): keep the farthest point while it is farther than the tolerance."""
    if len(points) < 3:
        return points
    distances = [distance_to_line(point, points[0], points[-1]) for point in points[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] <= TOLERANCE:
        return [points[0], points[-1]]
    middle = farthest + 1
    return simplified(points[: middle + 1])[:-1] + simplified(points[middle:])


def ring_of(indices: list[int], arcs: list[Ring]) -> Ring:
    """One closed ring from its arcs; a negative index means the arc backwards."""
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc if not ring else arc[1:]
    return ring


def clipped(ring: Ring) -> Ring:
    """Sutherland and Hodgman (1974): the part of a ring inside the box."""
    for axis, limit, sign in ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)):
        ring = clipped_at(ring, axis, limit, sign)
    return ring


def clipped_at(ring: Ring, axis: int, limit: float, sign: int) -> Ring:
    """The part of a ring on one side of a line."""
    kept: Ring = []
    for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
        is_start_in, is_end_in = sign * (start[axis] - limit) >= 0, sign * (end[axis] - limit) >= 0
        if is_start_in:
            kept.append(start)
        if is_start_in != is_end_in:
            share = (limit - start[axis]) / (end[axis] - start[axis])
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept


def area(ring: Ring) -> float:
    """Area in square degrees, without its sign."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def clockwise(ring: Ring) -> Ring:
    """The winding that D3's spherical geometry takes for the inside of an outer ring."""
    turn = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))
    return ring if turn > 0 else ring[::-1]


def rounded(ring: Ring) -> list[list[float]]:
    """Rounded and closed, without points that fall together."""
    points: list[list[float]] = []
    for x, y in ring:
        point = [round(x, DECIMALS), round(y, DECIMALS)]
        if not points or point != points[-1]:
            points.append(point)
    return points if points[0] == points[-1] else [*points, points[0]]


def outer_rings(geometry: dict, arcs: list[Ring]) -> list[Ring]:
    """The outer rings of a country; lakes and enclaves are left out."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [ring_of(polygon[0], arcs) for polygon in polygons]


def country_polygons(geometry: dict, arcs: list[Ring]) -> list[list[list[list[float]]]]:
    """The polygons of one country inside the box, small islands left out."""
    rings = [clipped(ring) for ring in outer_rings(geometry, arcs)]
    kept = [ring for ring in rings if len(ring) > 3 and area(ring) >= SMALLEST_ISLAND]
    return [[rounded(clockwise(ring))] for ring in kept]


def main(source: str, target: str) -> None:
    """Read the TopoJSON, write the outline."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    arcs = [simplified(arc) for arc in decoded_arcs(topology)]
    features = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = country_polygons(geometry, arcs) if geometry.get("arcs") else []
        if polygons:
            shape = {"type": "MultiPolygon", "coordinates": polygons}
            features.append({"type": "Feature", "properties": {}, "geometry": shape})
    text = json.dumps(
        {"type": "FeatureCollection", "features": features}, separators=(",", ":"), ensure_ascii=False
    )
    Path(target).write_text(text + "\n", encoding="utf-8")
    print(f"{len(features)} countries, {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
