"""Dry spells."""

from __future__ import annotations

from cascais.hazards import publications
from cascais.hazards.days import Days, spells
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    SpellCount,
    below,
)
from cascais.text import _

WET = 1.0
LEAST_DAYS = 10


def dry_spells(days: Days) -> float:
    """Number of spells of at least ten days with precipitation [mm/d] of less than 1 (Cascais); spells end with the period.

    >>> import numpy as np
    >>> dry_spells(Days({"pr": np.array([0.0] * 10 + [2.0] + [0.0] * 9)}, 0, 20))
    1.0
    """
    return float(len(spells(days["pr"] < WET, LEAST_DAYS)))


INDEX = register(
    ClimateIndex(
        key="dry_spells",
        abbreviation="DS10",
        title=_("Dry spells"),
        text=_("Number of spells of at least ten days with less than 1 mm of precipitation each."),
        unit="1",
        needs=("pr",),
        definition=dry_spells,
        tallies=(SpellCount(below("pr", WET), LEAST_DAYS),),
        source=publications.CASCAIS,
        hazards=("droughts", "wildfires"),
    )
)
