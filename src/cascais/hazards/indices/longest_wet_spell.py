"""Longest wet spell, within and across periods."""

from __future__ import annotations

from cascais.hazards.days import Days, longest_run, longest_run_ending
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    LongestRun,
    at_least,
)
from cascais.text import _

WET = 1.0
IS_WET = at_least("pr", WET)


def longest_wet_spell(days: Days) -> float:
    """Most wet days in a row [d] in spells that end in the period, wherever they began (Zhang et al. 2011, CWD).

    A day is wet with at least 1 mm. A period that lies wholly within a spell has no value: the spell counts in the
    period in which it ends.

    >>> import numpy as np
    >>> longest_wet_spell(Days({"pr": np.array([0.0, 2.0, 1.0, 1.5, 0.9, 3.0, 3.0])}, 2, 6))
    3.0
    """
    return longest_run_ending(days.series["pr"] >= WET, days.first, days.last)


def longest_wet_spell_within(days: Days) -> float:
    """Most wet days in a row [d], spells ending with the period.

    >>> import numpy as np
    >>> longest_wet_spell_within(Days({"pr": np.array([0.0, 2.0, 1.0, 1.5, 0.9, 3.0, 3.0])}, 2, 6))
    2.0
    """
    return longest_run(days["pr"] >= WET)


INDEX = register(
    ClimateIndex(
        key="longest_wet_spell",
        abbreviation="CWD",
        title=_("Longest wet spell"),
        text=_("Most wet days in a row (wet: at least 1 mm) in spells that end in the period."),
        unit="d",
        needs=("pr",),
        definition=longest_wet_spell,
        tallies=(LongestRun(IS_WET, spans_periods=True),),
        is_etccdi=True,
        hazards=("floods",),
    )
)


WITHIN = register(
    ClimateIndex(
        key="longest_wet_spell_within",
        abbreviation="CWD within",
        title=_("Longest wet spell within the period"),
        text=_("Most wet days in a row (wet: at least 1 mm), spells ending with the period."),
        unit="d",
        needs=("pr",),
        definition=longest_wet_spell_within,
        tallies=(LongestRun(IS_WET),),
        hazards=("floods",),
    )
)
