"""Precipitation of wet days."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Sum,
    at_least,
)
from cascais.text import _

WET = 1.0


def wet_day_rain(days: Days) -> float:
    """Sum of precipitation [mm] over days with at least 1 mm (Zhang et al. 2011, PRCPTOT).

    >>> wet_day_rain(Days({"pr": np.array([0.5, 1.0, np.nan, 4.0])}, 0, 4))
    5.0
    """
    return float(days["pr"][days["pr"] >= WET].sum(dtype=np.float64))


INDEX = register(
    ClimateIndex(
        key="wet_day_rain",
        abbreviation="PRCPTOT",
        title=_("Precipitation of wet days"),
        text=_("Sum of precipitation over days with at least 1 mm."),
        unit="mm",
        needs=("pr",),
        definition=wet_day_rain,
        tallies=(Sum("pr", where=at_least("pr", WET)),),
        is_etccdi=True,
        hazards=("heavy_precipitation", "droughts"),
    )
)
