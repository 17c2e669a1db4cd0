"""Frost days."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import Count, below
from cascais.text import _

FREEZING = 0.0


def frost_days(days: Days) -> float:
    """Days [d] with a minimum temperature [°C] below 0 (Zhang et al. 2011, FD).

    >>> frost_days(Days({"tasmin": np.array([-1.0, 0.0, np.nan, -0.1])}, 0, 4))
    2.0
    """
    return float(np.sum(days["tasmin"] < FREEZING))


INDEX = register(
    ClimateIndex(
        key="frost_days",
        abbreviation="FD",
        title=_("Frost days"),
        text=_("Days with a minimum temperature below 0 °C."),
        unit="d",
        needs=("tasmin",),
        definition=frost_days,
        tallies=(Count(below("tasmin", FREEZING)),),
        hazards=("extreme_cold",),
        is_etccdi=True,
    )
)
