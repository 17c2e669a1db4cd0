"""Where the daily values of a block come from: straight from the file, or from the scratch folder it was laid out in.

A source can be sent to another process, which opens the files for itself.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cascais.hazards.blocks import Layout
from cascais.workflows.hazards.division import BYTES, Block, Division, slab_days
from cascais.workflows.hazards.weather import TIME, Weather, open_weather

Days = dict[str, NDArray[np.floating[Any]]]
COMPLETE = "complete"
_opened: dict[tuple[Path, ...], Weather] = {}


class Source(Protocol):
    """Gives the daily values of a block: variables as (time, cells) or (cells, time), and which of both."""

    def read(self, block: Block) -> tuple[Days, Layout]:
        """The values of a block, float32, in the units of the variables."""


@dataclass(frozen=True, slots=True)
class FromDataset:
    """Blocks read from a dataset; sent to another process, only the paths go where there are any."""

    weather: Weather = field(repr=False)

    def read(self, block: Block) -> tuple[Days, Layout]:
        """The values of a block."""
        part = dict(zip(self.weather.dims, block.part, strict=True))
        first = self.weather.dataset[self.weather.variables[0]]
        layout = Layout.CELL_MAJOR if first.dims[-1] == TIME else Layout.TIME_MAJOR
        order = (*self.weather.dims, TIME) if layout is Layout.CELL_MAJOR else (TIME, *self.weather.dims)
        found: Days = {}
        for key in self.weather.variables:
            values = self.weather.dataset[key].isel(part).transpose(*order).to_numpy()
            time_last = layout is Layout.CELL_MAJOR
            values = values.reshape((block.cells, -1) if time_last else (-1, block.cells))
            found[key] = _on_axis(_converted(values, self.weather, key), self.weather, time_last)
        return found, layout

    def __reduce__(self) -> tuple[Callable[..., FromDataset], tuple[Any, ...]]:
        """Files are opened by whoever receives this."""
        if self.weather.paths:
            return _from_paths, (self.weather.paths,)
        return FromDataset, (self.weather,)


def _from_paths(paths: tuple[Path, ...]) -> FromDataset:
    if paths not in _opened:
        _opened[paths] = open_weather(paths)
    return FromDataset(_opened[paths])


@dataclass(frozen=True, slots=True)
class FromScratch:
    """Blocks read from a scratch folder, one file for a variable, block after block, (time, cells) within."""

    folder: Path
    variables: tuple[str, ...]
    days: int
    starts: tuple[int, ...]

    def read(self, block: Block) -> tuple[Days, Layout]:
        """The values of a block."""
        found: Days = {}
        for key in self.variables:
            offset = self.starts[block.number] * self.days * BYTES
            values = np.fromfile(
                self.folder / key, dtype=np.float32, count=self.days * block.cells, offset=offset
            )
            found[key] = values.reshape(self.days, block.cells)
        return found, Layout.TIME_MAJOR


def source_of(
    weather: Weather, divided: Division, scratch: Path, progress: Callable[[float], None]
) -> Source:
    """Where the blocks of a division come from; lays the file out in the scratch folder where that is needed."""
    if not divided.is_staged or divided.count == 1:
        return FromDataset(weather)
    cells = [block.cells for block in divided.blocks()]
    starts = tuple(int(start) for start in np.concatenate([[0], np.cumsum(cells)[:-1]]))
    staged = FromScratch(scratch, weather.variables, weather.axis.length, starts)
    if not (scratch / COMPLETE).exists():
        _stage(weather, divided, staged, progress)
    return staged


def _stage(
    weather: Weather, divided: Division, staged: FromScratch, progress: Callable[[float], None]
) -> None:
    """Decode the file once, slab of days by slab, and lay each block's values together."""
    shutil.rmtree(staged.folder, ignore_errors=True)
    staged.folder.mkdir(parents=True)
    blocks = list(divided.blocks())
    slabs = [(key, part) for key in weather.variables for part in _slabs(weather)]
    files = {key: os.open(staged.folder / key, os.O_WRONLY | os.O_CREAT) for key in weather.variables}
    try:
        with ThreadPoolExecutor(1) as reader:
            read = reader.submit(_slab, weather, *slabs[0])
            for number, (key, part) in enumerate(slabs):
                values = read.result()
                if number + 1 < len(slabs):
                    read = reader.submit(_slab, weather, *slabs[number + 1])
                _lay_down(files[key], values, part.start, (staged, blocks))
                progress((number + 1) / len(slabs))
    finally:
        for file in files.values():
            os.close(file)
    (staged.folder / COMPLETE).touch()


def _lay_down(
    file: int, values: NDArray[np.floating[Any]], first: int, laid: tuple[FromScratch, list[Block]]
) -> None:
    staged, blocks = laid
    for block in blocks:
        piece = np.ascontiguousarray(values[(slice(None), *block.part)], dtype=np.float32)
        os.pwrite(
            file,
            piece.data.cast("B"),
            (staged.starts[block.number] * staged.days + first * block.cells) * BYTES,
        )


def _slabs(weather: Weather) -> Iterator[slice]:
    days, step = weather.axis.length, slab_days(weather)
    for first in range(0, days, step):
        yield slice(first, min(first + step, days))


def _slab(weather: Weather, key: str, part: slice) -> NDArray[np.floating[Any]]:
    stored = weather.dataset[key].transpose(TIME, *weather.dims)
    taken: xr.DataArray = stored if weather.rows is not None else stored.isel({TIME: part})
    return _on_axis(_converted(taken.to_numpy(), weather, key), weather, is_time_last=False)


def _converted(
    values: NDArray[np.floating[Any]], weather: Weather, variable: str
) -> NDArray[np.floating[Any]]:
    factor, offset = weather.conversion(variable)
    single = values.astype(np.float32, copy=False)
    if factor == 1.0 and offset == 0.0:
        return single
    return np.asarray((values.astype(np.float64) * factor + offset).astype(np.float32))


def _on_axis(
    values: NDArray[np.floating[Any]], weather: Weather, is_time_last: bool
) -> NDArray[np.floating[Any]]:
    if weather.rows is None:
        return values
    shape = (
        (*values.shape[:-1], weather.axis.length)
        if is_time_last
        else (weather.axis.length, *values.shape[1:])
    )
    whole = np.full(shape, np.nan, dtype=values.dtype)
    whole[(..., weather.rows) if is_time_last else weather.rows] = values
    return whole
