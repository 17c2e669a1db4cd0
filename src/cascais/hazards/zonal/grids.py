"""Regular grids: where the cells of a raster lie, and how large they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from cascais.errors import InputError, Problem
from cascais.text import message

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth, R1 of GRS 80 (Moritz 2000, Journal of Geodesy 74:128)."""
UNEVEN = 1e-3
"""Centres may lie off an even spacing by this share of a cell: float32 coordinates do."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Evenly spaced centres of cells along one direction.

    `first` is the centre of the first cell and `step` the distance to the next [degrees]; a negative step
    runs downwards.
    """

    first: float
    step: float
    size: int

    @property
    def edge(self) -> float:
        """The outer edge of the first cell [degrees]."""
        return self.first - self.step / 2

    @property
    def centres(self) -> FloatArray:
        """Centres of all cells [degrees], (size,)."""
        return self.first + self.step * np.arange(self.size, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of longitude and latitude; cells are numbered row by row, longitude fastest."""

    lon: Axis
    lat: Axis

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.lon.size * self.lat.size

    @property
    def key(self) -> str:
        """Twelve characters that differ between grids."""
        axes = ((axis.first, axis.step, axis.size) for axis in (self.lon, self.lat))
        return hashlib.sha256(repr(tuple(axes)).encode()).hexdigest()[:12]


def grid(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Grid:
    """The grid whose cells have these centres [degrees], each (n,), n ≥ 2, up- or downwards.

    Longitudes from 0 to 360 that cross Greenwich come back as −180 to 180 only where they stay evenly spaced.
    Raises InputError where the centres are not evenly spaced or no degrees.

    >>> grid([14.0, 14.1, 14.2], [50.1, 50.0]).lat.step
    -0.1
    """
    east, north = _axis(lon, "lon", 360.0), _axis(lat, "lat", 90.0)
    if east.first >= 180.0:
        east = Axis(east.first - 360.0, east.step, east.size)
    return Grid(east, north)


def cell_areas_km2(cells: Grid) -> FloatArray:
    """Area of the cells of each row on the sphere [km²], (lat,).

    Equation: A = R² · Δλ · (sin φ_north − sin φ_south), angles in radians.

    >>> int(cell_areas_km2(grid([0.5, 1.5], [0.5, 1.5]))[0])
    12363
    """
    centres, half = cells.lat.centres, abs(cells.lat.step) / 2
    north, south = np.minimum(centres + half, 90.0), np.maximum(centres - half, -90.0)
    height = np.sin(np.radians(north)) - np.sin(np.radians(south))
    areas: FloatArray = EARTH_RADIUS_KM**2 * np.radians(abs(cells.lon.step)) * height
    return areas


def _axis(values: npt.ArrayLike, name: str, limit: float) -> Axis:
    centres = np.asarray(values, dtype=np.float64)
    if centres.ndim != 1 or centres.size < 2 or not np.isfinite(centres).all():
        raise InputError(_not_even(name, "fewer than two finite centres"))
    if np.abs(centres).max() > limit:
        raise InputError(_not_even(name, f"{centres[np.abs(centres).argmax()]:g}"))
    step = round((centres[-1] - centres[0]) / (centres.size - 1), 9)
    even = centres[0] + step * np.arange(centres.size)
    off = np.abs(centres - even)
    if step == 0.0 or off.max() > UNEVEN * abs(step):
        raise InputError(_not_even(name, f"{centres[off.argmax()]:g}"))
    return Axis(round(float(centres[0]), 9), float(step), centres.size)


def _not_even(name: str, found: str) -> Problem:
    return Problem(
        str(message("The centres of the grid’s cells are not evenly spaced degrees.")),
        column=name,
        value=found,
        allowed=str(message("at least two evenly spaced longitudes (−180 to 360) and latitudes (−90 to 90)")),
        next_step=str(message("Regrid the data to evenly spaced longitudes and latitudes first.")),
    )
