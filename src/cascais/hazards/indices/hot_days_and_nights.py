"""Hot days with tropical nights."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    above,
    at_least,
)
from cascais.text import _

HOT = 30.0
WARM = 20.0


def hot_days_and_nights(days: Days) -> float:
    """Days [d] with a maximum temperature [°C] of at least 30 and a minimum temperature above 20 (Cascais).

    >>> hot_days_and_nights(Days({"tasmax": np.array([30.0, 30.0, 29.0]), "tasmin": np.array([20.1, 20.0, 21.0])}, 0, 3))
    1.0
    """
    return float(np.sum((days["tasmax"] >= HOT) & (days["tasmin"] > WARM)))


INDEX = register(
    ClimateIndex(
        key="hot_days_and_nights",
        abbreviation="TX30TN20",
        title=_("Hot days with tropical nights"),
        text=_("Days with a maximum temperature of at least 30 °C and a minimum temperature above 20 °C."),
        unit="d",
        needs=("tasmax", "tasmin"),
        definition=hot_days_and_nights,
        tallies=(Count(at_least("tasmax", HOT) & above("tasmin", WARM)),),
        source=publications.CASCAIS,
        hazards=("extreme_heat",),
    )
)
