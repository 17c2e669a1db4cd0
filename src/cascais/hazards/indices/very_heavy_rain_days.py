"""Very heavy precipitation days."""

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

VERY_HEAVY = 20.0


def very_heavy_rain_days(days: Days) -> float:
    """Days [d] with precipitation [mm/d] of at least 20 (Zhang et al. 2011, R20mm).

    >>> very_heavy_rain_days(Days({"pr": np.array([19.9, 20.0, np.nan, 35.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["pr"] >= VERY_HEAVY))


INDEX = register(
    ClimateIndex(
        key="very_heavy_rain_days",
        abbreviation="R20mm",
        title=_("Very heavy precipitation days"),
        text=_("Days with at least 20 mm of precipitation."),
        unit="d",
        needs=("pr",),
        definition=very_heavy_rain_days,
        tallies=(Count(at_least("pr", VERY_HEAVY)),),
        is_etccdi=True,
        hazards=("heavy_precipitation", "floods"),
    )
)
