"""Climate indices of a block of cells: the entry through which grids, stations and members are computed.

    computed = compute(("frost_days", "warm_days"), block, axis, periods=(YEAR,), base=BasePeriod(1961, 1990))
    computed[0].values      # (index, year, cells), float64, NaN where not computable
    computed[0].missing     # (index, year, cells), int16: missing days

`block` holds daily values by variable, (time, cells) or, with `layout=Layout.CELL_MAJOR`, (cells, time); float32 or
float64, all of one type, NaN where missing. The result does not depend, bit for bit, on how cells are divided into
blocks, their order, the layout or the number of threads. Cells that lack all data are NaN in every index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from enum import StrEnum

import numpy as np

from cascais.errors import InputError, Problem
from cascais.hazards.calendars import TimeAxis
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.hazards.passes import Computed, Pass
from cascais.hazards.percentiles import BasePeriod
from cascais.hazards.periods import YEAR, Period
from cascais.hazards.plans import plan_of
from cascais.hazards.thresholds import Cells, Reference, thresholds
from cascais.hazards.variables import VARIABLES, Block, FloatArray

TILE = 256
"""Cells worked on at a time: their days of a year stay in a processor's cache."""
DEFAULT_BASE = BasePeriod(1961, 1990)


class Layout(StrEnum):
    """Which axis of the arrays comes first."""

    TIME_MAJOR = "time_major"
    CELL_MAJOR = "cell_major"


def compute(
    indices: Sequence[str | ClimateIndex],
    block: Block,
    axis: TimeAxis,
    periods: Sequence[Period] = (YEAR,),
    base: BasePeriod = DEFAULT_BASE,
    *,
    layout: Layout = Layout.TIME_MAJOR,
    threads: int = 1,
    has_bootstrap: bool = True,
) -> tuple[Computed, ...]:
    """Climate indices of a block of cells, one result per period, each in the given order of indices.

    The years are those of which the axis has any day; a period that it holds in part counts the lacking days as
    missing. Thresholds by percentile are those of the base period; without the bootstrap its own days are compared with
    them too. Raises InputError where a variable is lacking or
    arrays do not fit the axis or each other.

    >>> from cascais.hazards.calendars import Calendar
    >>> axis = TimeAxis(Calendar.NOLEAP, 2001, 1, 1, 365)
    >>> block = {"tasmin": np.where(axis.months == 1, -1.0, 5.0).astype(np.float32)[:, np.newaxis]}
    >>> compute(["frost_days"], block, axis)[0]["frost_days"].tolist()
    [[31.0]]
    """
    chosen = [CLIMATE_INDICES[index] if isinstance(index, str) else index for index in indices]
    plan = plan_of(chosen, block)
    data, cells = _arrays(block, axis, layout)
    reference = Reference.of(axis, base, has_bootstrap=has_bootstrap)
    passes = [Pass.of(plan, period, reference, cells) for period in periods]
    workers = max(min(threads, (cells + TILE - 1) // TILE), 1)

    def work(number: int) -> None:
        own = replace(reference, rooms={})
        for first in range(number * TILE, cells, workers * TILE):
            tile = Cells(data, layout is Layout.CELL_MAJOR, first, min(TILE, cells - first))
            found = thresholds(plan, tile, own)
            for each in passes:
                each.tally(tile, found)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    return tuple(each.computed() for each in passes)


def of_series(
    index: str | ClimateIndex,
    series: Mapping[str, FloatArray],
    axis: TimeAxis,
    period: Period = YEAR,
    base: BasePeriod = DEFAULT_BASE,
) -> dict[int, float]:
    """One index of one series by year.

    >>> from cascais.hazards.calendars import Calendar
    >>> axis = TimeAxis(Calendar.NOLEAP, 2001, 1, 1, 730)
    >>> of_series("frost_days", {"tasmin": np.where(axis.years == 2001, -1.0, 1.0)}, axis)
    {2001: 365.0, 2002: 0.0}
    """
    block = {variable: values[:, np.newaxis] for variable, values in series.items()}
    (computed,) = compute([index], block, axis, (period,), base)
    return dict(zip(computed.years.tolist(), computed.values[0, :, 0].tolist(), strict=True))


def _arrays(block: Block, axis: TimeAxis, layout: Layout) -> tuple[tuple[FloatArray, ...], int]:
    """The arrays in the order of `VARIABLES`, empty where not given, and the number of cells."""
    given = {key: np.ascontiguousarray(values) for key, values in block.items() if key in VARIABLES}
    time = 0 if layout is Layout.TIME_MAJOR else 1
    expected = next(iter(given.values()))
    for key, values in given.items():
        if values.ndim != 2 or values.shape != expected.shape or values.shape[time] != axis.length:
            raise InputError(
                Problem(
                    "The array does not fit the time axis or the other arrays.",
                    column=key, value=str(values.shape), allowed=f"two axes, {axis.length} days",
                )
            )  # fmt: skip
        if values.dtype != expected.dtype or values.dtype not in (np.float32, np.float64):
            raise InputError(
                Problem(
                    "The arrays have to be float32 or float64, all alike.",
                    column=key,
                    value=str(values.dtype),
                )
            )
    empty = np.empty((0, 0), dtype=expected.dtype)
    return tuple(given.get(key, empty) for key in VARIABLES), expected.shape[1 - time]
