"""Heavy precipitation days."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    at_least,
)
from cascais.text import _

HEAVY = 10.0


def heavy_rain_days(days: Days) -> float:
    """Days [d] with precipitation [mm/d] of at least 10 (Zhang et al. 2011, R10mm).

    >>> heavy_rain_days(Days({"pr": np.array([9.9, 10.0, np.nan, 35.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["pr"] >= HEAVY))


INDEX = register(
    ClimateIndex(
        key="heavy_rain_days",
        abbreviation="R10mm",
        title=_("Heavy precipitation days"),
        text=_("Days with at least 10 mm of precipitation."),
        unit="d",
        needs=("pr",),
        definition=heavy_rain_days,
        tallies=(Count(at_least("pr", HEAVY)),),
        is_etccdi=True,
        hazards=("heavy_precipitation", "floods"),
    )
)
