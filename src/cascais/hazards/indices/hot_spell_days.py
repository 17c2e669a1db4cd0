"""Days in hot spells."""

from __future__ import annotations

from cascais.hazards import publications
from cascais.hazards.days import Days, spells
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    SpellDays,
    at_least,
)
from cascais.text import _

HOT = 30.0
LEAST_DAYS = 3


def hot_spell_days(days: Days) -> float:
    """Days [d] in spells of at least three days with a maximum temperature [°C] of at least 30 (Cascais); spells end with the period.

    >>> import numpy as np
    >>> hot_spell_days(Days({"tasmax": np.array([30.0, 31.0, 30.5, np.nan, 32.0])}, 0, 5))
    3.0
    """
    return float(sum(spells(days["tasmax"] >= HOT, LEAST_DAYS)))


INDEX = register(
    ClimateIndex(
        key="hot_spell_days",
        abbreviation="TX30 spell",
        title=_("Days in hot spells"),
        text=_("Days in spells of at least three days with a maximum temperature of at least 30 °C."),
        unit="d",
        needs=("tasmax",),
        definition=hot_spell_days,
        tallies=(SpellDays(at_least("tasmax", HOT), LEAST_DAYS),),
        source=publications.CASCAIS,
        hazards=("extreme_heat",),
    )
)
