"""A whole run over a grid or stations: blocks read ahead by threads, computed here or on a cluster, written as they finish."""

from __future__ import annotations

import hashlib
import resource
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from distributed import Client
from numpy.typing import NDArray

from cascais import __version__
from cascais.errors import InputError, Problem
from cascais.hazards.calendars import TimeAxis
from cascais.hazards.drought.standardised import LEAST_YEARS
from cascais.workflows.hazards.blocks_of_days import Source, source_of
from cascais.workflows.hazards.computing import Wanted, of_block
from cascais.workflows.hazards.division import HELD, Block, Division, division
from cascais.workflows.hazards.results import Parts, begun, is_finished, part_of
from cascais.workflows.hazards.weather import Weather

Progress = Callable[[str, float], None]
KIBIBYTE = 1024
POLE = 90.0


@dataclass(frozen=True, slots=True)
class Means:
    """With what a run is done: threads of this machine, or a cluster by its address; cells of a block (0: by memory)."""

    threads: int = 1
    scheduler: str = ""
    block_cells: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """All that is needed to compute any block, and can be sent to another process."""

    source: Source
    wanted: Wanted
    axis: TimeAxis
    latitude: NDArray[np.float64]

    def compute(self, block: Block, threads: int = 1) -> Parts:
        """Read and compute a block."""
        days, layout = self.source.read(block)
        return of_block(
            self.wanted, days, layout, self.axis, self.latitude[block.part].ravel(), threads=threads
        )


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did: blocks computed and found done, seconds, and the greatest memory of this process [bytes]."""

    output: Path
    computed: int
    found: int
    cells: int
    seconds: float
    estimated_bytes: int
    peak_bytes: int
    missing_dates: int


def run(
    weather: Weather,
    wanted: Wanted,
    output: Path,
    means: Means | None = None,
    progress: Progress = lambda what, share: None,
) -> Ran:
    """Compute indices of all cells and write them to `output`, a Zarr store or, by its ending, a NetCDF file.

    A run that was broken off goes on where it stopped. The result is the same, bit for bit, however the cells are
    divided, on however many threads and on whichever cluster. Raises InputError where the output is of something else.
    """
    started = time.perf_counter()
    means = means or Means()
    wanted = _possible(weather, wanted)
    divided = division(weather, means.block_cells)
    digest = _digest(weather, wanted)
    if is_finished(output, digest):
        return _ran(output, (0, divided.count), weather, divided, started)
    results = begun(weather, wanted, divided, output, digest)
    found = len(results.done)
    scratch = part_of(output) / "scratch"
    source = source_of(weather, divided, scratch, lambda share: progress("Laying the file out", share))
    job = Job(source, wanted, weather.axis, _latitudes(weather, wanted))
    todo = [block for block in divided.blocks() if block.number not in results.done]
    finished = _on_cluster(job, todo, means) if means.scheduler else _here(job, todo, means.threads)
    for block, parts in finished:
        results.write(block, parts)
        progress("Computing", len(results.done) / divided.count)
    results.finish(output)
    return _ran(output, (len(todo), found), weather, divided, started)


def _here(job: Job, blocks: list[Block], threads: int) -> Iterator[tuple[Block, Parts]]:
    """The blocks in their order; the next one is read while one is computed (the compiled code holds no lock)."""
    with ThreadPoolExecutor(1) as reader:
        ahead = deque(reader.submit(job.source.read, block) for block in blocks[: HELD - 1])
        for number, block in enumerate(blocks):
            days, layout = ahead.popleft().result()
            following = number + HELD - 1
            if following < len(blocks):
                ahead.append(reader.submit(job.source.read, blocks[following]))
            latitude = job.latitude[block.part].ravel()
            yield block, of_block(job.wanted, days, layout, job.axis, latitude, threads=threads)
            del days


def _on_cluster(job: Job, blocks: list[Block], means: Means) -> Iterator[tuple[Block, Parts]]:
    """The blocks as workers of a Dask cluster finish them; no more than twice its threads are under way at a time."""
    with Client(means.scheduler, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        most = max(2 * sum(client.nthreads().values()), 1)
        sent = client.scatter(job, broadcast=True)
        waiting = deque(blocks)
        futures: deque[tuple[Block, Any]] = deque()
        while waiting or futures:
            while waiting and len(futures) < most:
                block = waiting.popleft()
                futures.append((block, client.submit(_compute, sent, block, pure=False)))
            block, future = futures.popleft()
            yield block, future.result()


def _compute(job: Job, block: Block) -> Parts:
    return job.compute(block)


def _possible(weather: Weather, wanted: Wanted) -> Wanted:
    """Without drought indices where the calibration period has too few years of the data."""
    if not wanted.indices and not wanted.droughts:
        raise InputError(
            Problem("No index can be computed of these variables.", value=", ".join(weather.variables))
        )
    years = weather.axis.years
    inside = (years >= wanted.base.first_year) & (years <= wanted.base.last_year)
    if not wanted.droughts or np.unique(years[inside]).size > LEAST_YEARS or not wanted.indices:
        return wanted
    return replace(wanted, droughts=())


def _latitudes(weather: Weather, wanted: Wanted) -> NDArray[np.float64]:
    """Latitude of every cell; needed for day lengths only, NaN elsewhere.

    Raises InputError where an index needs it and the data have none.
    """
    whole = np.full(weather.shape, np.nan)
    if "lat" in weather.dataset.coords:
        lat = weather.dataset["lat"]
        axes = [weather.dims.index(str(dim)) for dim in lat.dims]
        order = np.expand_dims(lat.to_numpy(), [d for d in range(len(weather.dims)) if d not in axes])
        whole[...] = order
    elif "fwi" in wanted.derived or any(key.startswith("spei") for key in wanted.droughts):
        raise InputError(
            Problem(
                "Day lengths need the latitude, and the data have no coordinate lat.",
                column="lat", allowed=f"−{POLE:g} to {POLE:g}",
            )
        )  # fmt: skip
    return whole


def _digest(weather: Weather, wanted: Wanted) -> str:
    """Of everything that decides what is written: input, options, version."""
    content = repr((weather.digest, wanted, __version__))
    return hashlib.sha256(content.encode()).hexdigest()[:24]


def _ran(output: Path, blocks: tuple[int, int], weather: Weather, divided: Division, started: float) -> Ran:
    unit = 1 if sys.platform == "darwin" else KIBIBYTE
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    cells = int(np.prod(weather.shape))
    seconds = time.perf_counter() - started
    return Ran(
        output, *blocks, cells, seconds, divided.estimated_bytes, peak, weather.missing_dates
    )  # fmt: skip
