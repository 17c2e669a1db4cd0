"""The result of a run: written block by block, opened as one dataset with a variable for each index."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
import zarr
from numpy.typing import NDArray
from zarr.codecs import ZstdCodec

from cascais import __version__
from cascais.errors import InputError, Problem
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.hazards.periods import EACH_MONTH
from cascais.hazards.store_schema import DROUGHTS
from cascais.workflows.hazards.computing import NOT_GIVEN, Wanted, years_of
from cascais.workflows.hazards.division import Block, Division
from cascais.workflows.hazards.weather import Weather

VALUES, MISSING, DROUGHT = "values", "missing_days", "drought"
DIGEST = "cascais_digest"
DESCRIPTION = "cascais"
SOURCES = "cascais_sources"
MISSING_SUFFIX = "_missing_days"

Parts = tuple[NDArray[np.float32], NDArray[np.int16], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Results:
    """An unfinished result: a Zarr store into which blocks are written, and the list of those that are."""

    folder: Path
    divided: Division
    arrays: Mapping[str, Any]
    done: set[int]
    digest: str

    def write(self, block: Block, parts: Parts) -> None:
        """Write a block and note that it is done; what was written of it before is written over."""
        arrays: tuple[NDArray[Any], ...] = parts
        for name, values in zip((VALUES, MISSING, DROUGHT), arrays, strict=True):
            if name in self.arrays:
                self.arrays[name][(..., *block.part)] = values.reshape(*values.shape[:-1], *block.shape)
        self.done.add(block.number)
        _write_json(self.folder / "journal.json", _record(self.digest, self.divided, self.done))

    def finish(self, output: Path) -> None:
        """Put the result in its place, as NetCDF where the name says so, and forget the journal."""
        store = self.folder / "results.zarr"
        if output.suffix in (".nc", ".nc4"):
            temporary = self.folder / "results.nc"
            with opened(store) as whole:
                whole.to_netcdf(temporary, engine="h5netcdf", encoding=_compressed(whole))
            temporary.replace(output)
        else:
            store.replace(output)
        shutil.rmtree(self.folder)


def part_of(output: Path) -> Path:
    """The folder beside the output in which an unfinished result lies."""
    return output.with_name(output.name + ".part")


def begun(weather: Weather, wanted: Wanted, divided: Division, output: Path, digest: str) -> Results:
    """An unfinished result, new or the one that an earlier run left.

    Raises InputError where the earlier run had other input or options.
    """
    folder = part_of(output)
    journal = folder / "journal.json"
    if not journal.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        group = _created(folder / "results.zarr", weather, wanted, divided, digest)
        done: set[int] = set()
        _write_json(journal, _record(digest, divided, done))
    else:
        record = json.loads(journal.read_text(encoding="utf-8"))
        if record | {"done": []} != _record(digest, divided, set()):
            raise _of_other_input(folder)
        group = zarr.open_group(folder / "results.zarr", mode="r+")
        done = set(record["done"])
    arrays = {name: group[name] for name in (VALUES, MISSING, DROUGHT) if name in group}
    return Results(folder, divided, arrays, done, digest)


def is_finished(output: Path, digest: str) -> bool:
    """Whether the output is there and was computed of the same; raises InputError where it is of something else."""
    if not output.exists():
        return False
    try:
        found = opened(output).attrs.get(DIGEST)
    except (OSError, ValueError, KeyError):
        found = None
    if found != digest:
        raise _of_other_input(output)
    return True


def opened(path: Path) -> xr.Dataset:
    """A result: `frost_days` (period, year, lat, lon) with its unit, `frost_days_missing_days`, `spi_3` (month, …).

    Nothing is read before it is used.
    """
    if not path.is_dir():
        return xr.open_dataset(path, engine="h5netcdf")
    stored = xr.open_dataset(path, engine="zarr", chunks=None, consolidated=False)
    stored = stored.assign_coords(
        {
            str(name).removesuffix("_text"): (stored[name].dims[0], _texts(stored[name].to_numpy()))
            for name in stored.data_vars
            if str(name).endswith("_text")
        }
    )
    found: dict[str, xr.DataArray] = {}
    for position, key in enumerate(map(str, stored.attrs["indices"])):
        index = CLIMATE_INDICES[key]
        found[key] = stored[VALUES].isel(index=position)
        found[key].attrs = {"units": index.unit, "long_name": index.title, "abbreviation": index.abbreviation}
        found[key + MISSING_SUFFIX] = stored[MISSING].isel(index=position)
        found[key + MISSING_SUFFIX].attrs = {"units": "d", "not_given": NOT_GIVEN}
    for position, key in enumerate(map(str, stored.attrs["droughts"])):
        found[key] = stored[DROUGHT].isel(drought_index=position)
        found[key].attrs = {"units": "1", "long_name": DROUGHTS[key][0].name}
    return xr.Dataset(found, attrs=stored.attrs)


def _record(digest: str, divided: Division, done: set[int]) -> dict[str, Any]:
    return {"digest": digest, "sizes": list(divided.sizes), "done": sorted(done)}


def _created(path: Path, weather: Weather, wanted: Wanted, divided: Division, digest: str) -> zarr.Group:
    group = zarr.create_group(path, zarr_format=3)
    sources = str(weather.dataset.attrs.get(SOURCES, "[]"))
    about = {"computed_with": f"Cascais {__version__}", "base_period": f"{wanted.base.first_year}-{wanted.base.last_year}"}  # fmt: skip
    group.attrs.update(
        {
            DIGEST: digest, SOURCES: sources, DESCRIPTION: json.dumps(about),
            "indices": list(wanted.indices), "droughts": list(wanted.droughts),
        }
    )  # fmt: skip
    years = years_of(weather.axis, wanted.periods)
    own_years = years_of(weather.axis, ("year",))
    outer = (len(wanted.indices), len(wanted.periods), len(years))
    names = ("index", "period", "year", *weather.dims)
    if wanted.indices:
        _array(group, VALUES, np.float32, (outer, names), divided)
        _array(group, MISSING, np.int16, (outer, names), divided)
    if wanted.droughts:
        outer = (len(wanted.droughts), len(EACH_MONTH), len(own_years))
        names = ("drought_index", "month", "drought_year", *weather.dims)
        _array(group, DROUGHT, np.float32, (outer, names), divided)
    _coordinate(group, "period", np.array(wanted.periods, dtype=str))
    _coordinate(group, "year", years)
    _coordinate(group, "month", np.array(list(EACH_MONTH), dtype=str))
    _coordinate(group, "drought_year", own_years)
    for dim in weather.dims:
        if dim in weather.dataset.coords:
            _coordinate(group, dim, weather.dataset[dim].to_numpy())
    return group


def _array(
    group: zarr.Group,
    name: str,
    dtype: type,
    outer: tuple[tuple[int, ...], tuple[str, ...]],
    divided: Division,
) -> None:
    group.create_array(
        name,
        shape=(*outer[0], *divided.shape),
        chunks=(*outer[0], *divided.sizes),
        dtype=dtype,
        dimension_names=outer[1],
        fill_value=np.nan if dtype is np.float32 else NOT_GIVEN,
        compressors=ZstdCodec(level=1),
    )


def _coordinate(group: zarr.Group, name: str, values: NDArray[Any]) -> None:
    if values.dtype.kind in "UO":
        values = np.char.encode(values.astype(str), "utf-8")
        width = max(values.dtype.itemsize, 1)
        raw = np.frombuffer(values.astype(f"S{width}").tobytes(), np.uint8).reshape(len(values), width)
        array = group.create_array(
            name + "_text", shape=raw.shape, dtype=np.uint8, dimension_names=(name, name + "_characters")
        )
        array[:] = raw
        return
    array = group.create_array(name, shape=values.shape, dtype=values.dtype, dimension_names=(name,))
    array[:] = values


def _texts(raw: NDArray[np.uint8]) -> NDArray[np.str_]:
    return np.array([bytes(row).rstrip(b"\0").decode("utf-8") for row in raw], dtype=str)


def _compressed(whole: xr.Dataset) -> dict[str, dict[str, Any]]:
    return {str(name): {"compression": "gzip", "compression_opts": 1} for name in whole.data_vars}


def _of_other_input(path: Path) -> InputError:
    return InputError(
        Problem(
            "What lies there was computed of other input or with other options.",
            file=path.name,
            next_step="Name another output, or delete this one.",
        )
    )


def _write_json(path: Path, record: object) -> None:
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(record), encoding="utf-8")
    temporary.replace(path)
