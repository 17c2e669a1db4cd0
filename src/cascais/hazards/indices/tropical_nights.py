"""Tropical nights."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    above,
)
from cascais.text import _

WARM = 20.0


def tropical_nights(days: Days) -> float:
    """Days [d] with a minimum temperature [°C] above 20 (Zhang et al. 2011, TR).

    >>> tropical_nights(Days({"tasmin": np.array([20.0, 20.1, np.nan, 25.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["tasmin"] > WARM))


INDEX = register(
    ClimateIndex(
        key="tropical_nights",
        abbreviation="TR",
        title=_("Tropical nights"),
        text=_("Days with a minimum temperature above 20 °C."),
        unit="d",
        needs=("tasmin",),
        definition=tropical_nights,
        tallies=(Count(above("tasmin", WARM)),),
        is_etccdi=True,
        hazards=("extreme_heat",),
    )
)
