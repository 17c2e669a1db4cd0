"""Day lengths and their factors by month and latitude, as the fire weather system prints them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from cascais.errors import InputError, Problem
from cascais.text import message

FloatArray: TypeAlias = npt.NDArray[np.float64]

DAY_LENGTH = np.array([
    [11.5, 10.5, 9.2, 7.9, 6.8, 6.2, 6.5, 7.4, 8.7, 10.0, 11.2, 11.8],
    [10.1, 9.6, 9.1, 8.5, 8.1, 7.8, 7.9, 8.3, 8.9, 9.4, 9.9, 10.2],
    [9.0] * 12,
    [7.9, 8.4, 8.9, 9.5, 9.9, 10.2, 10.1, 9.7, 9.1, 8.6, 8.1, 7.8],
    [6.5, 7.5, 9.0, 12.8, 13.9, 13.9, 12.4, 10.9, 9.4, 8.0, 7.0, 6.0],
])  # fmt: skip
"""Effective day length [h] south of 30° S, to 15° S, to 15° N, to 30° N, and north of it."""
LENGTH_BOUNDS = (-30.0, -15.0, 15.0, 30.0)
DAY_FACTOR = np.array([
    [6.4, 5.0, 2.4, 0.4, -1.6, -1.6, -1.6, -1.6, -1.6, 0.9, 3.8, 5.8],
    [1.39] * 12,
    [-1.6, -1.6, -1.6, 0.9, 3.8, 5.8, 6.4, 5.0, 2.4, 0.4, -1.6, -1.6],
])  # fmt: skip
"""Factor of the drought code south of 15° S, to 15° N, and north of it."""
FACTOR_BOUNDS = (-15.0, 15.0)


def daily_factors(latitude: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Effective day length [h] and factor of the drought code, each (places, 12), for latitudes [degrees], (places,).

    Source: Lawson and Armitage 2008, Weather guide for the Canadian Forest Fire Danger Rating System, appendix, as R's
    package cffdrs has them. Raises InputError for what is no latitude.

    >>> length, factor = daily_factors(np.array([50.1]))
    >>> length[0, 6].item(), factor[0, 6].item()
    (12.4, 6.4)
    """
    is_wrong = ~(np.abs(latitude) <= 90.0)
    if is_wrong.any():
        raise InputError(
            Problem(
                str(message("This is no latitude.")),
                column="lat",
                value=f"{latitude[is_wrong][0]:g}",
                allowed=str(message("−90 to 90 degrees")),
            )
        )
    lengths = DAY_LENGTH[np.searchsorted(LENGTH_BOUNDS, latitude, side="right")]
    factors = DAY_FACTOR[np.searchsorted(FACTOR_BOUNDS, latitude, side="right")]
    return lengths, factors
