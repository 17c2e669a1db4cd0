"""Wettest day."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Maximum,
)
from cascais.text import _


def wettest_day(days: Days) -> float:
    """Greatest precipitation of a day [mm] (Zhang et al. 2011, Rx1day); NaN without a day.

    >>> wettest_day(Days({"pr": np.array([12.5, np.nan, 3.0])}, 0, 3))
    12.5
    """
    values = days["pr"][~np.isnan(days["pr"])]
    return float(np.max(values)) if len(values) else float("nan")


INDEX = register(
    ClimateIndex(
        key="wettest_day",
        abbreviation="Rx1day",
        title=_("Wettest day"),
        text=_("Greatest precipitation of a day."),
        unit="mm",
        needs=("pr",),
        definition=wettest_day,
        tallies=(Maximum("pr"),),
        is_etccdi=True,
        hazards=("heavy_precipitation", "floods"),
    )
)
