"""How the cells of a dataset are divided into blocks that are computed one by one, and what memory that takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import ceil, prod

from cascais.workflows.hazards.weather import TIME, Weather

BLOCK_BYTES = 96 * 1024**2
"""Daily values of a block where nobody says how many cells it shall have."""
SOMEWHAT = 1.5
"""A chunk of a file may be larger than the block by this factor before the file is laid out anew."""
SLAB_BYTES = 32 * 1024**2
BYTES = 4
HELD = 3
"""Blocks in memory at a time: the one that is computed, the next one, and the one that is being read."""
BASELINE_BYTES = 380 * 1024**2
"""What the interpreter with its libraries takes before any data."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells: its place in the order of blocks, and its part of each dimension of the cells."""

    number: int
    part: tuple[slice, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Cells along each dimension."""
        return tuple(each.stop - each.start for each in self.part)

    @property
    def cells(self) -> int:
        """Number of cells."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Division:
    """All blocks of a dataset: their size along each dimension, and whether the file has to be laid out anew first.

    `is_staged` is true where a chunk of the file spans the cells of several blocks: reading block by block would
    decode each chunk many times, so that the file is decoded once into a scratch folder.
    """

    shape: tuple[int, ...]
    sizes: tuple[int, ...]
    is_staged: bool
    day_bytes: int
    days: int
    slab_bytes: int = 0

    @property
    def count(self) -> int:
        """Number of blocks."""
        return prod(ceil(whole / size) for whole, size in zip(self.shape, self.sizes, strict=True))

    @property
    def estimated_bytes(self) -> int:
        """Peak memory that a run takes, as far as can be said before it."""
        of_blocks = HELD * prod(self.sizes) * self.day_bytes * self.days
        return BASELINE_BYTES + max(of_blocks, 2 * self.slab_bytes)

    def blocks(self) -> Iterator[Block]:
        """The blocks in their order."""
        ranges = (range(0, whole, size) for whole, size in zip(self.shape, self.sizes, strict=True))
        for number, starts in enumerate(product(*ranges)):
            part = tuple(
                slice(start, min(start + size, whole))
                for start, size, whole in zip(starts, self.sizes, self.shape, strict=True)
            )
            yield Block(number, part)


def division(weather: Weather, block_cells: int = 0) -> Division:
    """Divide a dataset along the chunks of its file, where these are small enough."""
    day_bytes = BYTES * len(weather.variables)
    most = block_cells or max(BLOCK_BYTES // (day_bytes * weather.axis.length), 1)
    chunks = stored_chunks(weather)
    of_cells = tuple(min(chunk, whole) for chunk, whole in zip(chunks[1:], weather.shape, strict=True))
    is_staged = prod(of_cells) > most * (1 if block_cells else SOMEWHAT)
    unit = (1,) * len(weather.shape) if is_staged else of_cells
    sizes = _grown(unit, weather.shape, most)
    slab = slab_days(weather) * prod(weather.shape) * BYTES if is_staged else 0
    return Division(weather.shape, sizes, is_staged, day_bytes, weather.axis.length, slab)


def slab_days(weather: Weather) -> int:
    """Days of one variable that are decoded together where a file is laid out anew: whole chunks of the file.

    Where dates are missing these are all days.
    """
    days = weather.axis.length
    chunk = min(max(stored_chunks(weather)[0], 1), days)
    step = max(SLAB_BYTES // (prod(weather.shape) * BYTES) // chunk, 1) * chunk
    return days if weather.rows is not None else min(step, days)


def stored_chunks(weather: Weather) -> tuple[int, ...]:
    """Chunk of the first variable along time and the cells' dimensions; 1 where nothing is chunked."""
    variable = weather.dataset[weather.variables[0]]
    encoded = variable.encoding.get("preferred_chunks") or {}
    if not encoded and variable.encoding.get("chunksizes"):
        encoded = dict(zip(variable.dims, variable.encoding["chunksizes"], strict=False))
    if not encoded and variable.chunks:
        encoded = {dim: max(sizes) for dim, sizes in zip(variable.dims, variable.chunks, strict=True)}
    return tuple(int(encoded.get(dim, 1)) for dim in (TIME, *weather.dims))


def _grown(unit: tuple[int, ...], whole: tuple[int, ...], most: int) -> tuple[int, ...]:
    """The largest block of whole units of at most so many cells, long in the last dimension."""
    sizes = list(unit)
    for dim in reversed(range(len(sizes))):
        others = prod(sizes) // sizes[dim]
        room = max(most // others // unit[dim], 1) * unit[dim]
        sizes[dim] = min(room, whole[dim])
    return tuple(sizes)
