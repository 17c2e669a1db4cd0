"""Very hot days."""

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

VERY_HOT = 35.0


def very_hot_days(days: Days) -> float:
    """Days [d] with a maximum temperature [°C] of at least 35 (Cascais, TX35).

    >>> very_hot_days(Days({"tasmax": np.array([34.9, 35.0, np.nan, 36.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["tasmax"] >= VERY_HOT))


INDEX = register(
    ClimateIndex(
        key="very_hot_days",
        abbreviation="TX35",
        title=_("Very hot days"),
        text=_("Days with a maximum temperature of at least 35 °C."),
        unit="d",
        needs=("tasmax",),
        definition=very_hot_days,
        tallies=(Count(at_least("tasmax", VERY_HOT)),),
        source=publications.CASCAIS,
        hazards=("extreme_heat",),
    )
)
