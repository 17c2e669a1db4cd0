"""Wind-storm days."""

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

STORM = 25.0


def storm_days(days: Days) -> float:
    """Days [d] with a gust [m/s] of at least 25 (Deutscher Wetterdienst, warning criteria, FX25).

    >>> storm_days(Days({"wsgsmax": np.array([24.9, 25.0, np.nan, 33.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["wsgsmax"] >= STORM))


INDEX = register(
    ClimateIndex(
        key="storm_days",
        abbreviation="FX25",
        title=_("Wind-storm days"),
        text=_("Days with a gust of at least 25 m/s (90 km/h)."),
        unit="d",
        needs=("wsgsmax",),
        definition=storm_days,
        tallies=(Count(at_least("wsgsmax", STORM)),),
        source=publications.DWD_WARNINGS,
        hazards=("storms",),
    )
)
