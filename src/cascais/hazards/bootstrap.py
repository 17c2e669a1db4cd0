"""Thresholds by day of the year and the exact bootstrap within the base period (Zhang et al. 2005), for many cells.

Within the base period of B years a day is not compared with a threshold to which it contributed itself: its year is
taken out of the sample and each of the other years put in twice, which gives B - 1 thresholds. One year less and one
twice changes at most five values of the window each, so that the threshold lies between the values five ranks above
and below its own in the whole sample. Days beyond need no second look; for the few between, counting how many
values of the year put in twice reach the day's value decides, and only where the day lies between the two values that
the percentile weighs is the threshold itself computed. Nothing is sorted again.

Sorting is done for all cells of a tile at once by comparing rows (bitonic networks), without a branch.
For a low percentile all values change sign, so that the far end is always the greatest.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cascais.hazards.percentiles import HALF_WINDOW, LEAST_SHARE, WINDOW, BaseDays, Ranks
from cascais.hazards.variables import FloatArray

Ints = NDArray[np.int64]

LAST_OF_FEBRUARY = 58
"""Day of the year, from 0, with whose thresholds also 29 February is compared."""


class Room(NamedTuple):
    """Room for the work on a tile of n cells.

    `values`: base period (day of year, year, n), missing = -inf; `leap`: 29 Februaries (year, n); `present`: values of each day
    of the year (day of year, n); `ordered`: far end of each day's values, the greatest first (day of year, size, n);
    `far`: far end of a window (size, n); `spare`: (a power of two not below the years, n); `kept` and `twice`: values
    of one cell; `sizes`: values in a window (n); `turned`: `values` with the years last; `pair`: two values; `reached`,
    `above`, `present_twice`: by year put in twice, its values not below and above a day's value, and all.
    """

    values: FloatArray
    leap: FloatArray
    present: NDArray[np.int16]
    ordered: FloatArray
    far: FloatArray
    spare: FloatArray
    kept: FloatArray
    twice: FloatArray
    sizes: Ints
    turned: FloatArray
    pair: NDArray[np.float64]
    reached: NDArray[np.int32]
    above: NDArray[np.int32]
    present_twice: NDArray[np.int32]


class Source(NamedTuple):
    """A variable's values (time, cells) or (cells, time), and the first cell of the tile."""

    values: FloatArray
    is_cell_major: bool
    first_cell: int


def room_for(days: BaseDays, ranks: Ranks, cells: int, dtype: np.dtype[np.floating]) -> Room:
    """Room for a tile of so many cells."""
    years, days_per_year = days.rows.shape
    most = years * WINDOW
    size = _power_of_two(min(int(max(ranks.first.max(), ranks.second.max())) + WINDOW + 1, most))
    rows = max(size, _power_of_two(years))
    return Room(
        np.empty((days_per_year, years, cells), dtype=dtype),
        np.empty((years, cells), dtype=dtype),
        np.empty((days_per_year, cells), dtype=np.int16),
        np.empty((days_per_year, size, cells), dtype=dtype),
        np.empty((size, cells), dtype=dtype),
        np.empty((rows, cells), dtype=dtype),
        np.empty(size, dtype=dtype),
        np.empty(WINDOW, dtype=dtype),
        np.empty(cells, dtype=np.int64),
        np.empty((days_per_year, cells, years), dtype=dtype),
        np.empty(2, dtype=np.float64),
        np.empty(years, dtype=np.int32),
        np.empty(years, dtype=np.int32),
        np.empty(years, dtype=np.int32),
    )


def _power_of_two(least: int) -> int:
    return 1 << max(least - 1, 0).bit_length()


@njit(cache=True, nogil=True)
def day_thresholds(
    source: Source, days: BaseDays, ranks: Ranks, room: Room, shares: NDArray[np.uint8]
) -> FloatArray:
    """Thresholds (day of year, cells); with room for shares (days of the base period, cells), also those.

    A share is the number of the B - 1 possible thresholds that a day of the base period exceeds.
    """
    _collect(source, days, ranks.sign, room)
    count = room.far.shape[1]
    thresholds = np.empty((days.rows.shape[1], count), dtype=room.far.dtype)
    for day in range(days.rows.shape[1]):
        _gather_window(day, room)
        for cell in range(count):
            thresholds[day, cell] = _threshold(
                room.far[:, cell], room.sizes[cell], ranks, room.values.shape[1] * WINDOW
            )
        if shares.shape[0] > 0:
            _share_of_day(day, days, ranks, room, shares)
    return thresholds


@njit(cache=True, nogil=True)
def _collect(source: Source, days: BaseDays, sign: float, room: Room) -> None:
    """Take the base period's values out of the source and order those of each day of the year."""
    years, days_per_year = days.rows.shape
    for day in range(days_per_year):
        for year in range(years):
            _take(source, days.rows[year, day], sign, room.values[day, year])
        _order(room, day)
    for year in range(years):
        _take(source, days.leap[year], sign, room.leap[year])


@njit(cache=True, nogil=True)
def _take(source: Source, row: int, sign: float, out: FloatArray) -> None:
    factor, missing = out.dtype.type(sign), out.dtype.type(-np.inf)
    for cell in range(out.shape[0]):
        at = source.first_cell + cell
        if row < 0:
            value = missing
        elif source.is_cell_major:
            value = source.values[at, row] * factor
        else:
            value = source.values[row, at] * factor
        out[cell] = missing if np.isnan(value) else value


@njit(cache=True, nogil=True)
def _order(room: Room, day: int) -> None:
    years, size = room.values.shape[1], room.ordered.shape[1]
    rows = 1
    while rows < years:
        rows *= 2
    room.spare[:rows] = -np.inf
    room.spare[:years] = room.values[day]
    present = room.present[day]
    present[:] = 0
    for year in range(years):
        for cell in range(present.shape[0]):
            present[cell] += room.values[day, year, cell] > -np.inf
    width = 2
    while width <= rows:
        _sort_step(room.spare, rows, width)
        width *= 2
    for cell in range(present.shape[0]):
        for year in range(years):
            room.turned[day, cell, year] = room.values[day, year, cell]
    room.ordered[day] = -np.inf
    kept = min(rows, size)
    room.ordered[day, :kept] = room.spare[:kept]


@njit(cache=True, nogil=True)
def _sort_step(rows: FloatArray, count: int, width: int) -> None:
    """Make ordered blocks of a width, the greatest first, of ordered blocks of half the width."""
    for start in range(0, count, width):
        for step in range(width // 2):
            _exchange(rows[start + step], rows[start + width - 1 - step])
    distance = width // 4
    while distance > 0:
        _pass_down(rows, count, distance)
        distance //= 2


@njit(cache=True, nogil=True)
def _pass_down(rows: FloatArray, count: int, distance: int) -> None:
    for start in range(0, count, 2 * distance):
        for row in range(start, start + distance):
            _exchange(rows[row], rows[row + distance])


@njit(cache=True, nogil=True)
def _exchange(upper: FloatArray, lower: FloatArray) -> None:
    for cell in range(upper.shape[0]):
        one, other = upper[cell], lower[cell]
        upper[cell] = one if one > other else other
        lower[cell] = other if one > other else one


@njit(cache=True, nogil=True)
def _gather_window(day: int, room: Room) -> None:
    """Order the far end of the window around a day and count its values."""
    days_per_year, size = room.ordered.shape[:2]
    far, sizes = room.far, room.sizes
    sizes[:] = 0
    for step in range(-HALF_WINDOW, HALF_WINDOW + 1):
        near = (day + step + days_per_year) % days_per_year
        for cell in range(sizes.shape[0]):
            sizes[cell] += room.present[near, cell]
        ordered = room.ordered[near]
        if step == -HALF_WINDOW:
            far[:] = ordered
            continue
        # The greater of the one list and the other turned round hold all of the far end, first rising, then falling.
        for row in range(size):
            upper, lower = far[row], ordered[size - 1 - row]
            for cell in range(sizes.shape[0]):
                upper[cell] = upper[cell] if upper[cell] > lower[cell] else lower[cell]
        distance = size // 2
        while distance > 0:
            _pass_down(far, size, distance)
            distance //= 2


@njit(cache=True, nogil=True)
def _threshold(far: FloatArray, size: int, ranks: Ranks, most: int) -> float:
    if size < LEAST_SHARE * most or size == 0:
        return np.nan
    first, second, weight = far[ranks.first[size]], far[ranks.second[size]], ranks.weight[size]
    return float(ranks.sign * ((1.0 - weight) * np.float64(first) + weight * np.float64(second)))


@njit(cache=True, nogil=True)
def _share_of_day(day: int, days: BaseDays, ranks: Ranks, room: Room, shares: NDArray[np.uint8]) -> None:
    years = days.rows.shape[0]
    for year in range(years):
        if days.rows[year, day] >= 0:
            _share(room.values[day, year], (day, year), ranks, room, shares[days.order[days.rows[year, day]]])
        if day == LAST_OF_FEBRUARY and days.leap[year] >= 0:
            _share(room.leap[year], (day, year), ranks, room, shares[days.order[days.leap[year]]])


@njit(cache=True, nogil=True)
def _share(
    values: FloatArray, when: tuple[int, int], ranks: Ranks, room: Room, out: NDArray[np.uint8]
) -> None:
    """How many thresholds each cell's value exceeds on a day of the year of a year of the base period."""
    others, most = room.values.shape[1] - 1, ranks.first.shape[0] - 1
    for cell in range(values.shape[0]):
        fewest, greatest = max(room.sizes[cell] - WINDOW, 0), min(room.sizes[cell] + WINDOW, most)
        near = max(min(ranks.first[fewest], ranks.second[fewest]) - WINDOW, 0)
        distant = max(ranks.first[greatest], ranks.second[greatest]) + WINDOW
        if values[cell] > room.far[near, cell]:
            out[cell] = others
        elif values[cell] == -np.inf or values[cell] < room.far[distant, cell]:
            out[cell] = 0
        else:
            out[cell] = _exceeded(values[cell], cell, when, ranks, room)


@njit(cache=True, nogil=True)
def _exceeded(value: float, cell: int, when: tuple[int, int], ranks: Ranks, room: Room) -> int:
    """Number of years whose values, put twice for the day's own year, give a threshold below the day's value."""
    kept, left = _without_year(cell, when, room)
    reached, above = 0, 0
    for rank in range(kept):
        reached += 1 if room.kept[rank] >= value else 0
        above += 1 if room.kept[rank] > value else 0
    years, most = room.values.shape[1], ranks.first.shape[0] - 1
    if left == most - WINDOW and above > max(ranks.first[most], ranks.second[most]):
        return 0
    _count_twice(value, cell, when[0], room)
    exceeded = 0
    for year in range(years):
        size = left + room.present_twice[year]
        if year == when[1] or size == 0:
            continue
        first, second = ranks.first[size], ranks.second[size]
        if reached + room.reached[year] <= min(first, second):
            exceeded += 1
        elif above + room.above[year] <= max(first, second):
            if reached > above:
                _find_values(cell, (when[0], year), (first, second), room)
            else:
                # Nothing equals the day's value, so that the two values weighed are its neighbours, whatever the year.
                room.pair[0], room.pair[1] = (
                    room.kept[reached - (first < second)],
                    room.kept[reached - (second < first)],
                )
            threshold = (1.0 - ranks.weight[size]) * room.pair[0] + ranks.weight[size] * room.pair[1]
            exceeded += 1 if value > room.far.dtype.type(threshold) else 0
    return exceeded


@njit(cache=True, nogil=True)
def _count_twice(value: float, cell: int, day: int, room: Room) -> None:
    """Count the values of each year's window that are not below a value, above it, and there at all."""
    days_per_year = room.turned.shape[0]
    room.reached[:], room.above[:], room.present_twice[:] = 0, 0, 0
    least = room.turned.dtype.type(-np.inf)
    limit = room.turned.dtype.type(value)
    for step in range(WINDOW):
        near = room.turned[(day + step - HALF_WINDOW + days_per_year) % days_per_year, cell]
        for year in range(near.shape[0]):
            room.reached[year] += near[year] >= limit
            room.above[year] += near[year] > limit
            room.present_twice[year] += near[year] > least


@njit(cache=True, nogil=True)
def _find_values(cell: int, when: tuple[int, int], wanted: tuple[int, int], room: Room) -> None:
    """Put the values of two ranks among `kept` and a year's window into `pair`."""
    found = _window(cell, when, room)
    room.pair[0] = _merged(wanted[0], found, room)
    room.pair[1] = _merged(wanted[1], found, room)


@njit(cache=True, nogil=True)
def _window(cell: int, when: tuple[int, int], room: Room) -> int:
    """Put the values of a year's window into `twice`, the greatest first; their number, missing ones included."""
    days_per_year = room.values.shape[0]
    for step in range(WINDOW):
        near = (when[0] + step - HALF_WINDOW + days_per_year) % days_per_year
        value = room.turned[near, cell, when[1]]
        at = step
        while at > 0 and room.twice[at - 1] < value:
            room.twice[at] = room.twice[at - 1]
            at -= 1
        room.twice[at] = value
    return WINDOW


@njit(cache=True, nogil=True)
def _without_year(cell: int, when: tuple[int, int], room: Room) -> tuple[int, int]:
    """Put the far end without a year's values into `kept`; how many these are, and how many the window keeps."""
    _window(cell, when, room)
    kept, own = 0, 0
    for rank in range(room.far.shape[0]):
        value = room.far[rank, cell]
        while own < WINDOW and room.twice[own] > value:
            own += 1
        if own < WINDOW and room.twice[own] == value and value > -np.inf:
            own += 1
        else:
            room.kept[kept] = value
            kept += 1
    left = 0
    for step in range(-HALF_WINDOW, HALF_WINDOW + 1):
        near = (when[0] + step + room.present.shape[0]) % room.present.shape[0]
        left += room.present[near, cell]
    for each in room.twice:
        left -= each > -np.inf
    return kept, left


@njit(cache=True, nogil=True)
def _merged(rank: int, count: int, room: Room) -> float:
    """The value of a rank among those of `kept` and `twice` together."""
    one, other = 0, 0
    for _ in range(rank):
        if other < count and room.twice[other] >= room.kept[one]:
            other += 1
        else:
            one += 1
    return float(
        room.twice[other] if other < count and room.twice[other] >= room.kept[one] else room.kept[one]
    )
