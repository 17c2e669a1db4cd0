"""Gale days."""

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

GALE = 17.2


def gale_days(days: Days) -> float:
    """Days [d] with a gust [m/s] of at least 17.2 (Cascais, FX8Bft).

    >>> gale_days(Days({"wsgsmax": np.array([17.1, 17.2, np.nan, 20.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["wsgsmax"] >= GALE))


INDEX = register(
    ClimateIndex(
        key="gale_days",
        abbreviation="FX8Bft",
        title=_("Gale days"),
        text=_("Days with a gust of at least 17.2 m/s (8 Beaufort)."),
        unit="d",
        needs=("wsgsmax",),
        definition=gale_days,
        tallies=(Count(at_least("wsgsmax", GALE)),),
        source=publications.CASCAIS,
        hazards=("storms",),
    )
)
