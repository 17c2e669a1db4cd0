"""Warm spell days."""

from __future__ import annotations

from cascais.hazards.days import Days, spells
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    DayPercentile,
    SpellDays,
    above,
)
from cascais.text import _

LIMIT = DayPercentile(90.0)
LEAST_DAYS = 6


def warm_spell_days(days: Days) -> float:
    """Days [d] in spells of at least six days with a maximum temperature above the 90th percentile of their day of the year.

    Spells end with the year (Zhang et al. 2011, WSDI).

    >>> import numpy as np
    >>> values = np.array([9.0] * 6 + [1.0] + [9.0] * 5)
    >>> warm_spell_days(Days({"tasmax": values}, 0, 12, percentiles={("tasmax", LIMIT): np.full(12, 5.0)}))
    6.0
    """
    return float(sum(spells(days["tasmax"] > days.threshold("tasmax", LIMIT), LEAST_DAYS)))


INDEX = register(
    ClimateIndex(
        key="warm_spell_days",
        abbreviation="WSDI",
        title=_("Warm spell days"),
        text=_(
            "Days in spells of at least six days with a maximum temperature above the 90th percentile of their day of the year in the base period."
        ),
        unit="d",
        needs=("tasmax",),
        definition=warm_spell_days,
        tallies=(SpellDays(above("tasmax", LIMIT), LEAST_DAYS),),
        is_yearly=True,
        is_etccdi=True,
        hazards=("extreme_heat",),
    )
)
