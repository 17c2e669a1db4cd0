"""Longest frost spell."""

from __future__ import annotations

from cascais.hazards import publications
from cascais.hazards.days import Days, longest_run
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    LongestRun,
    below,
)
from cascais.text import _

FREEZING = 0.0


def longest_frost_spell(days: Days) -> float:
    """Most days in a row [d] with a minimum temperature [°C] below 0 (ECA&D); spells end with the period.

    >>> import numpy as np
    >>> longest_frost_spell(Days({"tasmin": np.array([-1.0, -0.1, np.nan, -3.0])}, 0, 4))
    2.0
    """
    return longest_run(days["tasmin"] < FREEZING)


INDEX = register(
    ClimateIndex(
        key="longest_frost_spell",
        abbreviation="CFD",
        title=_("Longest frost spell"),
        text=_("Most days in a row with a minimum temperature below 0 °C."),
        unit="d",
        needs=("tasmin",),
        definition=longest_frost_spell,
        tallies=(LongestRun(below("tasmin", FREEZING)),),
        source=publications.ECAD,
        hazards=("extreme_cold",),
    )
)
