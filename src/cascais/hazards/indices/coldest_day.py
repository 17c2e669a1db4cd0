"""Coldest day."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Minimum,
)
from cascais.text import _


def coldest_day(days: Days) -> float:
    """Lowest maximum temperature [°C] (Zhang et al. 2011, TXn); NaN without a day.

    >>> coldest_day(Days({"tasmax": np.array([12.5, np.nan, -3.0])}, 0, 3))
    -3.0
    """
    values = days["tasmax"][~np.isnan(days["tasmax"])]
    return float(np.min(values)) if len(values) else float("nan")


INDEX = register(
    ClimateIndex(
        key="coldest_day",
        abbreviation="TXn",
        title=_("Coldest day"),
        text=_("Lowest maximum temperature."),
        unit="°C",
        needs=("tasmax",),
        definition=coldest_day,
        tallies=(Minimum("tasmax"),),
        is_etccdi=True,
        hazards=("extreme_cold",),
    )
)
