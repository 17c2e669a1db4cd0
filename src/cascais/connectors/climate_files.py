"""Gridded daily weather on disk: E-OBS, CORDEX, ERA5 and others, as NetCDF or Zarr.

Names, units, coordinates and calendars are made alike; what is packed is unpacked and what is a fill value is missing.
Grids in a projection or with a rotated pole keep their rows and columns as `lat` and `lon` only where these are
degrees; else the dimensions are `y` and `x`, with the degrees beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cascais.connectors import _names_and_units as known
from cascais.connectors._daily import (
    CALENDAR_NAMES,
    TIME,
    DailyWeather,
    Origin,
    date_of,
    dates_of,
    with_origins,
)
from cascais.connectors._downloads import file_sha256
from cascais.connectors._unlikely import told
from cascais.errors import InputError, Problem
from cascais.hazards.calendars import Calendar, TimeAxis
from cascais.hazards.plausibility import checked
from cascais.hazards.variables import VARIABLES
from cascais.inventory.intake.problems import problem, refusal
from cascais.text import message

HDF5, CLASSIC = b"\x89HDF\r\n\x1a\n", (b"CDF\x01", b"CDF\x02", b"CDF\x05")
_DATES = xr.coders.CFDatetimeCoder(use_cftime=True)
ZARR_FILES = ("zarr.json", ".zgroup", ".zmetadata")


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the Earth in degrees."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class _Days:
    """An unbroken axis, and for each day the row of the file that has it, or -1."""

    axis: TimeAxis
    row: NDArray[np.int64]
    problems: tuple[Problem, ...]

    @property
    def missing(self) -> int:
        return int((self.row < 0).sum())


def load(paths: Sequence[Path], origin: Origin, area: Area | None = None) -> DailyWeather:
    """Read files that belong together (a variable each, or years after each other) into memory, checked.

    `origin` says what the data are; file and checksum are added. Raises InputError where a file is damaged, no variable
    is known, or a unit is unknown for all of them; else what cannot be used is left out and told.
    """
    if not paths:
        raise refusal(message("There is no file."), next_step=message("Name at least one."))
    parts = [_read(path, origin, area) for path in paths]
    problems = [found for part in parts for found in part.problems]
    parts = [part for part in parts if part.data.data_vars]
    if not parts:
        raise InputError(problems)
    whole = parts[0] if len(parts) == 1 else _merged(parts)
    return replace(whole, problems=tuple(dict.fromkeys([*problems, *whole.problems])))


def opened(path: Path) -> xr.Dataset:
    """A NetCDF file or Zarr store, nothing but its description read; raises InputError where it is none or damaged."""
    if not path.exists():
        raise refusal(message("There is no such file."), file=path.name)
    engine = _engine(path)
    # On a disk a store is as fast without its gathered description, and not every store has one.
    options = {"consolidated": False} if engine == "zarr" else {}
    try:
        return xr.open_dataset(path, engine=engine, decode_times=False, chunks=None, backend_kwargs=options)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, EOFError) as error:
        raise _damaged(path.name, error) from error


def _engine(path: Path) -> str:
    if path.is_dir():
        if any((path / name).exists() for name in ZARR_FILES):
            return "zarr"
        raise refusal(message("This folder is no Zarr store."), file=path.name, allowed=", ".join(ZARR_FILES))
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise refusal(message("The file is empty."), file=path.name, next_step=message("Fetch it anew."))
    if start == HDF5:
        return "h5netcdf"
    if start.startswith(CLASSIC):
        return "scipy"
    raise refusal(
        message("This is neither NetCDF nor Zarr."), file=path.name, value=repr(start), allowed="NetCDF, Zarr",
        next_step=message("Ask the source for NetCDF; unpack an archive first."),
    )  # fmt: skip


def _damaged(file: str, error: Exception) -> InputError:
    return refusal(
        message("The file is damaged or cut short."), file=file, value=f"{type(error).__name__}: {error}",
        next_step=message("Fetch it anew; a download that was stopped goes on where it stopped."),
    )  # fmt: skip


def _read(path: Path, origin: Origin, area: Area | None) -> DailyWeather:
    with opened(path) as dataset:
        dataset = _cut(_renamed(dataset, path), area, path.name)
        kept, problems = _converted(dataset, path.name)
        days = _days(dataset, path.name)
        try:
            data = _on_axis(kept, days)
        except (OSError, ValueError, RuntimeError, EOFError) as error:
            raise _damaged(path.name, error) from error
    checksum = file_sha256(path) if path.is_file() else ""
    origin = replace(origin, file=path.name, sha256=checksum)
    data, flagged = _believed(data, days.axis, path.name)
    found = (*problems, *days.problems, *flagged)
    return DailyWeather(with_origins(data, (origin,)), days.axis, (origin,), found, days.missing)


def _renamed(dataset: xr.Dataset, path: Path) -> xr.Dataset:
    """Canonical names; dimensions time, lat, lon where rows and columns are degrees, else time, y, x."""
    file, hints = path.name, (path.name, path.parent.name)
    names = {str(key): _variable(str(key), value, hints) for key, value in dataset.data_vars.items()}
    names = {old: new for old, new in names.items() if new}
    if not names:
        raise refusal(
            message("There is no variable that Cascais knows."),
            file=file, value=", ".join(map(str, dataset.data_vars)), allowed=", ".join((*VARIABLES, *known.NAMES)),
        )  # fmt: skip
    doubled = [new for new in names.values() if list(names.values()).count(new) > 1]
    if doubled:
        raise refusal(
            message("A variable is there twice."), file=file, value=", ".join(names), column=doubled[0]
        )
    dataset = dataset[list(names)]
    single = [dim for dim in dataset.dims if str(dim) in known.SINGLE and dataset.sizes[dim] == 1]
    dataset = dataset.squeeze(single, drop=True)
    time, row, column = (known.coordinate(dataset, each) for each in (known.TIMES, known.ROWS, known.COLUMNS))
    if time not in dataset.dims:
        raise refusal(message("There is no time in the file."), file=file, allowed=", ".join(known.TIMES))
    renamed = {**{old: new for old, new in names.items() if old != new}, **_dimensions(dataset, row, column)}
    dataset = dataset.rename(renamed | ({time: TIME} if time != TIME else {}))
    others = [str(dim) for dim in dataset.dims if str(dim) not in (TIME, "lat", "lon", "y", "x")]
    if others:
        raise refusal(
            message("The data have a dimension that is not known."), file=file, value=", ".join(others),
            allowed="time, lat, lon", next_step=message("Choose one level or ensemble member first."),
        )  # fmt: skip
    return dataset


def _variable(name: str, values: xr.DataArray, hints: Sequence[str]) -> str:
    """The canonical variable; what the file is named after decides where the name alone does not."""
    return next(filter(None, (known.variable_of(name, values.attrs, hint) for hint in hints)), "")


def _dimensions(dataset: xr.Dataset, row: str, column: str) -> dict[str, str]:
    """The new names of dimensions: by their own names, not by a two-dimensional coordinate of degrees."""
    dims = [str(dim) for dim in dataset.dims]
    row = next((name for name in known.ROWS if name in dims), row)
    column = next((name for name in known.COLUMNS if name in dims), column)
    is_degrees = row in known.LATITUDES and column in known.LONGITUDES
    wanted = {row: "lat" if is_degrees else "y", column: "lon" if is_degrees else "x"}
    wanted |= {name: "lat" for name in known.LATITUDES if name in dataset.coords and name not in dims}
    wanted |= {name: "lon" for name in known.LONGITUDES if name in dataset.coords and name not in dims}
    return {old: new for old, new in wanted.items() if old and old != new}


def _cut(dataset: xr.Dataset, area: Area | None, file: str) -> xr.Dataset:
    """The cells of an area, longitudes from -180 to 180; the order of latitudes does not matter."""
    if "lon" not in dataset.coords or "lat" not in dataset.coords:
        return dataset
    if dataset["lon"].ndim == 1 and float(dataset["lon"].max()) > 180:
        dataset = dataset.assign_coords(lon=(dataset["lon"] + 180) % 360 - 180).sortby("lon")
    if area is None:
        return dataset
    lat, lon = dataset["lat"], dataset["lon"]
    inside = (lat >= area.south) & (lat <= area.north) & (lon >= area.west) & (lon <= area.east)
    if not bool(inside.any()):
        raise refusal(
            message("The grid has no cell in this area."), file=file,
            value=f"{area.south:g} … {area.north:g} N, {area.west:g} … {area.east:g} E",
            allowed=f"{float(lat.min()):g} … {float(lat.max()):g} N, {float(lon.min()):g} … {float(lon.max()):g} E",
        )  # fmt: skip
    for dim in inside.dims:
        others = [other for other in inside.dims if other != dim]
        dataset = dataset.isel({dim: np.flatnonzero(inside.any(others).to_numpy())})
    return dataset


def _converted(dataset: xr.Dataset, file: str) -> tuple[xr.Dataset, list[Problem]]:
    """The variables whose unit is known, with the factor that brings them to their own as attributes."""
    problems: list[Problem] = []
    for key in list(dataset.data_vars):
        unit = str(dataset[key].attrs.get("units", ""))
        factor = known.conversion(str(key), unit)
        if factor is None:
            problems.append(
                problem(
                    message("The unit is unknown; the variable is left out."),
                    file=file, column=str(key), value=unit, allowed=", ".join(known.CONVERSIONS[str(key)]),
                    next_step=message("Put the attribute “units” right."),
                )
            )  # fmt: skip
            dataset = dataset.drop_vars([key])
        else:
            dataset[key].attrs = {"factor": factor[0], "offset": factor[1]}
    return dataset, problems


def _on_axis(dataset: xr.Dataset, days: _Days) -> xr.Dataset:
    """The values in their units on the unbroken axis; days that are not there are NaN."""
    found = {}
    dims: tuple[str, ...] = ()
    for key, stored in dataset.data_vars.items():
        dims = (TIME, *(str(dim) for dim in stored.dims if dim != TIME))
        values = stored.transpose(*dims).to_numpy()
        factor, offset = stored.attrs["factor"], stored.attrs["offset"]
        values = (values.astype(np.float64) * factor + offset).astype(np.float32)
        whole = values[np.maximum(days.row, 0)]
        whole[days.row < 0] = np.nan
        found[str(key)] = (dims, whole, {"units": VARIABLES[str(key)].unit})
    # Read now: the file is closed once its values are there.
    coordinates = {
        str(name): (value.dims, value.to_numpy())
        for name, value in dataset.coords.items()
        if name in ("lat", "lon", "y", "x") and TIME not in value.dims
    }
    return xr.Dataset(found, coords={TIME: dates_of(days.axis), **coordinates})


def _days(dataset: xr.Dataset, file: str) -> _Days:
    """The days of a file in any calendar, whatever hour of the day they carry."""
    stored = dataset[TIME]
    name = str(stored.attrs.get("calendar", "standard")).lower()
    if name not in CALENDAR_NAMES:
        raise refusal(message("The calendar is unknown."), file=file, column=TIME, value=name, allowed=", ".join(CALENDAR_NAMES))  # fmt: skip
    calendar = CALENDAR_NAMES[name]
    try:
        times = _DATES.decode(stored.variable).to_numpy()
        parts = np.array([(time.year, time.month, time.day) for time in times], dtype=np.int64).reshape(-1, 3)
    except (ValueError, AttributeError, OverflowError) as error:
        raise refusal(message("The dates cannot be read."), file=file, column=TIME, value=str(stored.attrs.get("units", "")), allowed="days since YYYY-MM-DD") from error  # fmt: skip
    if not len(parts):
        raise refusal(message("There is no day in the file."), file=file, column=TIME)
    ordinal = _ordinal(parts, calendar)
    unique, first_row = np.unique(ordinal, return_index=True)
    row = np.full(int(unique[-1] - unique[0]) + 1, -1, dtype=np.int64)
    row[unique - unique[0]] = first_row
    axis = _axis(parts[int(first_row[0])], calendar, len(row))
    return _Days(axis, row, tuple(_told_days(axis, row, ordinal, unique, file)))


def _ordinal(parts: NDArray[np.int64], calendar: Calendar) -> NDArray[np.int64]:
    """A running number of each day in its calendar."""
    year, month, day = parts.T
    if calendar is Calendar.DAYS_360:
        return np.asarray(year * 360 + (month - 1) * 30 + day - 1)
    months = (year - 1970) * 12 + month - 1
    start = months.astype("datetime64[M]").astype("datetime64[D]")
    if calendar is Calendar.STANDARD:
        return np.asarray(start.astype(np.int64) + day - 1)
    before = np.cumsum([0, *(calendar.month_length(1, each) for each in range(1, 12))])
    return np.asarray(year * 365 + before[month - 1] + day - 1)


def _axis(first: NDArray[np.int64], calendar: Calendar, length: int) -> TimeAxis:
    return TimeAxis(calendar, int(first[0]), int(first[1]), int(first[2]), length)


def _told_days(
    axis: TimeAxis, row: NDArray[np.int64], ordinal: NDArray[np.int64], unique: NDArray[np.int64], file: str
) -> list[Problem]:
    found = []
    if len(unique) < len(ordinal):
        rows = np.setdiff1d(np.arange(len(ordinal)), np.unique(ordinal, return_index=True)[1])
        date = date_of(axis, int(ordinal[rows[0]] - unique[0]))
        found.append(
            problem(message("{count} dates are given twice; the first of each is taken.", count=len(rows)), file=file, row=int(rows[0]), column=TIME, value=date)
        )  # fmt: skip
    missing = int((row < 0).sum())
    if missing:
        found.append(
            problem(message("{count} dates between the first and the last are not there; they count as missing.", count=missing), file=file, column=TIME, value=date_of(axis, int(np.argmin(row))))
        )  # fmt: skip
    return found


def _believed(data: xr.Dataset, axis: TimeAxis, file: str) -> tuple[xr.Dataset, tuple[Problem, ...]]:
    shapes = {str(key): values.shape for key, values in data.data_vars.items()}
    result = checked(
        {str(key): values.to_numpy().reshape(axis.length, -1) for key, values in data.data_vars.items()}
    )
    for key in list(data.data_vars):
        if str(key) in result.block:
            values = result.block[str(key)].reshape(shapes[str(key)])
            data[key] = (data[key].dims, values, data[key].attrs)
        else:
            data = data.drop_vars([key])
    return data, tuple(told(flag, file, date_of(axis, flag.time)) for flag in result.flags)


def _merged(parts: Sequence[DailyWeather]) -> DailyWeather:
    """Files beside or after each other on one axis; maximum and minimum are compared once both are there."""
    names = ", ".join(part.origins[0].file for part in parts)
    if len({part.axis.calendar for part in parts}) > 1:
        raise refusal(message("These files have different calendars."), file=names)
    try:
        data = xr.merge(
            [part.data for part in parts], join="outer", compat="no_conflicts", combine_attrs="drop_conflicts"
        )
    except (xr.MergeError, ValueError) as error:
        raise refusal(
            message("These files do not fit together: cells or values differ."), file=names, value=str(error)
        ) from error
    spaces = [dim for dim in data.dims if dim != TIME]
    if any(data.sizes[dim] != part.data.sizes[dim] for part in parts for dim in spaces):
        raise refusal(message("These files do not have the same cells."), file=names)
    first = min(parts, key=lambda part: (part.axis.year, part.axis.month, part.axis.day)).axis
    whole = _axis(np.array([first.year, first.month, first.day]), first.calendar, 1)
    last = data[TIME].to_numpy()[-1]
    axis = _until(whole, last)
    missing = axis.length - data.sizes[TIME]
    if missing:
        data = data.reindex({TIME: dates_of(axis)})
    data, flagged = _believed(data, axis, names)
    origins = tuple(origin for part in parts for origin in part.origins)
    total = missing + sum(part.missing_dates for part in parts)
    return DailyWeather(with_origins(data, origins), axis, origins, flagged, total)


def _until(first: TimeAxis, last: object) -> TimeAxis:
    day = np.datetime64(str(last)[:10], "D") if first.calendar is Calendar.STANDARD else None
    if day is not None:
        start = np.datetime64(f"{first.year:04d}-{first.month:02d}-{first.day:02d}", "D")
        return replace(first, length=int((day - start).astype(int)) + 1)
    year, month, number = (int(part) for part in str(last)[:10].split("-"))
    ends = _ordinal(np.array([[first.year, first.month, first.day], [year, month, number]]), first.calendar)
    return replace(first, length=int(ends[1] - ends[0]) + 1)
