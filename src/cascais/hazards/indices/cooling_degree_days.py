"""Cooling degree days."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Sum,
    at_least,
)
from cascais.text import _

BASE = 21.0
LIMIT = 24.0


def cooling_degree_days(days: Days) -> float:
    """Sum [°C d] of the mean temperature less 21 °C over days of at least 24 °C (Eurostat).

    >>> cooling_degree_days(Days({"tas": np.array([24.0, 23.5, np.nan])}, 0, 3))
    3.0
    """
    mean_temperature = days["tas"].astype(np.float64)
    return float((mean_temperature[mean_temperature >= LIMIT] - BASE).sum())


INDEX = register(
    ClimateIndex(
        key="cooling_degree_days",
        abbreviation="CDD Eurostat",
        title=_("Cooling degree days"),
        text=_("Sum of the mean temperature less 21 °C over days of at least 24 °C."),
        unit="°C d",
        needs=("tas",),
        definition=cooling_degree_days,
        tallies=(Sum("tas", less=BASE, where=at_least("tas", LIMIT)),),
        source=publications.EUROSTAT,
        hazards=("extreme_heat",),
    )
)
