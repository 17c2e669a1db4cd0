"""Diurnal temperature range."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex, mean
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Sum,
)
from cascais.text import _


def diurnal_temperature_range(days: Days) -> float:
    """Mean of maximum less minimum temperature [°C] (Zhang et al. 2011, DTR); NaN without a day.

    >>> diurnal_temperature_range(Days({"tasmax": np.array([9.0, 8.0]), "tasmin": np.array([1.0, np.nan])}, 0, 2))
    8.0
    """
    range_of_day = days["tasmax"].astype(np.float64) - days["tasmin"].astype(np.float64)
    known = range_of_day[~np.isnan(range_of_day)]
    return float(np.mean(known)) if len(known) else float("nan")


INDEX = register(
    ClimateIndex(
        key="diurnal_temperature_range",
        abbreviation="DTR",
        title=_("Diurnal temperature range"),
        text=_("Mean difference between the daily maximum and minimum temperature."),
        unit="°C",
        needs=("tasmax", "tasmin"),
        definition=diurnal_temperature_range,
        tallies=(Sum("tasmax", less="tasmin"),),
        value=mean,
        is_etccdi=True,
        hazards=("extreme_heat", "extreme_cold"),
    )
)
