"""Peaks over a threshold: the greatest value of each cluster of days above it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from cascais.errors import InputError, Problem
from cascais.hazards.extremes.batches import Floats, over_places, places_by_values

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Peaks:
    """Peaks [unit of the values] (places, peaks), padded with NaN, and the position of each (−1: none).

    threshold, exceedances (days above it), rate [peaks a year of known days], by place.
    """

    values: Floats
    days: npt.NDArray[np.int64]
    threshold: Floats
    exceedances: npt.NDArray[np.int64]
    rate: Floats

    @property
    def count(self) -> npt.NDArray[np.int64]:
        """Peaks of each place."""
        return np.asarray((self.days >= 0).sum(axis=1))

    @property
    def extremal_index(self) -> Floats:
        """Peaks per day above the threshold: 1 where extremes come singly (Coles 2001, section 5.3)."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.count / self.exceedances)


@njit(cache=True, nogil=True, error_model="numpy")
def _clusters(series: Floats, limits: tuple[float, int], peaks: Floats, days: npt.NDArray[np.int64]) -> int:
    """Fill peak and position of each cluster; returns the days above the threshold."""
    threshold, run = limits
    cluster, last, above = -1, -1, 0
    for day in range(series.size):
        value = series[day]
        if not value > threshold:
            continue
        above += 1
        if cluster < 0 or day - last > run:
            cluster += 1
            peaks[cluster], days[cluster] = value, day
        elif value > peaks[cluster]:
            peaks[cluster], days[cluster] = value, day
        last = day
    return above


@njit(cache=True, nogil=True, error_model="numpy")
def _fill(
    values: Floats,
    threshold: Floats,
    run: int,
    found: tuple[Floats, npt.NDArray[np.int64]],
    above: npt.NDArray[np.int64],
) -> None:
    for place in range(values.shape[0]):
        above[place] = _clusters(values[place], (threshold[place], run), found[0][place], found[1][place])


def peaks_over_threshold(daily: npt.ArrayLike, threshold: npt.ArrayLike, run_days: int = 3) -> Peaks:
    """Peaks of the clusters above a threshold; daily (places, days), threshold of each place or one for all.

    Two days above the threshold belong to one cluster unless at least `run_days` days lie between them (runs
    declustering, Coles 2001, section 5.3.2; 0 keeps every day). The days in between are below the threshold or
    missing: a cluster ends by the time that passes. Raises InputError for a negative run.

    >>> peaks = peaks_over_threshold([31, 35, 0, 32, 0, 0, 0, 40], 30, run_days=3)
    >>> peaks.values.tolist(), peaks.days.tolist(), peaks.exceedances.tolist()
    ([[35.0, 40.0]], [[1, 7]], [4])
    """
    values = places_by_values(daily, "daily values")
    over = np.broadcast_to(np.asarray(threshold, dtype=np.float64), len(values)).copy()
    if run_days < 0:
        raise InputError(Problem("A run cannot be negative.", value=str(run_days), allowed="0 days or more"))
    with np.errstate(invalid="ignore"):
        most = int((values > over[:, None]).sum(axis=1).max(initial=0))
    found = np.full((len(values), most), np.nan)
    days = np.full(found.shape, -1, dtype=np.int64)
    above = np.zeros(len(values), dtype=np.int64)

    def work(part: slice) -> None:
        _fill(values[part], over[part], run_days, (found[part], days[part]), above[part])

    over_places(len(values), work)
    widest = int((days >= 0).sum(axis=1).max(initial=0))
    years = (~np.isnan(values)).sum(axis=1) / DAYS_PER_YEAR
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = (days >= 0).sum(axis=1) / years
    return Peaks(found[:, :widest], days[:, :widest], over, above, rate)
