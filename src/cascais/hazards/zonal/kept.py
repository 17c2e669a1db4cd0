"""Weights as plain arrays and back, with the key under which they are kept and used again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from cascais.errors import InputError, Problem
from cascais.hazards.zonal.grids import Grid
from cascais.hazards.zonal.places import Places
from cascais.hazards.zonal.weights import ZonalWeights
from cascais.text import message

EDITION = 1  # raised when the weights of the same grid and boundaries would come out differently


def weights_key(given: Places, cells: Grid, how: str = "area") -> str:
    """Under which the weights of these places, this grid and this way of weighting are kept.

    >>> import shapely
    >>> from cascais.hazards.zonal.grids import grid
    >>> from cascais.hazards.zonal.places import places
    >>> key = weights_key(places(["a"], [shapely.Point(0, 0)]), grid([0.0, 1.0], [0.0, 1.0]))
    >>> key.startswith("zonal-1-area-") and len(key) == 38
    True
    """
    return f"zonal-{EDITION}-{how}-{cells.key}-{given.digest}"


def to_arrays(weights: ZonalWeights) -> dict[str, npt.NDArray[Any]]:
    """The weights as named arrays, none of which needs pickling."""
    return {
        "keys": np.array(weights.keys, dtype=np.str_),
        "ends": weights.ends,
        "cell": weights.cell,
        "weight": weights.weight,
        "covered": weights.covered,
        "taken": weights.taken,
        "distance_km": weights.distance_km,
        "cells": np.array(weights.cells),
    }


def from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> ZonalWeights:
    """The weights that `to_arrays` laid down; raises InputError where arrays are missing or do not fit."""
    missing = [name for name in ZonalWeights.__dataclass_fields__ if name not in arrays]
    if missing:
        raise _damaged(", ".join(missing))
    keys = tuple(str(key) for key in arrays["keys"])
    ends, cell = arrays["ends"], arrays["cell"]
    cells = int(arrays["cells"])
    fits = (
        ends.size == len(keys) + 1
        and ends[-1] == cell.size == arrays["weight"].size
        and bool((np.diff(ends) >= 0).all())
        and (cell.size == 0 or 0 <= cell.min() <= cell.max() < cells)
    )
    if not fits:
        raise _damaged("ends, cell, weight")
    return ZonalWeights(
        keys=keys,
        ends=ends,
        cell=cell,
        weight=arrays["weight"],
        covered=arrays["covered"],
        taken=arrays["taken"],
        distance_km=arrays["distance_km"],
        cells=cells,
    )


def _damaged(found: str) -> InputError:
    return InputError(
        Problem(
            str(message("These stored weights are damaged.")),
            value=found,
            next_step=str(message("Delete the file; the weights are computed anew.")),
        )
    )
