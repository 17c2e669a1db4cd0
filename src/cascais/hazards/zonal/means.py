"""Means of places from values of cells: the product of sparse weights and layers, missing cells left out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from cascais.errors import InputError, Problem
from cascais.hazards.zonal.grids import FloatArray, IntArray
from cascais.hazards.zonal.weights import ZonalWeights
from cascais.text import message

ENOUGH = 0.5
"""A mean is given where cells with at least this share of the weight have a value; an assumption of Cascais."""
SLACK = 1e-9  # a share of exactly `enough` may come out a rounding below it
TOGETHER = 16
"""Layers that the compiled loop handles at a time: a cache line of float32."""


def zonal_means(
    weights: ZonalWeights, layers: npt.NDArray[np.floating], enough: float = ENOUGH
) -> FloatArray:
    """Means of each place in each layer, (layers, places), in the unit of the layers.

    Equation: m = Σ w·x / Σ w over the cells with a value; NaN where their share of the weight is below
    `enough`. `layers` is (layers, cells), or (layers, lat, lon) of the grid of the weights; NaN is missing.
    A layer's means do not depend on the other layers. Raises InputError where the cells do not fit.

    >>> import shapely
    >>> from cascais.hazards.zonal.grids import grid
    >>> from cascais.hazards.zonal.places import places
    >>> from cascais.hazards.zonal.weights import zonal_weights
    >>> town = places(["a"], [shapely.box(0.0, 0.0, 2.0, 1.0)])
    >>> weights = zonal_weights(town, grid([0.5, 1.5], [0.5, 1.5]))
    >>> zonal_means(weights, np.array([[10.0, 20.0, 0.0, 0.0], [10.0, np.nan, 0.0, 0.0]])).ravel().tolist()
    [15.0, 10.0]
    """
    values = np.asarray(layers)
    values = values.reshape(values.shape[0], -1)
    if values.shape[1] != weights.cells:
        raise InputError(
            Problem(
                str(message("These layers are of another grid than the weights.")),
                value=str(values.shape[1]),
                allowed=str(message("one value for each of {cells} cells", cells=weights.cells)),
            )
        )
    means = np.empty((values.shape[0], len(weights.keys)))
    _means(values, weights.ends, weights.cell, weights.weight, enough, means)
    return means


@njit(cache=True, nogil=True)
def _means(  # noqa: PLR0917 – a compiled loop takes its arrays one by one
    layers: npt.NDArray[np.floating],
    ends: IntArray,
    cell: IntArray,
    weight: FloatArray,
    enough: float,
    means: FloatArray,
) -> None:
    count, cells = layers.shape
    turned = np.zeros((cells, TOGETHER), layers.dtype)
    total, known = np.empty(TOGETHER), np.empty(TOGETHER)
    for first in range(0, count, TOGETHER):
        width = min(TOGETHER, count - first)
        is_whole = _turn(layers[first : first + width], turned)
        for place in range(ends.size - 1):
            total[:] = 0.0
            known[:] = 0.0
            if is_whole:
                whole = 0.0  # one sum for all layers, added up in the same order as below
                for pair in range(ends[place], ends[place + 1]):
                    whole += weight[pair]
                    _add(turned[cell[pair]], weight[pair], total)
                known[:] = whole
            else:
                for pair in range(ends[place], ends[place + 1]):
                    _add_known(turned[cell[pair]], weight[pair], total, known)
            for layer in range(width):
                is_enough = known[layer] > 0.0 and known[layer] >= enough - SLACK
                means[first + layer, place] = total[layer] / known[layer] if is_enough else np.nan


@njit(cache=True, nogil=True)
def _turn(layers: npt.NDArray[np.floating], turned: npt.NDArray[np.floating]) -> bool:
    """Lay the layers of a cell side by side; whether no value is missing."""
    missing = 0
    for layer in range(layers.shape[0]):
        for cell in range(layers.shape[1]):
            value = layers[layer, cell]
            turned[cell, layer] = value
            missing += value != value
    return missing == 0


@njit(cache=True, nogil=True)
def _add(values: npt.NDArray[np.floating], share: float, total: FloatArray) -> None:
    for layer in range(TOGETHER):
        total[layer] += share * values[layer]


@njit(cache=True, nogil=True)
def _add_known(values: npt.NDArray[np.floating], share: float, total: FloatArray, known: FloatArray) -> None:
    for layer in range(TOGETHER):
        is_known = values[layer] == values[layer]
        total[layer] += share * values[layer] if is_known else 0.0
        known[layer] += share if is_known else 0.0
