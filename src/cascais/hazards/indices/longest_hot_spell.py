"""Longest hot spell."""

from __future__ import annotations

from cascais.hazards import publications
from cascais.hazards.days import Days, longest_run
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    LongestRun,
    at_least,
)
from cascais.text import _

HOT = 30.0


def longest_hot_spell(days: Days) -> float:
    """Most days in a row [d] with a maximum temperature [°C] of at least 30 (Cascais); spells end with the period.

    >>> import numpy as np
    >>> longest_hot_spell(Days({"tasmax": np.array([30.0, 31.0, np.nan, 32.0])}, 0, 4))
    2.0
    """
    return longest_run(days["tasmax"] >= HOT)


INDEX = register(
    ClimateIndex(
        key="longest_hot_spell",
        abbreviation="TX30 run",
        title=_("Longest hot spell"),
        text=_("Most days in a row with a maximum temperature of at least 30 °C."),
        unit="d",
        needs=("tasmax",),
        definition=longest_hot_spell,
        tallies=(LongestRun(at_least("tasmax", HOT)),),
        source=publications.CASCAIS,
        hazards=("extreme_heat",),
    )
)
