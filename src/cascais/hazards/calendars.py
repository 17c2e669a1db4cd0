"""Calendars of daily data: the standard one, one without leap days, one of twelve months of 30 days.

A time axis is unbroken: it knows its first day and its length. Whoever reads data fills gaps with NaN first;
`axis_of` names the dates that are missing or doubled.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cascais.errors import InputError, Problem

IntArray = NDArray[np.int64]

MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY = 2


class Calendar(StrEnum):
    """How many days a year and its months have."""

    STANDARD = "standard"
    NOLEAP = "noleap"
    DAYS_360 = "360_day"

    @property
    def days_per_year(self) -> int:
        """Days of a year for thresholds by day of the year: 29 February has none of its own."""
        return 360 if self is Calendar.DAYS_360 else 365

    def month_length(self, year: int, month: int) -> int:
        """Days of a month."""
        if self is Calendar.DAYS_360:
            return 30
        is_leap = self is Calendar.STANDARD and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return MONTH_LENGTHS[month - 1] + (is_leap and month == FEBRUARY)


@dataclass(frozen=True)
class TimeAxis:
    """Consecutive days in a calendar, from a first day on.

    >>> axis = TimeAxis(Calendar.STANDARD, 2020, 2, 28, 3)
    >>> axis.months.tolist(), axis.days.tolist(), axis.day_of_year.tolist()
    ([2, 2, 3], [28, 29, 1], [58, 58, 59])
    """

    calendar: Calendar
    year: int
    month: int
    day: int
    length: int

    @cached_property
    def _parts(self) -> tuple[IntArray, IntArray, IntArray]:
        lengths, years, months = [], [], []
        year, month, days = self.year, self.month, 1 - self.day
        while days < self.length:
            lengths.append(self.calendar.month_length(year, month))
            years.append(year)
            months.append(month)
            days += lengths[-1]
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        part = slice(self.day - 1, self.day - 1 + self.length)
        of_month = np.concatenate([np.arange(1, length + 1) for length in lengths] or [np.arange(0)])
        return np.repeat(years, lengths)[part], np.repeat(months, lengths)[part], of_month[part]

    @property
    def years(self) -> IntArray:
        """Year of each day."""
        return self._parts[0]

    @property
    def months(self) -> IntArray:
        """Month of each day, 1 to 12."""
        return self._parts[1]

    @property
    def days(self) -> IntArray:
        """Day of the month of each day, from 1."""
        return self._parts[2]

    @cached_property
    def is_leap_day(self) -> NDArray[np.bool_]:
        """Whether each day is a 29 February (none is in a calendar of 30-day months)."""
        if self.calendar is Calendar.DAYS_360:
            return np.zeros(self.length, dtype=bool)
        return np.asarray((self.months == FEBRUARY) & (self.days == 29))

    @cached_property
    def day_of_year(self) -> IntArray:
        """Position of each day in a year without 29 February, from 0; that day has the position of the 28th."""
        lengths = (30,) * 12 if self.calendar is Calendar.DAYS_360 else MONTH_LENGTHS
        before = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        return np.asarray(before[self.months - 1] + self.days - 1 - self.is_leap_day)


def axis_of(dates: NDArray[np.datetime64]) -> TimeAxis:
    """The time axis of days of the standard calendar.

    Raises InputError where dates are missing, doubled or out of order.

    >>> axis_of(np.arange("1999-12-31", "2001-01-01", dtype="datetime64[D]")).length
    367
    """
    days = dates.astype("datetime64[D]")
    steps = np.diff(days).astype(int)
    if len(days) == 0 or np.any(steps != 1):
        raise InputError(_broken(days, steps))
    year, month, day = (int(part) for part in str(days[0]).split("-"))
    return TimeAxis(Calendar.STANDARD, year, month, day, len(days))


def axis_of_parts(years: IntArray, months: IntArray, days: IntArray, calendar: Calendar) -> TimeAxis:
    """The time axis of days given by year, month and day, in any calendar.

    Raises InputError where the days are not consecutive.

    >>> axis_of_parts(np.array([2001, 2001]), np.array([2, 3]), np.array([30, 1]), Calendar.DAYS_360).length
    2
    """
    if len(years) == 0:
        raise InputError(Problem("There is no day in the data.", column="time"))
    axis = TimeAxis(calendar, int(years[0]), int(months[0]), int(days[0]), len(years))
    differs = (axis.years != years) | (axis.months != months) | (axis.days != days)
    if np.any(differs):
        at = int(np.argmax(differs))
        expected = f"{axis.years[at]:04d}-{axis.months[at]:02d}-{axis.days[at]:02d}"
        found = f"{years[at]:04d}-{months[at]:02d}-{days[at]:02d}"
        raise InputError(
            Problem(
                "The days are not consecutive.",
                row=at, column="time", value=found, allowed=expected,
                next_step="Fill missing dates with NaN and remove doubled ones.",
            )
        )  # fmt: skip
    return axis


def _broken(days: NDArray[np.datetime64], steps: NDArray[np.int_]) -> Problem:
    if len(days) == 0:
        return Problem("There is no day in the data.", column="time")
    at = int(np.argmax(steps != 1))
    what = "A date is given twice." if steps[at] == 0 else "The dates are not consecutive."
    return Problem(
        what,
        row=at + 1, column="time", value=str(days[at + 1]), allowed=str(days[at] + np.timedelta64(1, "D")),
        next_step="Fill missing dates with NaN and remove doubled ones.",
    )  # fmt: skip
