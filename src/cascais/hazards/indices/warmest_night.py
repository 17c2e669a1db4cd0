"""Warmest night."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Maximum,
)
from cascais.text import _


def warmest_night(days: Days) -> float:
    """Highest minimum temperature [°C] (Zhang et al. 2011, TNx); NaN without a day.

    >>> warmest_night(Days({"tasmin": np.array([12.5, np.nan, -3.0])}, 0, 3))
    12.5
    """
    values = days["tasmin"][~np.isnan(days["tasmin"])]
    return float(np.max(values)) if len(values) else float("nan")


INDEX = register(
    ClimateIndex(
        key="warmest_night",
        abbreviation="TNx",
        title=_("Warmest night"),
        text=_("Highest minimum temperature."),
        unit="°C",
        needs=("tasmin",),
        definition=warmest_night,
        tallies=(Maximum("tasmin"),),
        is_etccdi=True,
        hazards=("extreme_heat",),
    )
)
