"""Rain of short durations from daily rain by simple scaling, and rain in a warmer climate.

Source: Menabde, M., Seed, A., Pegram, G. (1999), A simple scaling model for extreme rainfall, Water Resources
Research 35, 335–339: annual maxima of the mean intensity scale with the duration between 30 minutes and 24 hours.
No exponent is built in: it has to come from gauges of the region.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cascais.errors import InputError, Problem
from cascais.hazards.extremes.batches import Floats

SHORTEST_HOURS, LONGEST_HOURS = 0.5, 24.0
PER_KELVIN = 0.07
"""Growth of the water vapour that air can hold, per kelvin (Clausius–Clapeyron), rounded as usual."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """Exponent η of intensity with duration, by place, and that of the second moment divided by two.

    Where the two are far apart, simple scaling does not hold.
    """

    exponent: Floats
    exponent_of_second_moment: Floats


def scaling_exponent(intensities: npt.ArrayLike, durations_hours: npt.ArrayLike) -> Scaling:
    """Exponent η of i_d = i_D·(d/D)^(−η) from annual maxima of intensity (places, years, durations) [mm/h].

    Least squares of log E[i_d^q] on log d, for q = 1 and 2; years with a gap are left out.

    Raises InputError for fewer than two durations, or durations that are not positive.

    >>> hours = np.array([1.0, 6.0, 24.0])
    >>> scaling_exponent([[10 * hours**-0.7, 14 * hours**-0.7]], hours).exponent.round(3).tolist()
    [0.7]
    """
    array, hours = np.asarray(intensities, dtype=np.float64), np.asarray(durations_hours, dtype=np.float64)
    if array.ndim != 3 or hours.shape != array.shape[2:] or hours.size < 2 or not (hours > 0.0).all():
        raise InputError(
            Problem(
                "Scaling needs intensities by place, year and duration, and at least two durations.",
                value=f"{array.shape} and {hours.shape}",
                next_step="Give one positive duration for each column.",
            )
        )
    whole = np.where(np.isnan(array).any(axis=2, keepdims=True), np.nan, array)
    x = np.log(hours) - np.log(hours).mean()
    slopes = [-(np.log(_mean_over_years(whole**order)) * x).sum(axis=1) / (x @ x) / order for order in (1, 2)]
    return Scaling(slopes[0], slopes[1])


def _mean_over_years(values: Floats) -> Floats:
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=1) / known.sum(axis=1))


def scaled_depth(
    depth_mm: npt.ArrayLike, duration_hours: float, wanted_hours: float, exponent: npt.ArrayLike
) -> Floats:
    """Depth [mm] of the same return period for another duration: P_d = P_D·(d/D)^(1 − η).

    Raises InputError for durations outside 0.5 to 24 h, where the scaling was shown to hold.

    >>> scaled_depth(48.0, 24.0, 1.0, 0.75).round(2).item()
    21.69
    """
    for hours in (duration_hours, wanted_hours):
        if not SHORTEST_HOURS <= hours <= LONGEST_HOURS:
            raise InputError(
                Problem(
                    "Simple scaling was shown to hold for other durations.",
                    value=f"{hours} h",
                    allowed="0.5–24 h",
                )
            )
    ratio = wanted_hours / duration_hours
    return np.asarray(depth_mm, dtype=np.float64) * ratio ** (1.0 - np.asarray(exponent, dtype=np.float64))


def warmed_rain(depth_mm: npt.ArrayLike, warming_k: npt.ArrayLike, per_kelvin: float = PER_KELVIN) -> Floats:
    """Depth [mm] after warming by Clausius–Clapeyron scaling: P·(1 + r)^ΔT, r = 0.07 a kelvin.

    A rule of thumb for daily extremes, not a projection. Source: Trenberth, K. E. et al. (2003), The changing
    character of precipitation, Bulletin of the American Meteorological Society 84, 1205–1217.

    >>> warmed_rain(1.0, 4.0).round(8).item()
    1.31079601
    """
    return np.asarray(depth_mm, dtype=np.float64) * (1.0 + per_kelvin) ** np.asarray(
        warming_k, dtype=np.float64
    )
