"""The tables and arrays that the kernel of the single pass reads and fills."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cascais.hazards.variables import FloatArray

Ints = NDArray[np.int64]
Shorts = NDArray[np.int16]
Longs = NDArray[np.int32]
Bytes = NDArray[np.int8]
Mask = NDArray[np.uint8]
Reals = NDArray[np.float64]
Rows = tuple[int, int, int, int]
"""Rows of a stage: first and last (exclusive) of the period, last of the stage, turn of the year."""
Part = tuple[int, int, int]
"""First and last row (exclusive), and a number of days."""


class Table(NamedTuple):
    """Conditions and tallies as numbers.

    `slots`: variable per place of the stage (-1: mean of places 0 and 1). `terms`: mask, place, comparison,
    kind of threshold, threshold, whether it begins the mask. `counts`: tally, mask, other mask, days, part or table.
    `sums`: tally, place, other place or days, mask; `less` what each sum lessens by. `needs`: places (sets, places).
    """

    slots: Ints
    terms: Ints
    counts: Ints
    sums: Ints
    less: NDArray[np.float64]
    needs: NDArray[np.bool_]
    lead: int


class Axis(NamedTuple):
    """Stretches of days, the months within, and what each day of the axis is.

    `stretches`: first row, last row (exclusive), row of the turn of the year, period, first month, last month
    (exclusive); what lies between the periods counts as one more period. `months`: first and last row.
    `day_of_year` and `base_row` per day, -1 outside the base period; `nothing` is all 0.
    """

    stretches: Ints
    months: Ints
    day_of_year: Ints
    base_row: Ints
    nothing: Ints


class Tile(NamedTuple):
    """Cells [first_cell, first_cell + n) with their thresholds, and room to work in."""

    first_cell: int
    is_cell_major: bool
    cell_thresholds: FloatArray
    day_thresholds: FloatArray
    shares: NDArray[np.uint8]
    stage: FloatArray
    masks: NDArray[np.uint8]
    running: NDArray[np.int32]
    integers: NDArray[np.int16]
    reals: NDArray[np.float64]


class Results(NamedTuple):
    """Numbers by tally, period and cell, and missing days by set of variables, month and cell."""

    counts: NDArray[np.int32]
    sums: Reals
    missing: NDArray[np.int8]
