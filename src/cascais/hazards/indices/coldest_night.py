"""Coldest night."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Minimum,
)
from cascais.text import _


def coldest_night(days: Days) -> float:
    """Lowest minimum temperature [°C] (Zhang et al. 2011, TNn); NaN without a day.

    >>> coldest_night(Days({"tasmin": np.array([12.5, np.nan, -3.0])}, 0, 3))
    -3.0
    """
    values = days["tasmin"][~np.isnan(days["tasmin"])]
    return float(np.min(values)) if len(values) else float("nan")


INDEX = register(
    ClimateIndex(
        key="coldest_night",
        abbreviation="TNn",
        title=_("Coldest night"),
        text=_("Lowest minimum temperature."),
        unit="°C",
        needs=("tasmin",),
        definition=coldest_night,
        tallies=(Minimum("tasmin"),),
        is_etccdi=True,
        hazards=("extreme_cold",),
    )
)
