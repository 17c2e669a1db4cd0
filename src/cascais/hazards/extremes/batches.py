"""Many places at once: checked arrays, cut into runs of places that threads work through.

The compiled functions treat one place after the other and share nothing, so a result depends neither on the
number of threads nor on the order of the places.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from cascais.errors import InputError, Problem

Floats = npt.NDArray[np.float64]
FEWEST_PLACES = 16
"""Fewer places are not worth a thread."""


def places_by_values(values: npt.ArrayLike, name: str = "values") -> Floats:
    """An array (places, values) of double precision; one series becomes one place. NaN is missing.

    Raises InputError where there are more than two dimensions, or an infinite value.

    >>> places_by_values([1.0, float("nan")]).shape
    (1, 2)
    """
    array = np.atleast_2d(np.ascontiguousarray(values, dtype=np.float64))
    if array.ndim != 2:
        raise InputError(
            Problem(
                f"The {name} must stand in an array of places by years.",
                value=f"{array.ndim} dimensions",
                allowed="two",
                next_step="Stack latitude and longitude into one dimension of places.",
            )
        )
    if np.isinf(array).any():
        place, column = np.argwhere(np.isinf(array))[0]
        raise InputError(
            Problem(
                f"An infinite value is among the {name}, at place {place}, position {column}.",
                value=str(array[place, column]),
                allowed="finite numbers, and NaN for missing",
                next_step="Give NaN where nothing was measured.",
            )
        )
    return array


def over_places(count: int, work: Callable[[slice], None], threads: int | None = None) -> None:
    """Do `work` on runs of places that together are all `count` places, with threads (all processors).

    >>> done = []
    >>> over_places(3, done.append)
    >>> done
    [slice(0, 3, None)]
    """
    wanted = threads or os.cpu_count() or 1
    parts = max(1, min(4 * wanted, count // FEWEST_PLACES)) if wanted > 1 else 1
    edges = np.linspace(0, count, parts + 1).astype(int).tolist()
    slices = [slice(start, end) for start, end in zip(edges[:-1], edges[1:], strict=True)]
    if parts == 1:
        work(slices[0])
        return
    with ThreadPoolExecutor(wanted) as pool:
        list(pool.map(work, slices))
