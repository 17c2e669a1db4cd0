"""Daily weather as every source hands it on: canonical variables, an unbroken time axis, and what came from where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cascais.connectors._unlikely import told
from cascais.errors import InputError, Problem
from cascais.hazards.calendars import Calendar, TimeAxis, axis_of
from cascais.hazards.plausibility import checked
from cascais.hazards.variables import VARIABLES, FloatArray
from cascais.inventory.intake.problems import problem, refusal
from cascais.text import message

Days = NDArray[np.datetime64]
TIME = "time"
CALENDAR_NAMES: Mapping[str, Calendar] = {
    "standard": Calendar.STANDARD,
    "gregorian": Calendar.STANDARD,
    "proleptic_gregorian": Calendar.STANDARD,
    "noleap": Calendar.NOLEAP,
    "365_day": Calendar.NOLEAP,
    "360_day": Calendar.DAYS_360,
}
SOURCES_ATTRIBUTE = "cascais_sources"


@dataclass(frozen=True, slots=True)
class Origin:
    """What came from where: enough to cite it and to fetch it again.

    `url` holds no key; `accessed` is the date [YYYY-MM-DD] that the caller gives; the place is that of the station or
    the grid cell, not the one asked for.
    """

    source: str
    title: str
    publisher: str
    licence: str
    attribution: str = ""
    url: str = ""
    file: str = ""
    sha256: str = ""
    accessed: str = ""
    station: str = ""
    latitude: float | None = None
    longitude: float | None = None
    elevation_m: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DailyWeather:
    """The result of every source.

    `data` has canonical variables (time, place) or (time, lat, lon), float32, NaN where missing, every date of the
    axis; `missing_dates` are those that the source lacked; `problems` is what was wrong and what became of it.
    """

    data: xr.Dataset
    axis: TimeAxis
    origins: tuple[Origin, ...]
    problems: tuple[Problem, ...] = ()
    missing_dates: int = 0

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that are there, in their usual order."""
        return tuple(key for key in VARIABLES if key in self.data)

    def block(self) -> dict[str, FloatArray]:
        """Plain arrays (time, cells), as the indices take them."""
        return {
            key: np.ascontiguousarray(self.data[key].to_numpy().reshape(self.axis.length, -1))
            for key in self.variables
        }


@dataclass(frozen=True, slots=True)
class Series:
    """One variable of one place: days in any order, values, and the row of the file that each stands in."""

    variable: str
    days: Days
    values: NDArray[np.float64]
    rows: NDArray[np.int64]
    file: str


def from_series(
    series: Sequence[Series], origins: Iterable[Origin], place: str, problems: Iterable[Problem] = ()
) -> DailyWeather:
    """Puts the variables of one place on one unbroken axis; missing dates become NaN and are counted.

    A date that is given twice with the same value is taken once, with different values it becomes missing; both are
    told. Raises InputError where nothing is left.
    """
    found = list(problems)
    origins = tuple(origins)
    series = [each for each in series if len(each.days)]
    if not series:
        raise InputError(found or [_nothing(origins[0].file if origins else "")])
    first = min(each.days.min() for each in series)
    last = max(each.days.max() for each in series)
    axis = axis_of(np.arange(first, last + np.timedelta64(1, "D")))
    has_row = np.zeros(axis.length, dtype=bool)
    block: dict[str, FloatArray] = {}
    for each in series:
        unique, doubled = _without_doubles(each)
        found += doubled
        rows = (unique.days - first).astype(np.int64)
        block[each.variable] = np.full((axis.length, 1), np.nan, dtype=np.float32)
        block[each.variable][rows, 0] = unique.values
        has_row[rows] = True
    missing = int(axis.length - has_row.sum())
    if missing:
        found.append(_gap(first, has_row, missing, series[0].file))
    return _finished(block, axis, place, DailyWeather(xr.Dataset(), axis, origins, tuple(found), missing))


def _without_doubles(series: Series) -> tuple[Series, list[Problem]]:
    order = np.argsort(series.days, kind="stable")
    days, values, rows = series.days[order], series.values[order].copy(), series.rows[order]
    is_double = np.concatenate([[False], days[1:] == days[:-1]])
    if not is_double.any():
        return replace(series, days=days, values=values, rows=rows), []
    starts = np.flatnonzero(~is_double)
    highest, lowest = np.fmax.reduceat(values, starts), np.fmin.reduceat(values, starts)
    differs = highest != lowest  # where all are missing, NaN differs from itself and stays missing
    at = int(np.flatnonzero(is_double)[0])
    conflicts = int((differs & ~np.isnan(highest)).sum())
    told_double = problem(
        message(
            "{count} dates are given twice; where the values differ ({conflicts} dates) the day counts as missing.",
            count=int(is_double.sum()),
            conflicts=conflicts,
        ),
        file=series.file, row=int(rows[at]), column=series.variable, value=str(days[at]), allowed="1 ×",
        next_step=message("Remove the rows that are not right."),
    )  # fmt: skip
    kept = replace(series, days=days[starts], values=np.where(differs, np.nan, highest), rows=rows[starts])
    return kept, [told_double]


def _gap(first: np.datetime64, has_row: NDArray[np.bool_], missing: int, file: str) -> Problem:
    at = first + np.timedelta64(int(np.argmin(has_row)), "D")
    return problem(
        message(
            "{count} dates between the first and the last are not there; they count as missing.",
            count=missing,
        ),
        file=file,
        column=TIME,
        value=str(at),
    )


def _nothing(file: str) -> Problem:
    return problem(
        message("There is no day with a value that Cascais can use."),
        file=file,
        allowed=", ".join(VARIABLES),
        next_step=message("Check that this is the right file and that it came whole."),
    )


def _finished(
    block: Mapping[str, FloatArray], axis: TimeAxis, place: str, about: DailyWeather
) -> DailyWeather:
    file = about.origins[0].file if about.origins else ""
    result = checked(block)
    flagged = tuple(told(flag, file, date_of(axis, flag.time)) for flag in result.flags)
    problems = (*about.problems, *flagged)
    if not result.block:
        raise InputError(problems)
    data = xr.Dataset(
        {
            key: ((TIME, "place"), values, {"units": VARIABLES[key].unit})
            for key, values in result.block.items()
        },
        coords={TIME: dates_of(axis), "place": [place]},
    )
    return replace(about, data=with_origins(data, about.origins), problems=problems)


def with_origins(data: xr.Dataset, origins: Iterable[Origin]) -> xr.Dataset:
    """The dataset with what came from where in its attributes."""
    kept = [
        {key: value for key, value in asdict(each).items() if value not in ("", None)} for each in origins
    ]
    return data.assign_attrs({SOURCES_ATTRIBUTE: json.dumps(kept, ensure_ascii=False)})


def joined(parts: Sequence[DailyWeather], file: str = "") -> DailyWeather:
    """Several places beside each other; days that one of them lacks are missing there.

    Raises InputError where two places have one name.
    """
    places = [str(place) for part in parts for place in part.data["place"].values]
    if len(set(places)) < len(places):
        raise refusal(message("Two places have the same name."), file=file, value=", ".join(places))
    data = xr.concat(
        [part.data for part in parts], dim="place", join="outer", combine_attrs="drop_conflicts"
    ).sortby(TIME)
    origins = tuple(origin for part in parts for origin in part.origins)
    axis = axis_of(data[TIME].to_numpy())
    found = tuple(each for part in parts for each in part.problems)
    missing = sum(part.missing_dates for part in parts)
    return DailyWeather(with_origins(data, origins), axis, origins, found, missing)


def dates_of(axis: TimeAxis) -> NDArray[np.generic]:
    """The coordinate of the days: dates of the standard calendar, cftime for the others."""
    if axis.calendar is Calendar.STANDARD:
        start = np.datetime64(f"{axis.year:04d}-{axis.month:02d}-{axis.day:02d}", "ns")
        return start + np.arange(axis.length).astype("timedelta64[D]")
    start_text = f"{axis.year:04d}-{axis.month:02d}-{axis.day:02d}"
    index = xr.date_range(start_text, periods=axis.length, calendar=axis.calendar.value, use_cftime=True)
    return np.asarray(index)


def date_of(axis: TimeAxis, position: int) -> str:
    """A day of the axis as it is written."""
    return f"{axis.years[position]:04d}-{axis.months[position]:02d}-{axis.days[position]:02d}"


def parsed_day(text: str) -> np.datetime64:
    """A date as YYYYMMDD, YYYY-MM-DD or D.M.YYYY; a time of day or a zone is not taken for a day.

    Raises ValueError.

    >>> str(parsed_day("20200229")), str(parsed_day("1.2.2003"))
    ('2020-02-29', '2003-02-01')
    """
    text = text.strip()
    if len(text) == len("YYYYMMDD") and text.isdigit():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    elif text.count(".") == 2:
        day, month, year = text.rstrip(".").split(".")
        text = f"{int(year):04d}-{int(month):02d}-{int(day):02d}"
    if len(text) != len("YYYY-MM-DD"):
        raise ValueError(text)
    return np.datetime64(text, "D")


def unreadable_date(file: str, row: int, text: str) -> Problem:
    """The problem of a row whose date cannot be used."""
    return problem(
        message("The date cannot be read; the row is not used."),
        file=file, row=row, column="date", value=text, allowed="YYYYMMDD, YYYY-MM-DD",
        next_step=message("Write days without an hour and without a time zone."),
    )  # fmt: skip


def unreadable_number(file: str, row: int, column: str, text: str) -> Problem:
    """The problem of a value that is no number."""
    return problem(
        message("This is not a number; the value counts as missing."),
        file=file,
        row=row,
        column=column,
        value=text,
    )
