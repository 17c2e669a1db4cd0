"""Quantile mapping of a model's daily values onto observed ones, month by month, by the library ibicus.

What the model had in the base period is compared with what was observed there: a value of the model becomes the
observed value of the same rank. Beyond the largest and smallest value of the base period the difference at the end is
kept. Plain mapping can change the trend of a model; `Trend` says how it is kept.

Sources: Themeßl, Gobiet and Heinrich 2012, https://doi.org/10.1007/s10584-011-0224-4 (empirical quantile mapping);
Cannon, Sobie and Murdock 2015, https://doi.org/10.1175/JCLI-D-14-00754.1 (trends); Spuler et al. 2024,
https://doi.org/10.5194/gmd-17-1249-2024 (ibicus).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from ibicus.debias import QuantileMapping
from numpy.typing import NDArray

from cascais.errors import InputError, Problem
from cascais.hazards.calendars import IntArray, TimeAxis
from cascais.hazards.variables import FloatArray

MONTHS = range(1, 13)
LEAST_DAYS = 300
"""Days with a value in a month of the base period, about ten years, below which no mapping is made."""


class Trend(StrEnum):
    """What becomes of the change of the mean that the model has by itself."""

    MAPPED = "no_detrending"  # mapped like everything else
    ADDED = "additive"  # kept as a difference: temperatures
    MULTIPLIED = "multiplicative"  # kept as a ratio: precipitation, wind


TREND_OF = {
    "tasmax": Trend.ADDED,
    "tasmin": Trend.ADDED,
    "tas": Trend.ADDED,
    "pr": Trend.MULTIPLIED,
    "sfcWind": Trend.MULTIPLIED,
    "wsgsmax": Trend.MULTIPLIED,
}
"""Trends as they are usually kept; humidity and snow depth, which have limits, are mapped plainly."""
LOWEST = {"pr": 0.0, "sfcWind": 0.0, "wsgsmax": 0.0, "hurs": 0.0, "snd": 0.0}


@dataclass(frozen=True, slots=True)
class Daily:
    """Daily values (time, cells) and their days."""

    values: FloatArray
    axis: TimeAxis


@dataclass(frozen=True, slots=True)
class Bases:
    """What is compared: observed days and a model's days of the same years."""

    observed: Daily
    model: Daily


def adjusted(
    projected: Daily, bases: Bases, variable: str, trend: Trend | None = None
) -> NDArray[np.float32]:
    """The model's days (time, cells) mapped month by month onto the observed distribution, in the variable's unit.

    Within a month of the base period the mapping takes the empirical distributions F of model and observation:
    x' = F_obs^-1(F_model(x)). Missing days stay missing; a cell with less than 300 observed or modelled days of a
    month in the base period is NaN there; what cannot be negative is not. Calendars may differ. `trend` is that of
    `TREND_OF` where not given. Raises InputError where the cells differ in number.

    >>> from cascais.hazards.calendars import Calendar
    >>> axis = TimeAxis(Calendar.NOLEAP, 1961, 1, 1, 30 * 365)
    >>> observed = np.sin(np.arange(axis.length) / 58.0)[:, np.newaxis]
    >>> model = Daily(observed + 2.0, axis)
    >>> mapped = adjusted(model, Bases(Daily(observed, axis), model), "tas")
    >>> bool(np.allclose(mapped, observed, atol=1e-5))
    True
    """
    _check(projected, bases)
    kept = trend if trend is not None else TREND_OF.get(variable, Trend.MAPPED)
    mapping = QuantileMapping(
        distribution=None, mapping_type="nonparametric", detrending=kept.value,
        reasonable_physical_range=None, variable=variable, running_window_mode=False,
    )  # fmt: skip
    result = np.full(projected.values.shape, np.nan, dtype=np.float32)
    for month in MONTHS:
        rows = np.flatnonzero(projected.axis.months == month)
        observed, model = _of_month(bases.observed, month), _of_month(bases.model, month)
        for cell in range(projected.values.shape[1]):
            series = projected.values[rows, cell].astype(np.float64)
            has_value = ~np.isnan(series)
            reference, simulated = _present(observed[:, cell]), _present(model[:, cell])
            if has_value.any() and min(len(reference), len(simulated)) >= LEAST_DAYS:
                mapped = mapping.apply_location(reference, simulated, series[has_value])
                result[rows[has_value], cell] = mapped
    if variable in LOWEST:
        result = np.maximum(result, np.float32(LOWEST[variable]))
    return result


def within_years(daily: Daily, first_year: int, last_year: int) -> Daily:
    """The days of some years, both included.

    >>> from cascais.hazards.calendars import Calendar
    >>> daily = Daily(np.zeros((730, 1)), TimeAxis(Calendar.NOLEAP, 2001, 1, 1, 730))
    >>> within_years(daily, 2002, 2002).axis
    TimeAxis(calendar=<Calendar.NOLEAP: 'noleap'>, year=2002, month=1, day=1, length=365)
    """
    years: IntArray = daily.axis.years
    rows = np.flatnonzero((years >= first_year) & (years <= last_year))
    if not len(rows):
        allowed = f"{years[0]} – {years[-1]}" if len(years) else ""
        raise InputError(
            Problem("There is no day in these years.", value=f"{first_year} – {last_year}", allowed=allowed)
        )
    first = int(rows[0])
    axis = TimeAxis(
        daily.axis.calendar,
        int(years[first]),
        int(daily.axis.months[first]),
        int(daily.axis.days[first]),
        len(rows),
    )
    return Daily(daily.values[rows], axis)


def _of_month(daily: Daily, month: int) -> FloatArray:
    return np.asarray(daily.values[daily.axis.months == month])


def _present(values: FloatArray) -> NDArray[np.float64]:
    return np.asarray(values[~np.isnan(values)], dtype=np.float64)


def _check(projected: Daily, bases: Bases) -> None:
    cells = {daily.values.shape[1] for daily in (projected, bases.observed, bases.model)}
    if len(cells) > 1:
        raise InputError(
            Problem(
                "Projection, model and observation have not the same cells.",
                value=", ".join(map(str, sorted(cells))),
                next_step="Bring the model to the places of the observations first.",
            )
        )
