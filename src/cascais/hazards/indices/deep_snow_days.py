"""Days of deep snow."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    at_least,
)
from cascais.text import _

DEEP = 50.0


def deep_snow_days(days: Days) -> float:
    """Days [d] with snow [cm] of at least 50 (ECA&D, SD50cm).

    >>> deep_snow_days(Days({"snd": np.array([49.9, 50.0, np.nan, 75.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["snd"] >= DEEP))


INDEX = register(
    ClimateIndex(
        key="deep_snow_days",
        abbreviation="SD50cm",
        title=_("Days of deep snow"),
        text=_("Days with at least 50 cm of snow on the ground."),
        unit="d",
        needs=("snd",),
        definition=deep_snow_days,
        tallies=(Count(at_least("snd", DEEP)),),
        source=publications.ECAD,
        hazards=("extreme_cold",),
    )
)
