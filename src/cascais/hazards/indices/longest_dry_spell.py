"""Longest dry spell, within and across periods."""

from __future__ import annotations

from cascais.hazards.days import Days, longest_run, longest_run_ending
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    LongestRun,
    below,
)
from cascais.text import _

WET = 1.0
IS_DRY = below("pr", WET)


def longest_dry_spell(days: Days) -> float:
    """Most dry days in a row [d] in spells that end in the period, wherever they began (Zhang et al. 2011, CDD).

    A day is wet with at least 1 mm. A period that lies wholly within a spell has no value: the spell counts in the
    period in which it ends.

    >>> import numpy as np
    >>> longest_dry_spell(Days({"pr": np.array([5.0, 0.0, 0.5, 0.9, 1.0, 0.0, 0.0])}, 2, 6))
    3.0
    """
    return longest_run_ending(days.series["pr"] < WET, days.first, days.last)


def longest_dry_spell_within(days: Days) -> float:
    """Most dry days in a row [d], spells ending with the period.

    >>> import numpy as np
    >>> longest_dry_spell_within(Days({"pr": np.array([5.0, 0.0, 0.5, 0.9, 1.0, 0.0, 0.0])}, 2, 6))
    2.0
    """
    return longest_run(days["pr"] < WET)


INDEX = register(
    ClimateIndex(
        key="longest_dry_spell",
        abbreviation="CDD",
        title=_("Longest dry spell"),
        text=_("Most dry days in a row (wet: at least 1 mm) in spells that end in the period."),
        unit="d",
        needs=("pr",),
        definition=longest_dry_spell,
        tallies=(LongestRun(IS_DRY, spans_periods=True),),
        is_etccdi=True,
        hazards=("droughts",),
    )
)


WITHIN = register(
    ClimateIndex(
        key="longest_dry_spell_within",
        abbreviation="CDD within",
        title=_("Longest dry spell within the period"),
        text=_("Most dry days in a row (wet: at least 1 mm), spells ending with the period."),
        unit="d",
        needs=("pr",),
        definition=longest_dry_spell_within,
        tallies=(LongestRun(IS_DRY),),
        hazards=("droughts",),
    )
)
