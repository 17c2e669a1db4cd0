"""Growing degree days."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    Sum,
    above,
)
from cascais.text import _

BASE = 4.0
LIMIT = 4.0


def growing_degree_days(days: Days) -> float:
    """Sum [°C d] of the mean temperature less 4 °C over days above 4 °C (ECA&D).

    >>> growing_degree_days(Days({"tas": np.array([10.0, 3.5, np.nan])}, 0, 3))
    6.0
    """
    mean_temperature = days["tas"].astype(np.float64)
    return float((mean_temperature[mean_temperature > LIMIT] - BASE).sum())


INDEX = register(
    ClimateIndex(
        key="growing_degree_days",
        abbreviation="GD4",
        title=_("Growing degree days"),
        text=_("Sum of the mean temperature less 4 °C over days above 4 °C."),
        unit="°C d",
        needs=("tas",),
        definition=growing_degree_days,
        tallies=(Sum("tas", less=BASE, where=above("tas", LIMIT)),),
        source=publications.ECAD,
        hazards=("biological",),
    )
)
