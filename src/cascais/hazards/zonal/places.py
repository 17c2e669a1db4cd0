"""The places whose means are wanted: polygons or points, checked, and laid out for the compiled loop."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from cascais.errors import InputError, Problem
from cascais.hazards.zonal.grids import FloatArray, Grid, IntArray
from cascais.text import message


@dataclass(frozen=True, slots=True)
class Places:
    """Municipalities with their boundary, or at least a point.

    `keys` (n,) are unique; `shapes` (n,) are polygons, multipolygons or points in degrees; `was_repaired`
    (n,) marks outlines that crossed themselves and were made valid.
    """

    keys: tuple[str, ...]
    shapes: npt.NDArray[Any]
    was_repaired: npt.NDArray[np.bool_]

    @property
    def digest(self) -> str:
        """Twelve characters that differ where keys or boundaries do."""
        content = hashlib.sha256("\n".join(self.keys).encode())
        for shape in shapely.to_wkb(self.shapes):
            content.update(shape)
        return content.hexdigest()[:12]

    @property
    def points(self) -> FloatArray:
        """A longitude and latitude inside each place [degrees], (n, 2)."""
        inside = shapely.point_on_surface(self.shapes)
        coordinates: FloatArray = np.column_stack([shapely.get_x(inside), shapely.get_y(inside)])
        return coordinates


@dataclass(frozen=True, slots=True)
class Outlines:
    """All rings of all polygons one after the other, as `coverage.covered_shares` takes them.

    `place` (parts,) tells which place a part belongs to.
    """

    lon: FloatArray
    lat: FloatArray
    ring_ends: IntArray
    part_rings: IntArray
    place: IntArray


def places(keys: Sequence[str], shapes: Sequence[Any]) -> Places:
    """Check the places and repair outlines that cross themselves.

    Raises InputError where a key stands twice, or a shape is empty, is not a polygon or point, or lies
    outside of the degrees of the Earth.

    >>> places(["lisbon"], [shapely.Point(-9.14, 38.71)]).keys
    ('lisbon',)
    """
    found = np.asarray(shapes, dtype=object)
    problems = [*_repeated(keys), *_unusable(keys, found)]
    if problems:
        raise InputError(problems)
    is_broken = ~shapely.is_valid(found)
    found[is_broken] = shapely.make_valid(found[is_broken], method="structure")
    return Places(tuple(keys), found, is_broken)


def outlines(given: Places, cells: Grid) -> Outlines:
    """The rings of the places that have a polygon, counter-clockwise outside; longitudes as the grid counts them."""
    has_area = np.flatnonzero(shapely.get_dimensions(given.shapes) == 2)
    parts, owner = shapely.get_parts(given.shapes[has_area], return_index=True)
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, owner = parts[is_polygon], owner[is_polygon]
    if not parts.size:
        empty = np.empty(0)
        return Outlines(empty, empty, np.zeros(1, np.int64), np.zeros(1, np.int64), np.empty(0, np.int64))
    _, points, (ring_ends, part_rings) = shapely.to_ragged_array(shapely.orient_polygons(parts))
    return Outlines(
        np.ascontiguousarray(points[:, 0]),
        np.ascontiguousarray(points[:, 1]),
        ring_ends.astype(np.int64),
        part_rings.astype(np.int64),
        has_area[owner].astype(np.int64),
    )


def _repeated(keys: Sequence[str]) -> list[Problem]:
    counted = Counter(keys)
    return [_problem(key, "the key stands twice") for key, count in counted.items() if count > 1]


def _unusable(keys: Sequence[str], shapes: npt.NDArray[Any]) -> list[Problem]:
    if len(keys) != len(shapes):
        return [_problem(str(len(keys)), f"there are {len(shapes)} shapes for {len(keys)} keys")]
    kind = shapely.get_type_id(shapes)
    allowed = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON, shapely.GeometryType.POINT)
    is_wrong = ~np.isin(kind, allowed) | shapely.is_empty(shapes)
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        is_outside = (
            (np.abs(bounds[:, [1, 3]]) > 90).any(axis=1) | (bounds[:, 0] < -180) | (bounds[:, 2] > 360)
        )
    return [
        *(_problem(keys[each], "the shape is empty, or no polygon or point") for each in np.flatnonzero(is_wrong).tolist()),
        *(_problem(keys[each], "the coordinates are no degrees") for each in np.flatnonzero(is_outside).tolist()),
    ]  # fmt: skip


def _problem(key: str, found: str) -> Problem:
    return Problem(
        str(message("This place cannot be used.")),
        row=None,
        column="shape",
        value=f"{key}: {found}",
        allowed=str(message("polygons, multipolygons or points in degrees of longitude and latitude (EPSG:4326)")),
        next_step=str(message("Transform the boundaries to EPSG:4326 and give each place once.")),
    )  # fmt: skip
