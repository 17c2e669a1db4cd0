"""Hot days."""

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

HOT = 30.0


def hot_days(days: Days) -> float:
    """Days [d] with a maximum temperature [°C] of at least 30 (Deutscher Wetterdienst, TX30).

    >>> hot_days(Days({"tasmax": np.array([29.9, 30.0, np.nan, 35.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["tasmax"] >= HOT))


INDEX = register(
    ClimateIndex(
        key="hot_days",
        abbreviation="TX30",
        title=_("Hot days"),
        text=_("Days with a maximum temperature of at least 30 °C."),
        unit="d",
        needs=("tasmax",),
        definition=hot_days,
        tallies=(Count(at_least("tasmax", HOT)),),
        source=publications.DWD,
        hazards=("extreme_heat",),
    )
)
