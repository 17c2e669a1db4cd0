"""An optional, labelled correction of temperatures for the height difference of a town and its grid cell."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cascais.text import _

LAPSE_RATE_K_PER_M = -0.0065
"""Fall of temperature with height in the standard atmosphere (ISO 2533:1975, up to 11 km); in winter, in
basins and at night the real one is often weaker or reversed."""
LABEL = _("corrected for elevation by −6.5 °C per km, the standard atmosphere; not a measurement")
"""What must stand beside every value that was corrected."""


def corrected_for_elevation(
    temperature: npt.NDArray[np.floating],
    cell_elevation_m: npt.NDArray[np.floating],
    place_elevation_m: npt.NDArray[np.floating],
    lapse_rate_k_per_m: float = LAPSE_RATE_K_PER_M,
) -> npt.NDArray[np.float64]:
    """Temperatures [°C] at the places' own height, (days, places), from those of their cells, (days, places).

    Equation: T_place = T_cell + Γ · (z_place − z_cell), heights in metres, (places,). To be applied to daily
    temperatures before indices are computed, never to an index, and to be shown with `LABEL`.

    >>> corrected_for_elevation(np.array([[20.0]]), np.array([500.0]), np.array([300.0])).tolist()
    [[21.3]]
    """
    difference = np.asarray(place_elevation_m, np.float64) - np.asarray(cell_elevation_m, np.float64)
    return np.asarray(temperature, np.float64) + lapse_rate_k_per_m * difference
