"""Weights of the cells in the mean of each place: computed once, exact, sparse, and saying what is uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from cascais.errors import InputError, Problem
from cascais.hazards.zonal.coverage import covered_shares
from cascais.hazards.zonal.grids import EARTH_RADIUS_KM, FloatArray, Grid, IntArray, cell_areas_km2
from cascais.hazards.zonal.places import Outlines, Places, outlines
from cascais.text import _, message

NEAREST_WITHIN_KM = 25.0
"""A place without any cell takes the nearest one within this distance; an assumption of Cascais."""


class Taken(IntEnum):
    """How a place got its cells."""

    AREA = 0  # the cells that its boundary covers
    POINT = 1  # the cell in which its point lies
    NEAREST = 2  # the nearest cell with data: the place lies off the grid, or all its cells are missing
    NOTHING = 3  # no cell with data near enough


TAKEN_IN_WORDS = {
    Taken.AREA: _("mean over the municipality’s area"),
    Taken.POINT: _("the grid cell in which the municipality lies"),
    Taken.NEAREST: _("the nearest grid cell with data"),
    Taken.NOTHING: _("no grid cell with data is near enough"),
}


@dataclass(frozen=True, slots=True)
class ZonalWeights:
    """A sparse matrix of places × cells whose rows sum to one, or to zero where a place has no cell.

    Row p holds `weight[ends[p]:ends[p + 1]]` for the cells `cell[ends[p]:ends[p + 1]]`. `covered` (places,)
    is the share of the place's area that lies on cells with data, `taken` (places,) a `Taken`, `distance_km`
    (places,) how far the nearest cell's centre is where it was taken.
    """

    keys: tuple[str, ...]
    ends: IntArray
    cell: IntArray
    weight: FloatArray
    covered: FloatArray
    taken: npt.NDArray[np.int8]
    distance_km: FloatArray
    cells: int


def zonal_weights(
    given: Places,
    cells: Grid,
    has_data: npt.NDArray[np.bool_] | None = None,
    population: npt.NDArray[np.floating] | None = None,
    nearest_within_km: float = NEAREST_WITHIN_KM,
) -> ZonalWeights:
    """Weights of the cells in the mean of each place.

    Equation: w_pc = f_pc · a_c / Σ_c f_pc · a_c with f the share of the cell that the place covers (exact for
    straight edges in longitude and latitude) and a the cell's area on the sphere, or the people who live in it
    where `population` (cells,) is given. Cells where `has_data` (cells,) is false take no part; a place left
    without cells takes the nearest one with data within `nearest_within_km`, and says so. Raises InputError
    where the arrays do not fit the grid.

    >>> import shapely
    >>> from cascais.hazards.zonal.grids import grid
    >>> from cascais.hazards.zonal.places import places
    >>> town = places(["a"], [shapely.box(0.5, 0.0, 1.25, 1.0)])
    >>> zonal_weights(town, grid([0.5, 1.5], [0.5, 1.5])).weight.round(3).tolist()
    [0.667, 0.333]
    """
    valid = np.ones(cells.size, np.bool_) if has_data is None else _of_grid(has_data, cells, "has_data") != 0
    worth = np.repeat(cell_areas_km2(cells), cells.lon.size)
    if population is not None:
        worth = np.nan_to_num(_of_grid(population, cells, "population"))
    rings = outlines(given, cells)
    place, cell, share = _pairs(rings, cells)
    covered = _covered(rings, cells, place, share * valid[cell], len(given.keys))
    value = share * worth[cell] * valid[cell]
    if population is not None:
        value = _with_empty_places_by_area(place, value, share * valid[cell])
    kept = value > 0
    place, cell, value = place[kept], cell[kept], value[kept]
    taken = np.full(len(given.keys), Taken.NOTHING, np.int8)
    taken[place] = Taken.AREA
    distance = np.zeros(len(given.keys))
    lost = np.flatnonzero(taken == Taken.NOTHING)
    near, distance[lost], how = _nearest(given.points[lost], cells, valid, nearest_within_km)
    taken[lost] = how
    found = near >= 0
    place, cell = np.append(place, lost[found]), np.append(cell, near[found])
    value = np.append(value, np.ones(found.sum()))
    return _sparse(given.keys, place, cell, value, covered, taken, distance, cells.size)


def _pairs(rings: Outlines, cells: Grid) -> tuple[IntArray, IntArray, FloatArray]:
    """Place, cell and covered share of every pair that touches; parts of one place are added up."""
    x = (rings.lon - cells.lon.edge) / cells.lon.step
    y = (rings.lat - cells.lat.edge) / cells.lat.step
    ends, cell, share = covered_shares(
        x, y, rings.ring_ends, rings.part_rings, cells.lon.size, cells.lat.size
    )
    place = np.repeat(rings.place, np.diff(ends))
    pair, where = np.unique(place * cells.size + cell, return_inverse=True)
    summed = np.bincount(where, weights=share, minlength=pair.size)
    return pair // cells.size, pair % cells.size, np.minimum(summed, 1.0)


def _covered(rings: Outlines, cells: Grid, place: IntArray, share: FloatArray, count: int) -> FloatArray:
    """Share of each place's outline, in degrees, that lies on cells with data."""
    cross = rings.lon[:-1] * rings.lat[1:] - rings.lon[1:] * rings.lat[:-1] if rings.lon.size else np.empty(0)
    total = np.zeros(count)
    if rings.lon.size:
        cross[rings.ring_ends[1:-1] - 1] = 0.0  # from one ring's end to the next one's start is no edge
        ring_of_edge = np.repeat(np.arange(rings.ring_ends.size - 1), np.diff(rings.ring_ends))[:-1]
        part_of_ring = np.repeat(np.arange(rings.place.size), np.diff(rings.part_rings))
        np.add.at(total, rings.place[part_of_ring[ring_of_edge]], cross / 2)
    inside = np.bincount(place, weights=share, minlength=count) * abs(cells.lon.step * cells.lat.step)
    with np.errstate(invalid="ignore", divide="ignore"):
        covered = np.where(total > 0, inside / total, 0.0)
    return np.minimum(covered, 1.0)


def _with_empty_places_by_area(place: IntArray, value: FloatArray, share: FloatArray) -> FloatArray:
    """A place in whose cells nobody lives is weighted by area."""
    people = np.bincount(place, weights=value, minlength=int(place.max(initial=-1)) + 1)
    return np.where(people[place] > 0, value, share)


def _nearest(
    points: FloatArray, cells: Grid, valid: npt.NDArray[np.bool_], within_km: float
) -> tuple[IntArray, FloatArray, npt.NDArray[np.int8]]:
    """The cell of each point, or the nearest with data, −1 where none is near enough; distance; how."""
    column = np.floor((points[:, 0] - cells.lon.edge) / cells.lon.step).astype(np.int64)
    row = np.floor((points[:, 1] - cells.lat.edge) / cells.lat.step).astype(np.int64)
    on_grid = (column >= 0) & (column < cells.lon.size) & (row >= 0) & (row < cells.lat.size)
    own = np.where(on_grid, row * cells.lon.size + column, -1)
    has_own = on_grid & valid[own]
    cell, distance = own.copy(), np.zeros(len(points))
    how = np.where(has_own, Taken.POINT, Taken.NEAREST).astype(np.int8)
    candidates = np.flatnonzero(valid)
    lon = cells.lon.centres[candidates % cells.lon.size]
    lat = cells.lat.centres[candidates // cells.lon.size]
    for each in np.flatnonzero(~has_own):
        km = distance_km(points[each, 0], points[each, 1], lon, lat)
        best = int(km.argmin()) if km.size else 0
        is_near = bool(km.size) and bool(km[best] <= within_km)
        cell[each] = candidates[best] if is_near else -1
        distance[each] = km[best] if is_near else np.nan
        how[each] = Taken.NEAREST if is_near else Taken.NOTHING
    return cell, distance, how


def distance_km(lon: float, lat: float, other_lon: FloatArray, other_lat: FloatArray) -> FloatArray:
    """Great-circle distance from one point to others [km], (n,), by the haversine formula.

    >>> distance_km(0.0, 0.0, np.array([0.0]), np.array([90.0])).round().tolist()
    [10008.0]
    """
    phi, other = np.radians(lat), np.radians(other_lat)
    half = np.sin((other - phi) / 2) ** 2
    half = half + np.cos(phi) * np.cos(other) * np.sin(np.radians(other_lon - lon) / 2) ** 2
    distance: FloatArray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return distance


def _sparse(  # noqa: PLR0917 – the columns of one table
    keys: tuple[str, ...],
    place: IntArray,
    cell: IntArray,
    value: FloatArray,
    covered: FloatArray,
    taken: npt.NDArray[np.int8],
    distance: FloatArray,
    size: int,
) -> ZonalWeights:
    order = np.lexsort((cell, place))
    place, cell, value = place[order], cell[order], value[order]
    total = np.bincount(place, weights=value, minlength=len(keys))
    ends = np.concatenate([[0], np.cumsum(np.bincount(place, minlength=len(keys)))])
    return ZonalWeights(keys, ends, cell, value / total[place], covered, taken, distance, size)


def _of_grid(values: npt.NDArray[np.bool_ | np.floating], cells: Grid, name: str) -> FloatArray:
    flat = np.asarray(values, np.float64).reshape(-1)
    if flat.size != cells.size:
        raise InputError(
            Problem(
                str(message("This array does not fit the grid.")),
                column=name,
                value=str(np.shape(values)),
                allowed=str(message("one value for each of {cells} cells", cells=cells.size)),
            )
        )
    return flat
