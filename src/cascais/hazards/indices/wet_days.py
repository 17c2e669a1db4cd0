"""Wet days, and days with at least any amount of precipitation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    at_least,
)
from cascais.text import _

WET = 1.0


def days_with_at_least(amount: float) -> Callable[[Days], float]:
    """The definition of days [d] with precipitation [mm/d] of at least an amount (Zhang et al. 2011, Rnnmm).

    >>> days_with_at_least(5.0)(Days({"pr": np.array([5.0, 4.9, np.nan, 8.0])}, 0, 4))
    2.0
    """

    def rain_days(days: Days) -> float:
        return float(np.sum(days["pr"] >= amount))

    return rain_days


def rain_days(amount: float) -> ClimateIndex:
    """The index Rnnmm of an amount [mm/d] chosen by the user.

    >>> rain_days(30.0).abbreviation
    'R30mm'
    """
    return replace(
        INDEX,
        key=f"rain_days_{amount:g}",
        abbreviation=f"R{amount:g}mm",
        definition=days_with_at_least(amount),
        tallies=(Count(at_least("pr", amount)),),
    )


INDEX = register(
    ClimateIndex(
        key="wet_days",
        abbreviation="R1mm",
        title=_("Wet days"),
        text=_("Days with at least 1 mm of precipitation (Rnnmm for 1 mm)."),
        unit="d",
        needs=("pr",),
        definition=days_with_at_least(WET),
        tallies=(Count(at_least("pr", WET)),),
        is_etccdi=True,
        hazards=("heavy_precipitation", "droughts"),
    )
)
