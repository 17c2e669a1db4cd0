"""Arctic days."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Count,
    at_most,
)
from cascais.text import _

ARCTIC = -10.0


def arctic_days(days: Days) -> float:
    """Days [d] with a maximum temperature [°C] of at most -10 (Czech Hydrometeorological Institute, TX-10).

    >>> arctic_days(Days({"tasmax": np.array([-9.9, -10.0, np.nan, -15.0])}, 0, 4))
    2.0
    """
    return float(np.sum(days["tasmax"] <= ARCTIC))


INDEX = register(
    ClimateIndex(
        key="arctic_days",
        abbreviation="TX-10",
        title=_("Arctic days"),
        text=_("Days with a maximum temperature of at most −10 °C."),
        unit="d",
        needs=("tasmax",),
        definition=arctic_days,
        tallies=(Count(at_most("tasmax", ARCTIC)),),
        source=publications.CHMI,
        hazards=("extreme_cold",),
    )
)
