"""Strong wind days."""

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

STRONG = 10.8


def strong_wind_days(days: Days) -> float:
    """Days [d] with a mean wind [m/s] of at least 10.8 (ECA&D, FG6Bft).

    >>> strong_wind_days(Days({"sfcWind": np.array([10.7, 10.8, np.nan, 12.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["sfcWind"] >= STRONG))


INDEX = register(
    ClimateIndex(
        key="strong_wind_days",
        abbreviation="FG6Bft",
        title=_("Strong wind days"),
        text=_("Days with a mean wind of at least 10.8 m/s (6 Beaufort)."),
        unit="d",
        needs=("sfcWind",),
        definition=strong_wind_days,
        tallies=(Count(at_least("sfcWind", STRONG)),),
        source=publications.ECAD,
        hazards=("storms",),
    )
)
