"""Mean maximum temperature."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex, mean
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Sum,
)
from cascais.text import _


def mean_maximum_temperature(days: Days) -> float:
    """Mean of the daily maximum temperature [°C] (ECA&D, TX); NaN without a day.

    >>> mean_maximum_temperature(Days({"tasmax": np.array([12.0, np.nan, -3.0])}, 0, 3))
    4.5
    """
    values = days["tasmax"][~np.isnan(days["tasmax"])].astype(np.float64)
    return float(np.mean(values)) if len(values) else float("nan")


INDEX = register(
    ClimateIndex(
        key="mean_maximum_temperature",
        abbreviation="TX",
        title=_("Mean maximum temperature"),
        text=_("Mean of the daily maximum temperature."),
        unit="°C",
        needs=("tasmax",),
        definition=mean_maximum_temperature,
        tallies=(Sum("tasmax"),),
        value=mean,
        source=publications.ECAD,
        hazards=("extreme_heat", "extreme_cold"),
    )
)
