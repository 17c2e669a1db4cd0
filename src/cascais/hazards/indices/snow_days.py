"""Snow days."""

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

COVERED = 1.0


def snow_days(days: Days) -> float:
    """Days [d] with snow [cm] of at least 1 (ECA&D, SD1).

    >>> snow_days(Days({"snd": np.array([0.9, 1.0, np.nan, 35.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["snd"] >= COVERED))


INDEX = register(
    ClimateIndex(
        key="snow_days",
        abbreviation="SD1",
        title=_("Snow days"),
        text=_("Days with at least 1 cm of snow on the ground."),
        unit="d",
        needs=("snd",),
        definition=snow_days,
        tallies=(Count(at_least("snd", COVERED)),),
        source=publications.ECAD,
        hazards=("extreme_cold",),
    )
)
