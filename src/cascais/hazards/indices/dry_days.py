"""Dry days."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    below,
)
from cascais.text import _

WET = 1.0


def dry_days(days: Days) -> float:
    """Days [d] with precipitation [mm/d] of less than 1 (ECA&D, DD).

    >>> dry_days(Days({"pr": np.array([0.9, 1.0, np.nan, 0.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["pr"] < WET))


INDEX = register(
    ClimateIndex(
        key="dry_days",
        abbreviation="DD",
        title=_("Dry days"),
        text=_("Days with less than 1 mm of precipitation."),
        unit="d",
        needs=("pr",),
        definition=dry_days,
        tallies=(Count(below("pr", WET)),),
        source=publications.ECAD,
        hazards=("droughts",),
    )
)
