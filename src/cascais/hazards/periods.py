"""Periods over which an index is computed: the year, a season, a month, the hydrological year, any months in a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cascais.errors import CascaisError
from cascais.hazards.calendars import TimeAxis
from cascais.text import _

MONTHS = 12
HALF = 6


@dataclass(frozen=True, slots=True)
class Period:
    """Months in a row, once a year; named after the year in which they end (DJF after that of January).

    >>> SEASONS["DJF"].months
    (12, 1, 2)
    """

    key: str
    title: str
    first_month: int
    number_of_months: int

    @property
    def months(self) -> tuple[int, ...]:
        """The months, 1 to 12, in their order."""
        return tuple((self.first_month - 1 + step) % MONTHS + 1 for step in range(self.number_of_months))

    @property
    def is_year(self) -> bool:
        """Whether the period has twelve months."""
        return self.number_of_months == MONTHS

    @property
    def turning_month(self) -> int:
        """Month with which the second half of a year begins (July, where the year starts in January)."""
        return (self.first_month - 1 + HALF) % MONTHS + 1


YEAR = Period("year", _("Year"), 1, MONTHS)
HYDROLOGICAL_YEAR = Period("hydrological_year", _("Hydrological year (from November)"), 11, MONTHS)
SEASONS: Mapping[str, Period] = {
    "DJF": Period("DJF", _("Winter"), 12, 3),
    "MAM": Period("MAM", _("Spring"), 3, 3),
    "JJA": Period("JJA", _("Summer"), 6, 3),
    "SON": Period("SON", _("Autumn"), 9, 3),
}
MONTH_TITLES = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip
EACH_MONTH: Mapping[str, Period] = {
    f"{month:02d}": Period(f"{month:02d}", title, month, 1) for month, title in enumerate(MONTH_TITLES, 1)
}
PERIODS: Mapping[str, Period] = {
    "year": YEAR,
    "hydrological_year": HYDROLOGICAL_YEAR,
    **SEASONS,
    **EACH_MONTH,
}


def year_from(first_month: int) -> Period:
    """A year that starts with a month, named after the calendar year in which it ends.

    >>> year_from(10).key
    'year_from_10'
    """
    if not 1 <= first_month <= MONTHS:
        raise CascaisError(f"A year starts with a month from 1 to 12, not with {first_month}.")
    return Period(f"year_from_{first_month:02d}", _("Twelve months"), first_month, MONTHS)


@dataclass(frozen=True, slots=True)
class Spans:
    """The days of a time axis that belong to a period, year by year, and the months within.

    Arrays per year: `years` its name, `first` and `last` the rows [first, last) of the axis that are there, `turn`
    the row on which the second half of a year begins. Arrays per month: `month_span` the position of its year,
    `month_first` and `month_last` its rows, `month_days` the days that it has in the calendar.
    """

    years: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    turn: NDArray[np.int64]
    month_span: NDArray[np.int64]
    month_first: NDArray[np.int64]
    month_last: NDArray[np.int64]
    month_days: NDArray[np.int64]

    @property
    def first_months(self) -> NDArray[np.int64]:
        """Position among the months of the first month of each year's period."""
        return np.searchsorted(self.month_span, np.arange(len(self.years)))

    @property
    def days(self) -> NDArray[np.int64]:
        """Days that each year's period has in the calendar."""
        return np.asarray(np.add.reduceat(self.month_days, self.first_months))


def spans(axis: TimeAxis, period: Period) -> Spans:
    """The days of a time axis that belong to a period; what the axis lacks at its ends is not there.

    >>> from cascais.hazards.calendars import Calendar
    >>> found = spans(TimeAxis(Calendar.STANDARD, 2000, 1, 1, 731), SEASONS["DJF"])
    >>> found.years.tolist(), found.first.tolist(), found.last.tolist(), found.days.tolist()
    ([2000, 2001, 2002], [0, 335, 700], [60, 425, 731], [91, 90, 90])
    """
    count = axis.years * MONTHS + axis.months - 1
    numbers = np.arange(_first_of_period(int(count[0]), period), _last_of_period(int(count[-1]), period) + 1)
    begins, ends = np.searchsorted(count, numbers), np.searchsorted(count, numbers, side="right")
    step = (numbers % MONTHS - (period.first_month - 1)) % MONTHS
    inside = step < period.number_of_months
    names = (numbers - step + period.number_of_months - 1) // MONTHS
    years, position = np.unique(names[inside], return_inverse=True)
    first = np.full(len(years), axis.length)
    last = np.zeros(len(years), dtype=np.int64)
    np.minimum.at(first, position, begins[inside])
    np.maximum.at(last, position, ends[inside])
    turn = first.copy()
    is_early = step[inside] < HALF
    np.maximum.at(turn, position[is_early], ends[inside][is_early])
    lengths = [
        axis.calendar.month_length(int(number // MONTHS), int(number % MONTHS) + 1)
        for number in numbers[inside]
    ]
    return Spans(
        years, first, last, turn, position, begins[inside], ends[inside], np.array(lengths, dtype=np.int64)
    )  # fmt: skip


def _first_of_period(number: int, period: Period) -> int:
    """The month with which the period begins that holds a month, or the month itself where none does."""
    step = (number % MONTHS - (period.first_month - 1)) % MONTHS
    return number - step if step < period.number_of_months else number


def _last_of_period(number: int, period: Period) -> int:
    step = (number % MONTHS - (period.first_month - 1)) % MONTHS
    return number - step + period.number_of_months - 1 if step < period.number_of_months else number
