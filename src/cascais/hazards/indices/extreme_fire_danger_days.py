"""Days with extreme fire danger."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import Count, at_least
from cascais.text import _

LIMIT = 50.0


def extreme_fire_danger_days(days: Days) -> float:
    """Days [d] with a fire weather index of at least 50 (EFFIS, class extreme).

    >>> extreme_fire_danger_days(Days({"fwi": np.array([49.9, 50.0, np.nan, 60.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["fwi"] >= LIMIT))


INDEX = register(
    ClimateIndex(
        key="extreme_fire_danger_days",
        abbreviation="FWI50",
        title=_("Days with extreme fire danger"),
        text=_("Days with a fire weather index of at least 50."),
        unit="d",
        needs=("fwi",),
        definition=extreme_fire_danger_days,
        tallies=(Count(at_least("fwi", LIMIT)),),
        source=publications.EFFIS,
        hazards=("wildfires",),
    )
)
