"""Cold nights."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex, Tallied, Values, ratio
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    DayPercentile,
    Exceedances,
)
from cascais.text import _

LIMIT = DayPercentile(10.0)


def cold_nights(days: Days) -> float:
    """Share [%] of the days with a minimum temperature below the 10th percentile of their day of the year (TN10p).

    Within the base period a day counts by the share of its possible thresholds that lie beyond it, the mean of the
    samples in which another year stands in for its own (Zhang et al. 2005; Zhang et al. 2011).

    >>> days = Days({"tasmin": np.array([1.0, np.nan])}, 0, 2, shares={("tasmin", LIMIT): np.array([1.0, 0.0])})
    >>> cold_nights(days)
    100.0
    """
    is_valid = ~np.isnan(days["tasmin"])
    share = days.share("tasmin", LIMIT)[is_valid]
    return float(100.0 * np.mean(share)) if len(share) else float("nan")


def _value(tallied: Tallied) -> Values:
    return 100.0 * ratio(tallied.tallies[0], tallied.replacements * tallied.valid_days)


INDEX = register(
    ClimateIndex(
        key="cold_nights",
        abbreviation="TN10p",
        title=_("Cold nights"),
        text=_(
            "Share of days with a minimum temperature below the 10th percentile of their day of the year in the base period."
        ),
        unit="%",
        needs=("tasmin",),
        definition=cold_nights,
        tallies=(Exceedances("tasmin", LIMIT),),
        value=_value,
        source=publications.ZHANG,
        is_etccdi=True,
        hazards=("extreme_cold",),
    )
)
