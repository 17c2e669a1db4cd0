"""Strongest gust."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Maximum,
)
from cascais.text import _


def strongest_gust(days: Days) -> float:
    """Strongest gust [m/s] (ECA&D, FXx); NaN without a day.

    >>> strongest_gust(Days({"wsgsmax": np.array([12.5, np.nan, 31.0])}, 0, 3))
    31.0
    """
    values = days["wsgsmax"][~np.isnan(days["wsgsmax"])]
    return float(np.max(values)) if len(values) else float("nan")


INDEX = register(
    ClimateIndex(
        key="strongest_gust",
        abbreviation="FXx",
        title=_("Strongest gust"),
        text=_("Strongest gust of the period."),
        unit="m/s",
        needs=("wsgsmax",),
        definition=strongest_gust,
        tallies=(Maximum("wsgsmax"),),
        source=publications.ECAD,
        hazards=("storms",),
    )
)
