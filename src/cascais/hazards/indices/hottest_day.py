"""Hottest day."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Maximum,
)
from cascais.text import _


def hottest_day(days: Days) -> float:
    """Highest maximum temperature [°C] (Zhang et al. 2011, TXx); NaN without a day.

    >>> hottest_day(Days({"tasmax": np.array([12.5, np.nan, -3.0])}, 0, 3))
    12.5
    """
    values = days["tasmax"][~np.isnan(days["tasmax"])]
    return float(np.max(values)) if len(values) else float("nan")


INDEX = register(
    ClimateIndex(
        key="hottest_day",
        abbreviation="TXx",
        title=_("Hottest day"),
        text=_("Highest maximum temperature."),
        unit="°C",
        needs=("tasmax",),
        definition=hottest_day,
        tallies=(Maximum("tasmax"),),
        is_etccdi=True,
        hazards=("extreme_heat",),
    )
)
