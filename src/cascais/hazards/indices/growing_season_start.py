"""Start of the growing season."""

from __future__ import annotations

from cascais.hazards.days import Days, season
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Season,
    SeasonPart,
    above,
    below,
)
from cascais.text import _

WARM = 5.0
DAYS = 6


def growing_season_start(days: Days) -> float:
    """Day of the period, from 1, on which the growing season begins; NaN without one.

    The season begins with the first six days in a row above 5 °C in the first half of the year and ends on the day
    before the first six in a row below 5 °C in the second half, or with the year (Zhang et al. 2011, GSL).

    >>> import numpy as np
    >>> mean_temperature = np.repeat([0.0, 6.0, 4.0], [2, 12, 6])
    >>> growing_season_start(Days({"tas": mean_temperature}, 0, 20, turn=10))
    3.0
    """
    start, end = season(days["tas"] > WARM, days["tas"] < WARM, DAYS, days.turn - days.first)
    return float(start + 1) if end > start else float("nan")


INDEX = register(
    ClimateIndex(
        key="growing_season_start",
        abbreviation="GSS",
        title=_("Start of the growing season"),
        text=_("Day of the year that opens the first six days in a row above 5 °C."),
        unit="day",
        needs=("tas",),
        definition=growing_season_start,
        tallies=(Season(above("tas", WARM), below("tas", WARM), DAYS, SeasonPart.START),),
        is_yearly=True,
        hazards=("droughts", "biological"),
    )
)
