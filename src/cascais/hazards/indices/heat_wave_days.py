"""Heat-wave days by climate."""

from __future__ import annotations

from cascais.hazards import publications
from cascais.hazards.days import Days, spells
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    BasePercentile,
    SpellDays,
    above,
)
from cascais.text import _

LIMIT = BasePercentile(99.0, months=(5, 6, 7, 8, 9))
LEAST_DAYS = 3


def heat_wave_days(days: Days) -> float:
    """Days [d] in spells of at least three days above the 99th percentile of the maximum temperature of May to September.

    The percentile is that of the base period (European Climate Data Explorer: 1971 to 2000).

    >>> import numpy as np
    >>> limit = {("tasmax", LIMIT): np.float64(30.0)}
    >>> heat_wave_days(Days({"tasmax": np.array([31.0, 31.0, 31.0, 30.0, 32.0, 32.0])}, 0, 6, percentiles=limit))
    3.0
    """
    return float(sum(spells(days["tasmax"] > days.threshold("tasmax", LIMIT), LEAST_DAYS)))


INDEX = register(
    ClimateIndex(
        key="heat_wave_days",
        abbreviation="HWD",
        title=_("Heat-wave days"),
        text=_(
            "Days in spells of at least three days with a maximum temperature above the 99th percentile of May to September in the base period."
        ),
        unit="d",
        needs=("tasmax",),
        definition=heat_wave_days,
        tallies=(SpellDays(above("tasmax", LIMIT), LEAST_DAYS),),
        source=publications.ECDE,
        hazards=("extreme_heat",),
    )
)
