"""Cold spell days."""

from __future__ import annotations

from cascais.hazards.days import Days, spells
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    DayPercentile,
    SpellDays,
    below,
)
from cascais.text import _

LIMIT = DayPercentile(10.0)
LEAST_DAYS = 6


def cold_spell_days(days: Days) -> float:
    """Days [d] in spells of at least six days with a minimum temperature below the 10th percentile of their day of the year.

    Spells end with the year (Zhang et al. 2011, CSDI).

    >>> import numpy as np
    >>> values = np.array([9.0] * 6 + [1.0] + [9.0] * 5)
    >>> cold_spell_days(Days({"tasmin": values}, 0, 12, percentiles={("tasmin", LIMIT): np.full(12, 5.0)}))
    0.0
    """
    return float(sum(spells(days["tasmin"] < days.threshold("tasmin", LIMIT), LEAST_DAYS)))


INDEX = register(
    ClimateIndex(
        key="cold_spell_days",
        abbreviation="CSDI",
        title=_("Cold spell days"),
        text=_(
            "Days in spells of at least six days with a minimum temperature below the 10th percentile of their day of the year in the base period."
        ),
        unit="d",
        needs=("tasmin",),
        definition=cold_spell_days,
        tallies=(SpellDays(below("tasmin", LIMIT), LEAST_DAYS),),
        is_yearly=True,
        is_etccdi=True,
        hazards=("extreme_cold",),
    )
)
