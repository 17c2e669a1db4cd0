"""Precipitation of extremely wet days."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    BasePercentile,
    Sum,
    above,
)
from cascais.text import _

WET = 1.0
LIMIT = BasePercentile(99.0, at_least=WET)


def extremely_wet_day_rain(days: Days) -> float:
    """Precipitation [mm] of days above the 99th percentile of the base period's wet days (Zhang et al. 2011, R99p).

    >>> limit = {("pr", LIMIT): np.float64(10.0)}
    >>> extremely_wet_day_rain(Days({"pr": np.array([10.0, 12.0, np.nan, 14.5])}, 0, 4, percentiles=limit))
    26.5
    """
    return float(days["pr"][days["pr"] > days.threshold("pr", LIMIT)].sum(dtype=np.float64))


INDEX = register(
    ClimateIndex(
        key="extremely_wet_day_rain",
        abbreviation="R99p",
        title=_("Precipitation of extremely wet days"),
        text=_("Precipitation of days above the 99th percentile of wet days in the base period."),
        unit="mm",
        needs=("pr",),
        definition=extremely_wet_day_rain,
        tallies=(Sum("pr", where=above("pr", LIMIT)),),
        is_etccdi=True,
        hazards=("heavy_precipitation", "floods"),
    )
)
