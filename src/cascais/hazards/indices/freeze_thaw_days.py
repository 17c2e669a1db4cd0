"""Freeze–thaw days."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    above,
    below,
)
from cascais.text import _

FREEZING = 0.0
THAWING = 0.0


def freeze_thaw_days(days: Days) -> float:
    """Days [d] with a minimum temperature [°C] below 0 and a maximum temperature above 0 (Cascais).

    >>> freeze_thaw_days(Days({"tasmin": np.array([-1.0, -1.0, 1.0]), "tasmax": np.array([1.0, 0.0, 5.0])}, 0, 3))
    1.0
    """
    return float(np.sum((days["tasmin"] < FREEZING) & (days["tasmax"] > THAWING)))


INDEX = register(
    ClimateIndex(
        key="freeze_thaw_days",
        abbreviation="FTD",
        title=_("Freeze–thaw days"),
        text=_("Days with a minimum temperature below 0 °C and a maximum temperature above 0 °C."),
        unit="d",
        needs=("tasmin", "tasmax"),
        definition=freeze_thaw_days,
        tallies=(Count(below("tasmin", FREEZING) & above("tasmax", THAWING)),),
        source=publications.CASCAIS,
        hazards=("extreme_cold",),
    )
)
