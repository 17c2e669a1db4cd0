"""Late frost days."""

from __future__ import annotations

import numpy as np

from cascais.hazards import publications
from cascais.hazards.days import Days, first_run
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import register
from cascais.hazards.tallies import (
    CountAfterRun,
    above,
    below,
)
from cascais.text import _

WARM = 5.0
DAYS = 6
FREEZING = 0.0


def late_frost_days(days: Days) -> float:
    """Days [d] of the first half of the year with a minimum temperature below 0 °C after bud-break.

    Buds are taken to break with the sixth day in a row with a mean temperature above 5 °C, the start of the growing season.

    >>> series = {"tas": np.full(10, 6.0), "tasmin": np.array([-1.0] * 7 + [1.0, -1.0, -1.0])}
    >>> late_frost_days(Days(series, 0, 10, turn=9))
    2.0
    """
    half = days.half(0)
    start = first_run(days["tas"][half] > WARM, DAYS)
    return 0.0 if start is None else float(np.sum(days["tasmin"][half][start + DAYS :] < FREEZING))


INDEX = register(
    ClimateIndex(
        key="late_frost_days",
        abbreviation="LFD",
        title=_("Late frost days"),
        text=_(
            "Days of the first half of the year with a minimum temperature below 0 °C after the first six days in a row above 5 °C."
        ),
        unit="d",
        needs=("tasmin", "tas"),
        definition=late_frost_days,
        tallies=(CountAfterRun(below("tasmin", FREEZING), above("tas", WARM), DAYS),),
        is_yearly=True,
        source=publications.CASCAIS,
        hazards=("extreme_cold", "biological"),
    )
)
