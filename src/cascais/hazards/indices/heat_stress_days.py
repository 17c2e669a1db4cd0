"""Days with heat stress."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import Count, at_least
from cascais.text import _

LIMIT = 28.0


def heat_stress_days(days: Days) -> float:
    """Days [d] with a wet-bulb globe temperature [°C] of at least 28 (Cascais).

    >>> heat_stress_days(Days({"wbgt": np.array([27.9, 28.0, np.nan, 33.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["wbgt"] >= LIMIT))


INDEX = register(
    ClimateIndex(
        key="heat_stress_days",
        abbreviation="WBGT28",
        title=_("Days with heat stress"),
        text=_("Days with a wet-bulb globe temperature of at least 28 °C."),
        unit="d",
        needs=("wbgt",),
        definition=heat_stress_days,
        tallies=(Count(at_least("wbgt", LIMIT)),),
        source=publications.CASCAIS,
        hazards=("extreme_heat",),
    )
)
