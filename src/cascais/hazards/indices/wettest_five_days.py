"""Wettest five days."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    RollingMaximum,
)
from cascais.text import _

DAYS = 5


def wettest_five_days(days: Days) -> float:
    """Greatest precipitation [mm] of five days in a row, the last of them in the period (Zhang et al. 2011, Rx5day).

    Five days of which one is missing have no sum; NaN without any sum.

    >>> rain = np.array([9.0, 9.0, 1.0, 1.0, 1.0, 1.0, np.nan])
    >>> wettest_five_days(Days({"pr": rain}, 2, 7))
    21.0
    """
    rain = days.series["pr"].astype(np.float64)
    sums = np.array(
        [rain[last - DAYS + 1 : last + 1].sum() for last in range(max(days.first, DAYS - 1), days.last)]
    )
    known = sums[~np.isnan(sums)]
    return float(known.max()) if len(known) else float("nan")


INDEX = register(
    ClimateIndex(
        key="wettest_five_days",
        abbreviation="Rx5day",
        title=_("Wettest five days"),
        text=_("Greatest precipitation of five days in a row."),
        unit="mm",
        needs=("pr",),
        definition=wettest_five_days,
        tallies=(RollingMaximum("pr", DAYS),),
        is_etccdi=True,
        hazards=("heavy_precipitation", "floods"),
    )
)
