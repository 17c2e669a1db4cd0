"""Daily weather as the indices take it: files opened lazily, names and units made alike, the days in order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cascais.errors import InputError, Problem
from cascais.hazards.calendars import Calendar, TimeAxis, axis_of, axis_of_parts
from cascais.hazards.derived.daily import DERIVED
from cascais.hazards.variables import VARIABLES

TIME = "time"
OTHER_NAMES: Mapping[str, str] = {
    "tx": "tasmax", "tn": "tasmin", "tg": "tas", "rr": "pr", "hu": "hurs", "fg": "sfcWind",
    "latitude": "lat", "longitude": "lon", "rlat": "lat", "rlon": "lon",
}  # fmt: skip
"""What E-OBS and others call the variables and coordinates."""
CALENDARS: Mapping[str, Calendar] = {
    "standard": Calendar.STANDARD, "gregorian": Calendar.STANDARD, "proleptic_gregorian": Calendar.STANDARD,
    "noleap": Calendar.NOLEAP, "365_day": Calendar.NOLEAP, "360_day": Calendar.DAYS_360,
}  # fmt: skip
SECONDS_PER_DAY = 86400.0
CONVERSIONS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "°C": {"°C": (1, 0), "degC": (1, 0), "Celsius": (1, 0), "C": (1, 0), "K": (1, -273.15)},
    "mm/d": {"mm/d": (1, 0), "mm/day": (1, 0), "mm": (1, 0), "mm d-1": (1, 0), "kg m-2 s-1": (SECONDS_PER_DAY, 0)},
    "m/s": {"m/s": (1, 0), "m s-1": (1, 0)},
    "cm": {"cm": (1, 0), "m": (100, 0)},
    "%": {"%": (1, 0), "1": (100, 0)},
}  # fmt: skip
"""Factor and offset from each accepted unit to that of the variable."""
END_BYTES = 1 << 20

Given: TypeAlias = xr.Dataset | Path | Sequence[Path]


@dataclass(frozen=True, slots=True)
class Weather:
    """A lazily opened dataset with its days.

    `rows` holds the row of each stored day on the axis where dates are missing, and is None where none is;
    `dims` are the dimensions of the cells, `paths` the files from which another process can open the same.
    """

    dataset: xr.Dataset
    axis: TimeAxis
    rows: NDArray[np.int64] | None
    dims: tuple[str, ...]
    paths: tuple[Path, ...]
    digest: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The daily variables that are there."""
        return tuple(key for key in VARIABLES if key in self.dataset)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of cells along each of the cells' dimensions."""
        return tuple(self.dataset.sizes[dim] for dim in self.dims)

    @property
    def missing_dates(self) -> int:
        """Days between the first and the last that are not in the file."""
        return 0 if self.rows is None else self.axis.length - len(self.rows)

    def conversion(self, variable: str) -> tuple[float, float]:
        """Factor and offset that bring the stored values of a variable to its unit."""
        found = str(self.dataset[variable].attrs.get("units", VARIABLES[variable].unit))
        return CONVERSIONS[VARIABLES[variable].unit][found]


def open_weather(given: Given) -> Weather:
    """Open daily weather: a Dataset, a NetCDF file or a Zarr store, or several that belong together.

    Nothing but coordinates is read. Raises InputError where no daily variable is there, a unit is unknown, dates are
    doubled or out of order, or files do not share their cells and days.
    """
    paths = () if isinstance(given, xr.Dataset) else (given,) if isinstance(given, Path) else tuple(given)
    dataset = _renamed(given if isinstance(given, xr.Dataset) else _opened(paths))
    wanted = [key for key in VARIABLES if key in dataset and key not in DERIVED]
    if not wanted or TIME not in dataset.dims:
        raise InputError(
            Problem(
                "There is no daily variable that Cascais knows.",
                file=", ".join(path.name for path in paths),
                value=", ".join(map(str, dataset.data_vars)) or "nothing",
                allowed=", ".join((*VARIABLES, *OTHER_NAMES)),
            )
        )
    dataset = dataset[wanted]
    dims = tuple(str(dim) for dim in dataset[wanted[0]].dims if dim != TIME)
    _refuse(dataset, wanted, dims, paths)
    axis, rows = _days(dataset[TIME], paths)
    digest = digest_of_files(paths) if paths else _digest_of(dataset)
    return Weather(dataset, axis, rows, dims, paths, digest)


def digest_of_files(paths: Sequence[Path]) -> str:
    """Characters that change when a file does: its names, sizes, times of change, first and last megabyte."""
    content = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                about = file.stat()
                name = file.relative_to(path).as_posix() if path.is_dir() else file.name
                content.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
        if path.is_file():
            with path.open("rb") as stream:
                content.update(stream.read(END_BYTES))
                stream.seek(max(path.stat().st_size - END_BYTES, 0))
                content.update(stream.read(END_BYTES))
    return content.hexdigest()[:16]


def _digest_of(dataset: xr.Dataset) -> str:
    """As `digest_of_files` for a dataset in memory: its coordinates, and the values of some days."""
    content = hashlib.sha256(repr(sorted(dataset.sizes.items())).encode())
    for name in sorted(map(str, dataset.coords)):
        content.update(np.ascontiguousarray(dataset[name].to_numpy()).astype(str).tobytes())
    step = max(dataset.sizes[TIME] // 64, 1)
    for name in sorted(map(str, dataset.data_vars)):
        content.update(repr((name, sorted(dataset[name].attrs.items()))).encode())
        content.update(np.ascontiguousarray(dataset[name].isel(time=slice(None, None, step))).tobytes())
    return content.hexdigest()[:16]


def _opened(paths: Sequence[Path]) -> xr.Dataset:
    opened = [_opened_one(path) for path in paths]
    if len(opened) == 1:
        return opened[0]
    try:
        return xr.merge([_renamed(each) for each in opened], join="exact", compat="no_conflicts")
    except ValueError as error:
        names = ", ".join(path.name for path in paths)
        raise InputError(
            Problem("These files do not share their cells and days.", file=names, value=str(error)[:200])
        ) from error


def _opened_one(path: Path) -> xr.Dataset:
    if not path.exists():
        raise InputError(Problem("There is no such file.", file=str(path)))
    try:
        if path.is_dir():
            return xr.open_dataset(path, engine="zarr", chunks=None, consolidated=False)
        return xr.open_dataset(path, engine="h5netcdf", chunks=None)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            Problem(
                "The file cannot be read: it is damaged, cut short, or no NetCDF-4 or Zarr.",
                file=path.name,
                value=str(error)[:200],
                next_step="Fetch it anew.",
            )
        ) from error


def _renamed(dataset: xr.Dataset) -> xr.Dataset:
    names = set(dataset.variables) | set(dataset.dims)
    return dataset.rename({old: new for old, new in OTHER_NAMES.items() if old in names and new not in names})


def _refuse(dataset: xr.Dataset, wanted: Sequence[str], dims: tuple[str, ...], paths: Sequence[Path]) -> None:
    problems = []
    file = ", ".join(path.name for path in paths)
    for key in wanted:
        unit = str(dataset[key].attrs.get("units", VARIABLES[key].unit))
        accepted = CONVERSIONS[VARIABLES[key].unit]
        if unit not in accepted:
            problems.append(
                Problem(
                    "The unit is unknown.", file=file, column=key, value=unit, allowed=", ".join(accepted)
                )
            )
        if set(dataset[key].dims) != {TIME, *dims}:
            problems.append(
                Problem(
                    "The variable has other dimensions than the first one.",
                    file=file, column=key, value=str(dataset[key].dims), allowed=str((TIME, *dims)),
                )
            )  # fmt: skip
    if problems:
        raise InputError(problems)


def _days(time: xr.DataArray, paths: Sequence[Path]) -> tuple[TimeAxis, NDArray[np.int64] | None]:
    values: NDArray[Any] = time.to_numpy()
    if np.issubdtype(values.dtype, np.datetime64):
        days = values.astype("datetime64[D]")
        if len(days) == 0 or np.any(np.diff(days).astype(int) <= 0):
            return axis_of(days), None  # refused there, with the date
        rows = (days - days[0]).astype(np.int64)
        whole = np.arange(days[0], days[-1] + np.timedelta64(1, "D"))
        return axis_of(whole), None if len(whole) == len(days) else rows
    name = str(getattr(values[0], "calendar", "unknown"))
    if name not in CALENDARS:
        raise InputError(
            Problem(
                "The calendar is unknown.",
                file=", ".join(path.name for path in paths), column=TIME, value=name, allowed=", ".join(CALENDARS),
            )
        )  # fmt: skip
    years, months, days = (
        np.array([getattr(each, part) for each in values]) for part in ("year", "month", "day")
    )
    return axis_of_parts(years, months, days, CALENDARS[name]), None
