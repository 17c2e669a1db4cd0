"""Heating degree days."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex, Tallied, Values
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Sum,
    at_most,
)
from cascais.text import _

BASE = 18.0
LIMIT = 15.0


def heating_degree_days(days: Days) -> float:
    """Sum [°C d] of 18 °C less the mean temperature over days of at most 15 °C (Eurostat).

    >>> heating_degree_days(Days({"tas": np.array([15.0, 15.5, np.nan])}, 0, 3))
    3.0
    """
    mean_temperature = days["tas"].astype(np.float64)
    return float((BASE - mean_temperature[mean_temperature <= LIMIT]).sum())


def _value(tallied: Tallied) -> Values:
    return 0.0 - tallied.tallies[0]


INDEX = register(
    ClimateIndex(
        key="heating_degree_days",
        abbreviation="HDD",
        title=_("Heating degree days"),
        text=_("Sum of 18 °C less the mean temperature over days of at most 15 °C."),
        unit="°C d",
        needs=("tas",),
        definition=heating_degree_days,
        tallies=(Sum("tas", less=BASE, where=at_most("tas", LIMIT)),),
        value=_value,
        source=publications.EUROSTAT,
        hazards=("extreme_cold",),
    )
)
