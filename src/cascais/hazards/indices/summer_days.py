"""Summer days."""

from __future__ import annotations

import numpy as np

from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    above,
)
from cascais.text import _

WARM = 25.0


def summer_days(days: Days) -> float:
    """Days [d] with a maximum temperature [°C] above 25 (Zhang et al. 2011, SU).

    >>> summer_days(Days({"tasmax": np.array([25.0, 25.1, np.nan, 30.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["tasmax"] > WARM))


INDEX = register(
    ClimateIndex(
        key="summer_days",
        abbreviation="SU",
        title=_("Summer days"),
        text=_("Days with a maximum temperature above 25 °C."),
        unit="d",
        needs=("tasmax",),
        definition=summer_days,
        tallies=(Count(above("tasmax", WARM)),),
        is_etccdi=True,
        hazards=("extreme_heat",),
    )
)
