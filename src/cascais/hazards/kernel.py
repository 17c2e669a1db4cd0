"""The single pass: tables of conditions and tallies, interpreted over the days of a tile of cells.

Days are the outer loop, the cells of a tile the inner one, so that the compiler works on many cells at once; every
cell adds up in the order of time, so that no division into tiles, layout or number of threads changes a bit of a result.
Nothing is generated when the program runs: the tables are arrays of numbers (`plans.py` writes them), and the compiled
code is kept on disk. A compiled function calls only compiled functions of its own module, because the kept code
is renewed when its own file changes, not when another one does; for the same reason the meaning of numbers stands here.

Inner loops have no branch that depends on a cell: they choose between two values, which the compiler does for many at once.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cascais.hazards.tables import (
    Axis,
    Bytes,
    Ints,
    Longs,
    Mask,
    Part,
    Reals,
    Results,
    Rows,
    Shorts,
    Table,
    Tile,
)
from cascais.hazards.variables import FloatArray

BELOW, AT_MOST, ABOVE, AT_LEAST = range(4)
CONSTANT, BY_CELL, BY_DAY = range(3)
COUNT, LONGEST, LONGEST_SPANNING, SPELL_DAYS, SPELL_COUNT, SEASON, AFTER_RUN, EXCEEDANCES = range(8)
MAXIMUM, MINIMUM, SUM, SUM_WHERE, DIFFERENCE, ROLLING = range(6)
LENGTH, START, END = range(3)
MEAN_SLOT = -1
MANY = 32000  # the row of a run that was not found
FIVE = 5


@njit(cache=True, nogil=True)
def tally_tile(data: tuple[FloatArray, ...], tile: Tile, axis: Axis, table: Table, results: Results) -> None:
    """Compute every tally of every period for the cells of a tile."""
    tile.running[:] = 0
    length = axis.day_of_year.shape[0]
    cells = slice(tile.first_cell, tile.first_cell + tile.stage.shape[2])
    for stretch in axis.stretches:
        first = max(stretch[0] - table.lead, 0)
        last = min(stretch[1] + 1, length)
        missing = _stage(data, tile, table.slots, first, last)
        _meet(tile, table.terms, axis, first, last)
        rows = (stretch[0] - first, stretch[1] - first, last - first, stretch[2] - first)
        _count(tile, table.counts, axis.base_row[first:last], rows, results.counts[:, stretch[3], cells])
        _add(tile, table, rows, results.sums[:, stretch[3], cells])
        for month in range(stretch[4], stretch[5] if missing > 0 else stretch[4]):
            part = (axis.months[month, 0] - first, axis.months[month, 1] - first)
            _miss(tile, table.needs, part, results.missing[:, month, cells])


@njit(cache=True, nogil=True)
def _stage(data: tuple[FloatArray, ...], tile: Tile, slots: Ints, first: int, last: int) -> int:
    """Bring days to the stage; how many values are missing."""
    missing = 0
    for place in range(slots.shape[0]):
        plane = tile.stage[place, : last - first]
        if slots[place] == MEAN_SLOT:
            missing += _mean(tile.stage[0], tile.stage[1], plane)
        else:
            missing += _copy(data[slots[place]], tile.is_cell_major, tile.first_cell, first, plane)
    return missing


@njit(cache=True, nogil=True)
def _copy(source: FloatArray, is_cell_major: bool, first_cell: int, first: int, plane: FloatArray) -> int:
    missing = np.int32(0)
    if is_cell_major:
        for cell in range(plane.shape[1]):
            for row in range(plane.shape[0]):
                value = source[first_cell + cell, first + row]
                plane[row, cell] = value
                missing = np.int32(missing + np.int32(value != value))
    else:
        for row in range(plane.shape[0]):
            values = source[first + row, first_cell : first_cell + plane.shape[1]]
            for cell in range(plane.shape[1]):
                plane[row, cell] = values[cell]
                missing = np.int32(missing + np.int32(values[cell] != values[cell]))
    return int(missing)


@njit(cache=True, nogil=True)
def _mean(one: FloatArray, other: FloatArray, mean: FloatArray) -> int:
    half, missing = one.dtype.type(0.5), np.int32(0)
    for row in range(mean.shape[0]):
        for cell in range(mean.shape[1]):
            value = (one[row, cell] + other[row, cell]) * half
            mean[row, cell] = value
            missing = np.int32(missing + np.int32(value != value))
    return int(missing)


@njit(cache=True, nogil=True)
def _meet(tile: Tile, terms: Ints, axis: Axis, first: int, last: int) -> None:
    for term in terms:
        values = tile.stage[term[1], : last - first]
        met = tile.masks[term[0] if term[5] else -1, : last - first]
        if term[3] == CONSTANT:
            _compare(term[2], values, tile.cell_thresholds[term[4], 0, 0], met)
        elif term[3] == BY_CELL:
            _compare_rows(term[2], values, tile.cell_thresholds[term[4]], axis.nothing[first:last], met)
        else:
            _compare_rows(term[2], values, tile.day_thresholds[term[4]], axis.day_of_year[first:last], met)
        if not term[5]:
            mask = tile.masks[term[0]]
            for row in range(last - first):
                for cell in range(mask.shape[1]):
                    mask[row, cell] &= met[row, cell]


@njit(cache=True, nogil=True)
def _compare(kind: int, values: FloatArray, limit: float, met: Mask) -> None:
    sign = values.dtype.type(1.0 if kind in (BELOW, AT_MOST) else -1.0)
    signed = values.dtype.type(limit) * sign
    or_equal = kind in (AT_MOST, AT_LEAST)
    for row in range(met.shape[0]):
        if or_equal:
            for cell in range(met.shape[1]):
                met[row, cell] = values[row, cell] * sign <= signed
        else:
            for cell in range(met.shape[1]):
                met[row, cell] = values[row, cell] * sign < signed


@njit(cache=True, nogil=True)
def _compare_rows(kind: int, values: FloatArray, limits: FloatArray, index: Ints, met: Mask) -> None:
    """Compare each row with the row of limits that the index names; the comparisons differ in sign and equality."""
    sign = values.dtype.type(1.0 if kind in (BELOW, AT_MOST) else -1.0)
    or_equal = kind in (AT_MOST, AT_LEAST)
    for row in range(index.shape[0]):
        limit = limits[index[row]]
        if or_equal:
            for cell in range(met.shape[1]):
                met[row, cell] = values[row, cell] * sign <= limit[cell] * sign
        else:
            for cell in range(met.shape[1]):
                met[row, cell] = values[row, cell] * sign < limit[cell] * sign


@njit(cache=True, nogil=True)
def _count(tile: Tile, counts: Ints, base_row: Ints, rows: Rows, out: Longs) -> None:
    for tally in range(counts.shape[0]):
        kind, mask, days = counts[tally, 0], tile.masks[counts[tally, 1]], counts[tally, 3]
        part = (rows[0], rows[1], days)
        if kind == LONGEST_SPANNING:
            _longest_spanning(mask, rows, tile.running[tally], tile.running[-1], out[tally])
        elif kind == EXCEEDANCES:
            _exceedances(mask, tile.shares[counts[tally, 4]], base_row, part, tile.running[-1])
            out[tally] = tile.running[-1]
        elif kind == COUNT:
            _days(mask, rows, tile.integers[0])
            out[tally] = tile.integers[0]
        elif kind == SEASON:
            _season(mask, tile.masks[counts[tally, 2]], rows, counts[tally], tile.integers)
            out[tally] = tile.integers[0]
        elif kind == AFTER_RUN:
            _after_run(mask, tile.masks[counts[tally, 2]], rows, days, tile.integers)
            out[tally] = tile.integers[0]
        else:
            _runs(kind, mask, part, tile.integers[0], tile.integers[1])
            out[tally] = tile.integers[0]


@njit(cache=True, nogil=True)
def _days(mask: Mask, rows: Rows, total: Shorts) -> None:
    total[:] = 0
    for row in range(rows[0], rows[1]):
        for cell in range(total.shape[0]):
            total[cell] += mask[row, cell]


@njit(cache=True, nogil=True)
def _runs(kind: int, mask: Mask, part: Part, found: Shorts, run: Shorts) -> None:
    found[:] = 0
    run[:] = 0
    days = np.int16(part[2])
    for row in range(part[0], part[1]):
        met = mask[row]
        for cell in range(run.shape[0]):
            run[cell] = (run[cell] + 1) * met[cell]
        if kind == LONGEST:
            for cell in range(run.shape[0]):
                found[cell] = max(found[cell], run[cell])
        elif kind == SPELL_DAYS:
            for cell in range(run.shape[0]):
                found[cell] += (run[cell] >= days) + (run[cell] == days) * (days - 1)
        else:
            for cell in range(run.shape[0]):
                found[cell] += run[cell] == days


@njit(cache=True, nogil=True)
def _longest_spanning(mask: Mask, rows: Rows, run: Longs, longest: Longs, out: Longs) -> None:
    """Longest run that ends in the period; -1 where the whole period lies within a run."""
    longest[:] = 0
    begun = run.copy()
    for row in range(rows[0], rows[1]):
        if row > rows[0]:
            for cell in range(run.shape[0]):
                length = run[cell]
                longest[cell] = max(longest[cell], np.int32(0 if mask[row, cell] else length))
        for cell in range(run.shape[0]):
            length = run[cell] + 1
            run[cell] = np.int32(length if mask[row, cell] else 0)
    for cell in range(run.shape[0]):
        continues = rows[2] > rows[1] and mask[rows[1], cell] == 1
        if not continues:
            longest[cell] = max(longest[cell], run[cell])
        is_within = longest[cell] == 0 and run[cell] == begun[cell] + rows[1] - rows[0] and rows[1] > rows[0]
        out[cell] = -1 if is_within else longest[cell]


@njit(cache=True, nogil=True)
def _exceedances(mask: Mask, shares: Mask, base_row: Ints, part: Part, total: Longs) -> None:
    total[:] = 0
    for row in range(part[0], part[1]):
        if base_row[row] >= 0:
            share = shares[base_row[row]]
            for cell in range(total.shape[0]):
                total[cell] += share[cell]
        else:
            for cell in range(total.shape[0]):
                total[cell] += mask[row, cell] * part[2]


@njit(cache=True, nogil=True)
def _first_run(mask: Mask, part: Part, run: Shorts, found: Shorts) -> None:
    """Row on which the first run of so many days begins, MANY where there is none."""
    run[:] = 0
    found[:] = MANY
    days = np.int16(part[2])
    for row in range(part[0], part[1]):
        met = mask[row]
        begin = np.int16(row - part[2] + 1)
        for cell in range(run.shape[0]):
            run[cell] = (run[cell] + 1) * met[cell]
            found[cell] = min(found[cell], begin if run[cell] == days else np.int16(MANY))


@njit(cache=True, nogil=True)
def _season(opens: Mask, closes: Mask, rows: Rows, tally: Ints, integers: Shorts) -> None:
    found, start, end, run = integers[0], integers[1], integers[2], integers[3]
    _first_run(opens, (rows[0], rows[3], tally[3]), run, start)
    _first_run(closes, (rows[3], rows[1], tally[3]), run, end)
    for cell in range(found.shape[0]):
        ended = min(end[cell], rows[1])
        if tally[4] == LENGTH:
            found[cell] = 0 if start[cell] == MANY else ended - start[cell]
        elif tally[4] == START:
            found[cell] = -1 if start[cell] == MANY else start[cell] - rows[0] + 1
        else:
            found[cell] = -1 if start[cell] == MANY else ended - rows[0]


@njit(cache=True, nogil=True)
def _after_run(mask: Mask, after: Mask, rows: Rows, days: int, integers: Shorts) -> None:
    total, run, is_begun = integers[0], integers[1], integers[2]
    integers[:3] = 0
    for row in range(rows[0], rows[3]):
        for cell in range(total.shape[0]):
            total[cell] += is_begun[cell] * mask[row, cell]
            run[cell] = (run[cell] + 1) * after[row, cell]
            is_begun[cell] |= run[cell] == days


@njit(cache=True, nogil=True)
def _add(tile: Tile, table: Table, rows: Rows, out: Reals) -> None:
    total, extreme = tile.reals[0], tile.stage[-1][0]
    for tally in range(table.sums.shape[0]):
        kind, other, less = table.sums[tally, 0], table.sums[tally, 2], table.less[tally]
        values = tile.stage[table.sums[tally, 1]][rows[0] : rows[1]]
        total[:] = 0.0
        if kind in (MAXIMUM, MINIMUM):
            _extreme(values, 1.0 if kind == MAXIMUM else -1.0, extreme)
            out[tally] = extreme
        elif kind == SUM:
            _sum(values, less, total)
        elif kind == DIFFERENCE:
            _difference(values, tile.stage[other][rows[0] : rows[1]], total)
        elif kind == SUM_WHERE:
            _sum_where(values, tile.masks[table.sums[tally, 3]][rows[0] : rows[1]], less, total)
        else:
            _rolling(tile.stage[table.sums[tally, 1]], rows, other, total, tile.reals[1])
        if kind not in (MAXIMUM, MINIMUM):
            out[tally] = total


@njit(cache=True, nogil=True)
def _extreme(values: FloatArray, sign: float, extreme: FloatArray) -> None:
    """Greatest value, or with sign -1 least, NaN where all are missing."""
    factor = extreme.dtype.type(sign)
    extreme[:] = -np.inf
    for row in range(values.shape[0]):
        for cell in range(extreme.shape[0]):
            extreme[cell] = np.fmax(extreme[cell], values[row, cell] * factor)
    for cell in range(extreme.shape[0]):
        extreme[cell] = extreme[cell] * factor if extreme[cell] > -np.inf else np.nan


@njit(cache=True, nogil=True)
def _sum(values: FloatArray, less: float, total: Reals) -> None:
    for row in range(values.shape[0]):
        for cell in range(total.shape[0]):
            value = values[row, cell] - less
            total[cell] += value if value == value else 0.0


@njit(cache=True, nogil=True)
def _sum_where(values: FloatArray, mask: Mask, less: float, total: Reals) -> None:
    for row in range(values.shape[0]):
        for cell in range(total.shape[0]):
            value = values[row, cell] - less
            is_counted = (mask[row, cell] == 1) & (value == value)
            total[cell] += value if is_counted else 0.0


@njit(cache=True, nogil=True)
def _difference(values: FloatArray, others: FloatArray, total: Reals) -> None:
    for row in range(values.shape[0]):
        for cell in range(total.shape[0]):
            value = np.float64(values[row, cell]) - np.float64(others[row, cell])
            total[cell] += value if value == value else 0.0


@njit(cache=True, nogil=True)
def _rolling(values: FloatArray, rows: Rows, days: int, greatest: Reals, total: Reals) -> None:
    """Greatest sum of so many days in a row, each sum added up from its first day; NaN where there is none."""
    greatest[:] = -np.inf
    for row in range(max(rows[0], days - 1), rows[1]):
        if days == FIVE:
            _greatest_of_five(values[row - FIVE + 1 : row + 1], greatest)
        else:
            total[:] = 0.0
            for back in range(days):
                for cell in range(total.shape[0]):
                    total[cell] += values[row - days + 1 + back, cell]
            for cell in range(total.shape[0]):
                greatest[cell] = total[cell] if total[cell] > greatest[cell] else greatest[cell]
    for cell in range(greatest.shape[0]):
        greatest[cell] = greatest[cell] if greatest[cell] > -np.inf else np.nan


@njit(cache=True, nogil=True)
def _greatest_of_five(values: FloatArray, greatest: Reals) -> None:
    one, two, three, four, five = values[0], values[1], values[2], values[3], values[4]
    for cell in range(greatest.shape[0]):
        begin = np.float64(one[cell]) + np.float64(two[cell]) + np.float64(three[cell])
        total = begin + np.float64(four[cell]) + np.float64(five[cell])
        greatest[cell] = total if total > greatest[cell] else greatest[cell]


@njit(cache=True, nogil=True)
def _miss(tile: Tile, needs: NDArray[np.bool_], part: tuple[int, int], out: Bytes) -> None:
    spare, total = tile.masks[-1], tile.integers[0]
    for wanted in range(needs.shape[0]):
        is_first = True
        for place in np.flatnonzero(needs[wanted]):
            values = tile.stage[place]
            for row in range(part[0], part[1]):
                for cell in range(total.shape[0]):
                    is_missing = values[row, cell] != values[row, cell]
                    spare[row, cell] = is_missing if is_first else (spare[row, cell] | is_missing)
            is_first = False
        _days(spare, (part[0], part[1], 0, 0), total)
        out[wanted] = total
