"""Ice days."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    below,
)
from cascais.text import _

FREEZING = 0.0


def ice_days(days: Days) -> float:
    """Days [d] with a maximum temperature [°C] below 0 (Zhang et al. 2011, ID).

    >>> ice_days(Days({"tasmax": np.array([-0.1, 0.0, np.nan, -5.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["tasmax"] < FREEZING))


INDEX = register(
    ClimateIndex(
        key="ice_days",
        abbreviation="ID",
        title=_("Ice days"),
        text=_("Days with a maximum temperature below 0 °C."),
        unit="d",
        needs=("tasmax",),
        definition=ice_days,
        tallies=(Count(below("tasmax", FREEZING)),),
        is_etccdi=True,
        hazards=("extreme_cold",),
    )
)
