"""Days in dry spells."""

from __future__ import annotations

from cascais.hazards import publications
from cascais.hazards.days import Days, spells
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    SpellDays,
    below,
)
from cascais.text import _

WET = 1.0
LEAST_DAYS = 10


def dry_spell_days(days: Days) -> float:
    """Days [d] in spells of at least ten days with precipitation [mm/d] of less than 1 (Cascais); spells end with the period.

    >>> import numpy as np
    >>> dry_spell_days(Days({"pr": np.array([0.0] * 11 + [2.0] + [0.0] * 9)}, 0, 21))
    11.0
    """
    return float(sum(spells(days["pr"] < WET, LEAST_DAYS)))


INDEX = register(
    ClimateIndex(
        key="dry_spell_days",
        abbreviation="DSD10",
        title=_("Days in dry spells"),
        text=_("Days in spells of at least ten days with less than 1 mm of precipitation each."),
        unit="d",
        needs=("pr",),
        definition=dry_spell_days,
        tallies=(SpellDays(below("pr", WET), LEAST_DAYS),),
        source=publications.CASCAIS,
        hazards=("droughts", "wildfires"),
    )
)
