"""Days with high fire danger."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import Count, above
from cascais.text import _

LIMIT = 30.0


def high_fire_danger_days(days: Days) -> float:
    """Days [d] with a fire weather index above 30 (European Climate Data Explorer).

    >>> high_fire_danger_days(Days({"fwi": np.array([30.0, 30.1, np.nan, 60.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["fwi"] > LIMIT))


INDEX = register(
    ClimateIndex(
        key="high_fire_danger_days",
        abbreviation="FWI30",
        title=_("Days with high fire danger"),
        text=_("Days with a fire weather index above 30."),
        unit="d",
        needs=("fwi",),
        definition=high_fire_danger_days,
        tallies=(Count(above("fwi", LIMIT)),),
        source=publications.ECDE_FIRE,
        hazards=("wildfires",),
    )
)
