"""How many missing days an index bears before it is not computable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cascais.hazards.periods import Spans

YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class MissingRule:
    """The most missing days in a month, in a period of several months, in a year; and the largest share of a period.

    A day that a time axis lacks at its ends is missing like one without a value.

    >>> ETCCDI.days_allowed(12), ETCCDI.days_allowed(3), ANY.days_allowed(12)
    (15, 6, 0)
    """

    key: str
    month: int
    season: int
    year: int
    share: float = 1.0

    def days_allowed(self, number_of_months: int) -> int:
        """The most missing days in a period of so many months."""
        if number_of_months == 1:
            return self.month
        return self.year if number_of_months == YEAR_MONTHS else self.season


MANY = 366
ETCCDI = MissingRule("etccdi", month=3, season=6, year=15)
"""Not computable with more than 3 missing days in any month, 6 in a season or 15 in a year, as climdex.pcic has it."""
ANY = MissingRule("any", month=0, season=0, year=0)
"""Not computable with any missing day."""


def at_most(share: float) -> MissingRule:
    """Not computable where more than a share of the days of the period is missing.

    >>> at_most(0.1).share
    0.1
    """
    return MissingRule("share", month=MANY, season=MANY, year=MANY, share=share)


def not_computable(rule: MissingRule, missing_by_month: NDArray[np.int16], spans: Spans) -> NDArray[np.bool_]:
    """Whether too many days are missing (years, cells), from the missing days of each month (months, cells).

    >>> from cascais.hazards.calendars import Calendar, TimeAxis
    >>> from cascais.hazards.periods import SEASONS, spans
    >>> summer = spans(TimeAxis(Calendar.STANDARD, 2001, 1, 1, 365), SEASONS["JJA"])
    >>> not_computable(ETCCDI, np.array([[3, 4], [3, 0], [0, 0]], dtype=np.int16), summer).tolist()
    [[False, True]]
    """
    months = np.bincount(spans.month_span, minlength=len(spans.years))
    allowed = np.array([rule.days_allowed(int(count)) for count in months])
    most = np.minimum(allowed, rule.share * spans.days)[:, np.newaxis]
    worst = np.maximum.reduceat(missing_by_month, spans.first_months, axis=0)
    return np.asarray((by_year(missing_by_month, spans) > most) | (worst > rule.month))


def by_year(missing_by_month: NDArray[np.int16], spans: Spans) -> NDArray[np.int16]:
    """Missing days of each period (years, cells)."""
    return np.asarray(np.add.reduceat(missing_by_month, spans.first_months, axis=0, dtype=np.int16))
