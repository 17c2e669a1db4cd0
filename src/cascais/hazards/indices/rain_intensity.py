"""Precipitation intensity."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex, Tallied, Values, ratio
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    Sum,
    at_least,
)
from cascais.text import _

WET = 1.0
IS_WET = at_least("pr", WET)


def rain_intensity(days: Days) -> float:
    """Mean precipitation [mm/d] of days with at least 1 mm (Zhang et al. 2011, SDII); NaN without such a day.

    >>> rain_intensity(Days({"pr": np.array([0.5, 1.0, np.nan, 4.0])}, 0, 4))
    2.5
    """
    wet = days["pr"][days["pr"] >= WET].astype(np.float64)
    return float(np.mean(wet)) if len(wet) else float("nan")


def _value(tallied: Tallied) -> Values:
    return ratio(tallied.tallies[0], tallied.tallies[1])


INDEX = register(
    ClimateIndex(
        key="rain_intensity",
        abbreviation="SDII",
        title=_("Precipitation intensity"),
        text=_("Mean precipitation of days with at least 1 mm."),
        unit="mm/d",
        needs=("pr",),
        definition=rain_intensity,
        tallies=(Sum("pr", where=IS_WET), Count(IS_WET)),
        value=_value,
        is_etccdi=True,
        hazards=("heavy_precipitation",),
    )
)
