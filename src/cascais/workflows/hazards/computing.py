"""What is computed of a block: the indices of each period in one pass over its days, and drought from monthly sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cascais.errors import InputError, Problem
from cascais.hazards.blocks import DEFAULT_BASE, Layout, compute
from cascais.hazards.calendars import TimeAxis
from cascais.hazards.derived.daily import DERIVED, with_derived
from cascais.hazards.drought.evapotranspiration import hargreaves
from cascais.hazards.drought.standardised import Calibration, Months, spei, spi
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.hazards.passes import Computed
from cascais.hazards.percentiles import BasePeriod
from cascais.hazards.periods import PERIODS, Period
from cascais.hazards.store_schema import DROUGHTS, Standardised
from cascais.hazards.variables import MEAN_OF
from cascais.workflows.hazards.blocks_of_days import Days

MONTHS = 12
NOT_GIVEN = -1
TOGETHER = 256
"""Cells whose evapotranspiration is computed at a time: its intermediate arrays stay small."""
NEEDS = {
    Standardised.SPI: ("pr",),
    Standardised.SPEI: ("pr", "tasmin", "tasmax"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be computed: indices of the pass, drought indices, periods, and the base period of percentiles."""

    indices: tuple[str, ...]
    droughts: tuple[str, ...] = ()
    periods: tuple[str, ...] = ("year",)
    base: BasePeriod = field(default=DEFAULT_BASE)
    has_bootstrap: bool = True

    @property
    def derived(self) -> tuple[str, ...]:
        """Derived daily variables that the indices ask for."""
        needs = {need for key in self.indices for need in CLIMATE_INDICES[key].needs}
        return tuple(key for key in DERIVED if key in needs)


def wanted(
    variables: Sequence[str],
    indices: Sequence[str] = (),
    periods: Sequence[str] = ("year",),
    base: BasePeriod = DEFAULT_BASE,
    *,
    has_bootstrap: bool = True,
) -> Wanted:
    """What can be computed of these daily variables: the named indices, or all; raises InputError naming unknown ones.

    "etccdi" stands for the 27 indices of that name.
    """
    unknown = [
        *(key for key in indices if key not in CLIMATE_INDICES and key not in DROUGHTS and key != "etccdi"),
        *(key for key in periods if key not in PERIODS),
    ]
    if unknown:
        raise InputError(
            Problem(
                "There is no such index or period.",
                value=", ".join(unknown),
                allowed=", ".join((*CLIMATE_INDICES, *DROUGHTS, *PERIODS)),
            )
        )
    named = [each for key in indices for each in _members(key)]
    passed = [key for key in named if key in CLIMATE_INDICES]
    dry = [key for key in named if key in DROUGHTS]
    if not named:
        passed = [key for key in CLIMATE_INDICES if _can(key, variables)]
        dry = [key for key in DROUGHTS if all(need in variables for need in NEEDS[DROUGHTS[key][0]])]
    return Wanted(
        tuple(dict.fromkeys(passed)), tuple(dict.fromkeys(dry)), tuple(periods), base, has_bootstrap
    )


def _members(key: str) -> list[str]:
    return [each.key for each in CLIMATE_INDICES.values() if each.is_etccdi] if key == "etccdi" else [key]


def _can(key: str, variables: Sequence[str]) -> bool:
    there = set(variables) | {made for made, how in DERIVED.items() if set(how.needs) <= set(variables)}
    if set(MEAN_OF) <= there:
        there.add("tas")
    return set(CLIMATE_INDICES[key].needs) <= there


def of_block(
    wanted: Wanted,
    days: Days,
    layout: Layout,
    axis: TimeAxis,
    latitude: NDArray[np.float64],
    *,
    threads: int = 1,
) -> tuple[NDArray[np.float32], NDArray[np.int16], NDArray[np.float32]]:
    """Values and missing days (index, period, year, cells), and drought (index, month, year, cells).

    NaN is not computable; missing days are −1 where a period does not apply. The years are those of `years_of`.
    """
    if wanted.derived:
        days = _time_major(days, layout)
        layout = Layout.TIME_MAJOR
        days = with_derived(days, wanted.derived, axis, latitude)
    years = years_of(axis, wanted.periods)
    cells = next(iter(days.values())).shape[1 if layout is Layout.TIME_MAJOR else 0]
    shape = (len(wanted.indices), len(wanted.periods), len(years), cells)
    values = np.full(shape, np.nan, dtype=np.float32)
    missing = np.full(shape, NOT_GIVEN, dtype=np.int16)
    for group, periods in _groups(wanted):
        found = compute(
            group, days, axis, periods, wanted.base,
            layout=layout, threads=threads, has_bootstrap=wanted.has_bootstrap,
        )  # fmt: skip
        for computed in found:
            _place(computed, wanted, years, (values, missing))
    return values, missing, droughts(wanted, _time_major(days, layout), axis, latitude)


def _groups(wanted: Wanted) -> list[tuple[list[str], list[Period]]]:
    """One pass for all indices in each period of twelve months, one for those that have a meaning for parts of a year."""
    whole = [PERIODS[key] for key in wanted.periods if PERIODS[key].is_year]
    parts = [PERIODS[key] for key in wanted.periods if not PERIODS[key].is_year]
    any_period = [key for key in wanted.indices if not CLIMATE_INDICES[key].is_yearly]
    groups = [(list(wanted.indices), whole), (any_period, parts)]
    if len(any_period) == len(wanted.indices):
        groups = [(any_period, whole + parts)]
    return [(keys, periods) for keys, periods in groups if keys and periods]


def _place(
    computed: Computed,
    wanted: Wanted,
    years: NDArray[np.int16],
    into: tuple[NDArray[np.float32], NDArray[np.int16]],
) -> None:
    period = wanted.periods.index(computed.period.key)
    first = int(np.searchsorted(years, computed.years[0]))
    part = slice(first, first + len(computed.years))
    for position, key in enumerate(computed.indices):
        at = wanted.indices.index(key)
        into[0][at, period, part] = computed.values[position]
        into[1][at, period, part] = computed.missing[position]


def years_of(axis: TimeAxis, periods: Sequence[str]) -> NDArray[np.int16]:
    """The years after which the periods of an axis are named."""
    last = int(axis.years[-1])
    spill = any(
        PERIODS[key].first_month + PERIODS[key].number_of_months - 1 > MONTHS
        and int(axis.months[-1]) >= PERIODS[key].first_month
        for key in periods
    )
    return np.arange(int(axis.years[0]), last + spill + 1, dtype=np.int16)


def droughts(
    wanted: Wanted, days: Days, axis: TimeAxis, latitude: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Standardised drought indices (index, month, year, cells); a month with a missing day has none."""
    years = int(axis.years[-1]) - int(axis.years[0]) + 1
    cells = next(iter(days.values())).shape[1]
    result = np.full((len(wanted.droughts), MONTHS, years, cells), np.nan, dtype=np.float32)
    if not wanted.droughts:
        return result
    calibration = Calibration(wanted.base.first_year, wanted.base.last_year)
    first_month = int(axis.months[0])
    sums = {
        which: monthly_sums(days, axis, latitude, which)
        for which in {DROUGHTS[key][0] for key in wanted.droughts}
    }
    for at, key in enumerate(wanted.droughts):
        which, months = DROUGHTS[key]
        given = Months(sums[which], int(axis.years[0]), first_month)
        score = (
            spi(given, months, calibration) if which is Standardised.SPI else spei(given, months, calibration)
        )
        whole = np.full((years * MONTHS, cells), np.nan, dtype=np.float32)
        whole[first_month - 1 : first_month - 1 + len(score)] = score
        result[at] = whole.reshape(years, MONTHS, cells).swapaxes(0, 1)
    return result


def monthly_sums(
    days: Days, axis: TimeAxis, latitude: NDArray[np.float64], which: Standardised
) -> NDArray[np.float64]:
    """Monthly sums (months, cells) of precipitation, or of precipitation less evapotranspiration by Hargreaves [mm].

    A month with a missing day, or that the axis holds in part, is NaN.
    """
    count = axis.years * MONTHS + axis.months
    starts = np.flatnonzero(np.diff(count, prepend=count[0] - 1))
    sums = np.empty((len(starts), days["pr"].shape[1]))
    for first in range(0, sums.shape[1], TOGETHER):
        part = slice(first, first + TOGETHER)
        daily: NDArray[np.floating[Any]] = days["pr"][:, part].astype(np.float64)
        if which is Standardised.SPEI:
            daily = daily - hargreaves(
                days["tasmin"][:, part], days["tasmax"][:, part], axis.day_of_year + 1, latitude[part]
            )
        sums[:, part] = np.add.reduceat(daily, starts, axis=0)
    for at in (0, len(starts) - 1):
        end = starts[at + 1] if at + 1 < len(starts) else axis.length
        length = axis.calendar.month_length(int(axis.years[starts[at]]), int(axis.months[starts[at]]))
        if end - starts[at] < length:
            sums[at] = np.nan
    return sums


def _time_major(days: Days, layout: Layout) -> Days:
    if layout is Layout.TIME_MAJOR:
        return days
    return {key: np.ascontiguousarray(values.T) for key, values in days.items()}
