"""Grids with a rotated pole, as EURO-CORDEX uses: places are turned into the grid's own degrees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from cascais.hazards.zonal.grids import FloatArray
from cascais.hazards.zonal.places import Places


@dataclass(frozen=True, slots=True)
class RotatedPole:
    """Longitude and latitude of the rotated north pole [degrees], as CF names them."""

    lon: float
    lat: float


def to_rotated(pole: RotatedPole, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Longitude and latitude in the degrees of a grid with a rotated pole, each (n,).

    Equation: sin φ' = sin φ sin φp + cos φ cos φp cos(λ − λp);
    tan λ' = −cos φ sin(λ − λp) ÷ (sin φ cos φp − cos φ sin φp cos(λ − λp)), the CF convention's
    rotated_latitude_longitude with north_pole_grid_longitude 0. The middle of EURO-CORDEX' grid:

    >>> east, north = to_rotated(RotatedPole(-162.0, 39.25), np.array([18.0]), np.array([50.75]))
    >>> (abs(east.round(6)).tolist(), abs(north.round(6)).tolist())
    ([0.0], [0.0])
    """
    phi, pole_phi = np.radians(lat), np.radians(pole.lat)
    away = np.radians(np.asarray(lon) - pole.lon)
    east = -np.cos(phi) * np.sin(away)
    north = np.sin(phi) * np.cos(pole_phi) - np.cos(phi) * np.sin(pole_phi) * np.cos(away)
    height = np.sin(phi) * np.sin(pole_phi) + np.cos(phi) * np.cos(pole_phi) * np.cos(away)
    return np.degrees(np.arctan2(east, north)), np.degrees(np.arcsin(np.clip(height, -1.0, 1.0)))


def rotated(given: Places, pole: RotatedPole) -> Places:
    """The same places in the degrees of a grid with a rotated pole; their edges stay straight.

    A cell's area on the sphere follows from the rotated latitude by the same equation.

    >>> from cascais.hazards.zonal.places import places
    >>> town = places(["middle"], [shapely.Point(18.0, 50.75)])
    >>> abs(rotated(town, RotatedPole(-162.0, 39.25)).points.round(6)).tolist()
    [[0.0, 0.0]]
    """
    shapes = shapely.transform(
        given.shapes, lambda points: np.column_stack(to_rotated(pole, points[:, 0], points[:, 1]))
    )
    return Places(given.keys, shapes, given.was_repaired)
