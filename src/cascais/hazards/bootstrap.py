"""Thresholds by day of the year and the exact bootstrap within the base period (Zhang et al. 2005), for many cells.

Within the base period of B years a day is not compared with a threshold to which it contributed itself: its year is
taken out of the sample and each of the other years put in twice, which gives B - 1 thresholds. One year less and one
twice changes at most five values of the window each, so that the threshold lies between the values five ranks above
and below its own in the whole sample. Days beyond need no second look. For the few between, the values of each year's
window that are above the day's value, and those not below it, are counted, for all years at once: taking out and putting
in are then sums of these numbers, and they say between which two values the percentile lies. These two are the day's value
itself or its neighbours among the others, so that a handful of thresholds is computed for all years. Nothing is sorted again.

Only the five days of a window are kept at a time. They are sorted for all cells of a tile at once by comparing rows
(bitonic networks), without a branch. For a low percentile all values change sign, so that the far end is always the greatest.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cascais.hazards.percentiles import HALF_WINDOW, LEAST_SHARE, WINDOW, BaseDays, Ranks
from cascais.hazards.variables import FloatArray

Ints = NDArray[np.int64]
Longs = NDArray[np.int32]

LAST_OF_FEBRUARY = 58
"""Day of the year, from 0, with whose thresholds also 29 February is compared."""
LANES = 32
"""Rows of years are filled up to a multiple, so that the compiler can count them without a remainder."""
NOBODY = -1


class Room(NamedTuple):
    """Room for the work on a tile of n cells; a day of the window stands in the slot of its number modulo five.

    `values`: base period (slot, year, n), missing = -inf; `leap`: 29 Februaries (year, n); `present`: values of a day (slot,
    n); `ordered`: far end of a day's values, the greatest first (slot, size, n); `far`: far end of the window (size, n);
    `spare`: (a power of two not below the years, n); `sizes`: values in the window (n); `upper` and `lower`: a day beyond needs
    no second look (n); `turned`: `values` with the years last, filled up with -inf; `above` and `reached`: by year, its values
    above a day's value, and not below it; `there`: its values at all; `all_there`: the same where none is missing.
    """

    values: FloatArray
    leap: FloatArray
    present: Longs
    ordered: FloatArray
    far: FloatArray
    spare: FloatArray
    sizes: Longs
    upper: FloatArray
    lower: FloatArray
    turned: FloatArray
    above: Longs
    reached: Longs
    there: Longs
    all_there: Longs


class Source(NamedTuple):
    """A variable's values (time, cells) or (cells, time), and the first cell of the tile."""

    values: FloatArray
    is_cell_major: bool
    first_cell: int


def room_for(days: BaseDays, ranks: Ranks, cells: int, dtype: np.dtype[np.floating]) -> Room:
    """Room for a tile of so many cells."""
    years = days.rows.shape[0]
    most = years * WINDOW
    size = _power_of_two(min(int(max(ranks.first.max(), ranks.second.max())) + WINDOW + 1, most))
    rows = max(size, _power_of_two(years))
    filled = -(-years // LANES) * LANES
    all_there = np.full(filled, NOBODY, dtype=np.int32)
    all_there[:years] = WINDOW
    by_year = [np.full(filled, NOBODY, dtype=np.int32) for _ in range(3)]
    return Room(
        np.empty((WINDOW, years, cells), dtype=dtype),
        np.empty((years, cells), dtype=dtype),
        np.empty((WINDOW, cells), dtype=np.int32),
        np.empty((WINDOW, size, cells), dtype=dtype),
        np.empty((size, cells), dtype=dtype),
        np.empty((rows, cells), dtype=dtype),
        np.empty(cells, dtype=np.int32),
        np.empty(cells, dtype=dtype),
        np.empty(cells, dtype=dtype),
        np.full((WINDOW, cells, filled), -np.inf, dtype=dtype),
        by_year[0],
        by_year[1],
        by_year[2],
        all_there,
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
    count, days_per_year = room.far.shape[1], days.rows.shape[1]
    thresholds = np.empty((days_per_year, count), dtype=room.far.dtype)
    for ahead in range(HALF_WINDOW - WINDOW + 1, HALF_WINDOW):
        _take_day(source, days, ahead, ranks.sign, room)
    for day in range(days_per_year):
        _take_day(source, days, day + HALF_WINDOW, ranks.sign, room)
        _gather_window(room)
        for cell in range(count):
            thresholds[day, cell] = _threshold(cell, ranks, room)
        if shares.shape[0] > 0:
            _bound(ranks, room)
            _share_of_day(source, day, (days, ranks), room, shares)
    return thresholds


@njit(cache=True, nogil=True)
def _take_day(source: Source, days: BaseDays, ahead: int, sign: float, room: Room) -> None:
    """Take a day's values of all years out of the source into their slot, and order them."""
    day, slot = ahead % days.rows.shape[1], ahead % WINDOW
    years = days.rows.shape[0]
    for year in range(years):
        _take(source, days.rows[year, day], sign, room.values[slot, year])
    present, values, turned = room.present[slot], room.values[slot], room.turned[slot]
    present[:] = 0
    for year in range(years):
        for cell in range(present.shape[0]):
            present[cell] += np.int32(values[year, cell] > -np.inf)
    for cell in range(present.shape[0]):
        for year in range(years):
            turned[cell, year] = values[year, cell]
    _order(values, room.spare, room.ordered[slot])


@njit(cache=True, nogil=True)
def _take(source: Source, row: int, sign: float, out: FloatArray) -> None:
    factor, missing = out.dtype.type(sign), out.dtype.type(-np.inf)
    if row < 0:
        out[:] = missing
    elif source.is_cell_major:
        for cell in range(out.shape[0]):
            value = source.values[source.first_cell + cell, row] * factor
            out[cell] = value if value == value else missing
    else:
        values = source.values[row, source.first_cell : source.first_cell + out.shape[0]]
        for cell in range(out.shape[0]):
            value = values[cell] * factor
            out[cell] = value if value == value else missing


@njit(cache=True, nogil=True)
def _order(values: FloatArray, spare: FloatArray, ordered: FloatArray) -> None:
    """The far end of some rows, the greatest first."""
    rows = 1
    while rows < values.shape[0]:
        rows *= 2
    spare[: values.shape[0]] = values
    spare[values.shape[0] : rows] = -np.inf
    width = 2
    while width <= rows:
        _sort_step(spare, rows, width)
        width *= 2
    kept = min(rows, ordered.shape[0])
    ordered[:kept] = spare[:kept]
    ordered[kept:] = -np.inf


@njit(cache=True, nogil=True)
def _sort_step(rows: FloatArray, count: int, width: int) -> None:
    """Make ordered blocks of a width, the greatest first, of ordered blocks of half the width."""
    for start in range(0, count, width):
        for step in range(width // 2):
            upper, lower = start + step, start + width - 1 - step
            for cell in range(rows.shape[1]):
                one, other = rows[upper, cell], rows[lower, cell]
                rows[upper, cell] = one if one > other else other
                rows[lower, cell] = other if one > other else one
    distance = width // 4
    while distance > 0:
        _pass_down(rows, count, distance)
        distance //= 2


@njit(cache=True, nogil=True)
def _pass_down(rows: FloatArray, count: int, distance: int) -> None:
    for start in range(0, count, 2 * distance):
        for row in range(start, start + distance):
            for cell in range(rows.shape[1]):
                one, other = rows[row, cell], rows[row + distance, cell]
                rows[row, cell] = one if one > other else other
                rows[row + distance, cell] = other if one > other else one


@njit(cache=True, nogil=True)
def _gather_window(room: Room) -> None:
    """Order the far end of the window and count its values."""
    size = room.far.shape[0]
    far, sizes = room.far, room.sizes
    sizes[:] = room.present[0]
    far[:] = room.ordered[0]
    for slot in range(1, WINDOW):
        ordered, present = room.ordered[slot], room.present[slot]
        for cell in range(sizes.shape[0]):
            sizes[cell] += present[cell]
        # The greater of the one list and the other turned round hold all of the far end, first rising, then falling.
        for row in range(size):
            for cell in range(sizes.shape[0]):
                one, other = far[row, cell], ordered[size - 1 - row, cell]
                far[row, cell] = one if one > other else other
        distance = size // 2
        while distance > 0:
            _pass_down(far, size, distance)
            distance //= 2


@njit(cache=True, nogil=True)
def _threshold(cell: int, ranks: Ranks, room: Room) -> float:
    size = room.sizes[cell]
    if size < LEAST_SHARE * (ranks.first.shape[0] - 1) or size == 0:
        return np.nan
    first, second = room.far[ranks.first[size], cell], room.far[ranks.second[size], cell]
    weight = ranks.weight[size]
    return float(ranks.sign * ((1.0 - weight) * np.float64(first) + weight * np.float64(second)))


@njit(cache=True, nogil=True)
def _bound(ranks: Ranks, room: Room) -> None:
    """The values that lie above and below every threshold that the window can give."""
    most = ranks.first.shape[0] - 1
    for cell in range(room.sizes.shape[0]):
        fewest, greatest = max(room.sizes[cell] - WINDOW, 0), min(room.sizes[cell] + WINDOW, most)
        near = max(min(ranks.first[fewest], ranks.second[fewest]) - WINDOW, 0)
        distant = max(ranks.first[greatest], ranks.second[greatest]) + WINDOW
        room.upper[cell] = room.far[near, cell]
        room.lower[cell] = room.far[distant, cell]


@njit(cache=True, nogil=True)
def _share_of_day(
    source: Source, day: int, base: tuple[BaseDays, Ranks], room: Room, shares: NDArray[np.uint8]
) -> None:
    days, ranks = base
    for year in range(days.rows.shape[0]):
        if days.rows[year, day] >= 0:
            out = shares[days.order[days.rows[year, day]]]
            _share(room.values[day % WINDOW, year], year, ranks, room, out)
        if day == LAST_OF_FEBRUARY and days.leap[year] >= 0:
            _take(source, days.leap[year], ranks.sign, room.leap[year])
            _share(room.leap[year], year, ranks, room, shares[days.order[days.leap[year]]])


@njit(cache=True, nogil=True)
def _share(values: FloatArray, year: int, ranks: Ranks, room: Room, out: NDArray[np.uint8]) -> None:
    """How many thresholds each cell's value exceeds on a day of the year of a year of the base period."""
    others, nothing = np.uint8(room.values.shape[1] - 1), np.uint8(0)
    upper, lower = room.upper, room.lower
    for cell in range(values.shape[0]):
        out[cell] = others if values[cell] > upper[cell] else nothing
    for cell in range(values.shape[0]):
        if (values[cell] <= upper[cell]) & (values[cell] >= lower[cell]) and values[cell] > -np.inf:
            out[cell] = _exceeded(values[cell], cell, year, ranks, room)


@njit(cache=True, nogil=True)
def _exceeded(value: float, cell: int, year: int, ranks: Ranks, room: Room) -> int:
    """Number of years whose values, put twice for the day's own year, give a threshold below the day's value."""
    in_all = _count_years(value, room.turned, cell, room)
    above, reached = in_all[0] - room.above[year], in_all[1] - room.reached[year]
    is_full = room.sizes[cell] == ranks.first.shape[0] - 1
    if not is_full:
        _count_there(room.turned, cell, room)
    there = room.all_there if is_full else room.there
    left = room.sizes[cell] - there[year]
    greater = _neighbour(value, cell, year, (in_all[0] - 1, -1), room)
    less = _neighbour(value, cell, year, (in_all[1], 1), room)
    exceeded = np.int32(0)
    for put_in in range(WINDOW if is_full else 0, WINDOW + 1):
        size = left + put_in
        if size > 0:
            first, second = ranks.first[size], ranks.second[size]
            low, high = min(first, second), max(first, second)
            weight, is_turned = ranks.weight[size], first > second
            verdicts = (
                _is_beyond(value, (value, less), weight, is_turned, room.far),
                _is_beyond(value, (value, value), weight, is_turned, room.far),
                _is_beyond(value, (greater, less), weight, is_turned, room.far),
                _is_beyond(value, (greater, value), weight, is_turned, room.far),
            )
            bounds = (low - above, high - above, low - reached, high - reached)
            exceeded += _years_beyond(verdicts, bounds, there, (put_in, year), room)
    return int(exceeded)


@njit(cache=True, nogil=True)
def _count_years(value: float, turned: FloatArray, cell: int, room: Room) -> tuple[int, int]:
    """Count by year the values of the window above a value and those not below it; their sums."""
    above, reached = room.above, room.reached
    in_all, not_below = np.int32(0), np.int32(0)
    limit = turned.dtype.type(value)
    one, two, three, four, five = (
        turned[0, cell], turned[1, cell], turned[2, cell], turned[3, cell], turned[4, cell],
    )  # fmt: skip
    for year in range(above.shape[0]):
        more = np.int32(
            np.int32(one[year] > limit) + np.int32(two[year] > limit) + np.int32(three[year] > limit)
            + np.int32(four[year] > limit) + np.int32(five[year] > limit)
        )  # fmt: skip
        not_less = np.int32(
            np.int32(one[year] >= limit) + np.int32(two[year] >= limit) + np.int32(three[year] >= limit)
            + np.int32(four[year] >= limit) + np.int32(five[year] >= limit)
        )  # fmt: skip
        above[year], reached[year] = more, not_less
        in_all = np.int32(in_all + more)
        not_below = np.int32(not_below + not_less)
    return int(in_all), int(not_below)


@njit(cache=True, nogil=True)
def _count_there(turned: FloatArray, cell: int, room: Room) -> None:
    """Count by year the values that the window has."""
    for year in range(room.values.shape[1]):
        room.there[year] = 0
        for slot in range(WINDOW):
            room.there[year] += np.int32(turned[slot, cell, year] > -np.inf)


@njit(cache=True, nogil=True)
def _neighbour(value: float, cell: int, year: int, ranks: tuple[int, int], room: Room) -> float:
    """The next value beyond a day's value that another year has too: from a rank of the window on, in a direction.

    The window's values up to a rank are more than those of the year itself only if another year has one of them, and
    then it is the one at this rank.
    """
    at, step = ranks
    for passed in range(1, WINDOW + 2):
        if at < 0 or at >= room.far.shape[0]:
            break
        candidate = room.far[at, cell]
        least, greatest = min(value, candidate), max(value, candidate)
        own = 0
        for slot in range(WINDOW):
            each = room.turned[slot, cell, year]
            own += (each >= least) & (each <= greatest) & (each != value)
        if own < passed:
            return float(candidate)
        at += step
    return np.inf if step < 0 else -np.inf


@njit(cache=True, nogil=True)
def _is_beyond(
    value: float, pair: tuple[float, float], weight: float, is_turned: bool, like: FloatArray
) -> np.int32:
    """Whether a value lies beyond the percentile of two, the nearer to the far end first."""
    first, second = (pair[1], pair[0]) if is_turned else (pair[0], pair[1])
    threshold = (1.0 - weight) * np.float64(first) + weight * np.float64(second)
    return np.int32(value > like.dtype.type(threshold))


@njit(cache=True, nogil=True)
def _years_beyond(
    verdicts: tuple[np.int32, np.int32, np.int32, np.int32],
    bounds: tuple[int, int, int, int],
    there: Longs,
    own: tuple[int, int],
    room: Room,
) -> np.int32:
    """Of the years with so many values that are put in twice, those whose threshold lies below the day's value.

    With few values above, the nearer of the two values weighed is the day's own, with more its greater neighbour; with few
    not below, the other of the two is its less neighbour, with more the day's own.
    """
    few_above, most_above, few_reached, most_reached = (
        np.int32(bounds[0]), np.int32(bounds[1]), np.int32(bounds[2]), np.int32(bounds[3]),
    )  # fmt: skip
    own_less, own_own, greater_less, greater_own = verdicts
    above, reached, wanted = room.above, room.reached, np.int32(own[0])
    yes, no, total = np.int32(1), np.int32(0), np.int32(0)
    kept = there[own[1]]
    there[own[1]] = NOBODY
    for year in range(above.shape[0]):
        nearer = own_own if reached[year] > most_reached else own_less
        farther = greater_own if reached[year] > most_reached else greater_less
        found = nearer if above[year] <= few_above else farther
        found = no if above[year] > most_above else found
        found = yes if reached[year] <= few_reached else found
        total = np.int32(total + (found if there[year] == wanted else no))
    there[own[1]] = kept
    return total
