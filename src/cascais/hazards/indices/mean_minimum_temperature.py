"""Mean minimum temperature."""

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


def mean_minimum_temperature(days: Days) -> float:
    """Mean of the daily minimum temperature [°C] (ECA&D, TN); NaN without a day.

    >>> mean_minimum_temperature(Days({"tasmin": np.array([12.0, np.nan, -3.0])}, 0, 3))
    4.5
    """
    values = days["tasmin"][~np.isnan(days["tasmin"])].astype(np.float64)
    return float(np.mean(values)) if len(values) else float("nan")


INDEX = register(
    ClimateIndex(
        key="mean_minimum_temperature",
        abbreviation="TN",
        title=_("Mean minimum temperature"),
        text=_("Mean of the daily minimum temperature."),
        unit="°C",
        needs=("tasmin",),
        definition=mean_minimum_temperature,
        tallies=(Sum("tasmin"),),
        value=mean,
        source=publications.ECAD,
        hazards=("extreme_heat", "extreme_cold"),
    )
)
