"""Mean temperature."""

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


def mean_temperature(days: Days) -> float:
    """Mean of the daily mean temperature [°C] (ECA&D, TG); NaN without a day.

    >>> mean_temperature(Days({"tas": np.array([12.0, np.nan, -3.0])}, 0, 3))
    4.5
    """
    values = days["tas"][~np.isnan(days["tas"])].astype(np.float64)
    return float(np.mean(values)) if len(values) else float("nan")


INDEX = register(
    ClimateIndex(
        key="mean_temperature",
        abbreviation="TG",
        title=_("Mean temperature"),
        text=_("Mean of the daily mean temperature."),
        unit="°C",
        needs=("tas",),
        definition=mean_temperature,
        tallies=(Sum("tas"),),
        value=mean,
        source=publications.ECAD,
        hazards=("extreme_heat", "extreme_cold"),
    )
)
