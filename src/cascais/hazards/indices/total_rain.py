"""Precipitation sum."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Sum,
)
from cascais.text import _


def total_rain(days: Days) -> float:
    """Sum of precipitation [mm] over all days (ECA&D, RR).

    >>> total_rain(Days({"pr": np.array([0.5, 1.0, np.nan, 4.0])}, 0, 4))
    5.5
    """
    return float(np.nansum(days["pr"].astype(np.float64)))


INDEX = register(
    ClimateIndex(
        key="total_rain",
        abbreviation="RR",
        title=_("Precipitation sum"),
        text=_("Sum of precipitation over all days."),
        unit="mm",
        needs=("pr",),
        definition=total_rain,
        tallies=(Sum("pr"),),
        source=publications.ECAD,
        hazards=("droughts",),
    )
)
