"""Which share of each cell a polygon covers, exactly: signed areas gathered along the polygon's edges.

Each edge adds, in every cell that it crosses, the area between itself and the cell's right side, with the
sign of its direction; a running sum along the row then gives the covered share of every cell. It is how
outline fonts are drawn, in double precision, and needs one visit of each edge and one of each cell.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

COVERED_NOTHING = 1e-9
"""A share below this is rounding."""


@njit(cache=True, nogil=True)
def _add_in_row(row: npt.NDArray[np.float64], x: float, x_next: float, height: float) -> None:
    """Add the area to the right of a piece of an edge that stays in one row of cells; `height` has its sign."""
    left, right = min(x, x_next), max(x, x_next)
    first, beyond = int(np.floor(left)), int(np.ceil(right))
    if beyond <= first + 1:
        middle = 0.5 * (x + x_next) - first
        row[first] += height * (1.0 - middle)
        row[first + 1] += height * middle
        return
    per_cell = height / (right - left)
    before = 0.0  # the covered share of all cells so far, as the running sum will give it
    for column in range(first, beyond):
        start, end = max(left, float(column)), min(right, column + 1.0)
        crossed = per_cell * (end - start)
        reached = per_cell * (start - left)
        covered = reached + crossed * (column + 1.0 - 0.5 * (start + end))
        row[column] += covered - before
        before = covered
    row[beyond] += height - before


@njit(cache=True, nogil=True)
def _add_edge(window: npt.NDArray[np.float64], x0: float, y0: float, x1: float, y1: float) -> None:
    """Add an edge in units of cells, from the window's corner."""
    if y0 == y1:
        return
    sign = 1.0
    if y0 > y1:
        x0, y0, x1, y1, sign = x1, y1, x0, y0, -1.0
    slope = (x1 - x0) / (y1 - y0)
    x = x0
    for row in range(int(np.floor(y0)), int(np.ceil(y1))):
        bottom, top = max(y0, float(row)), min(y1, row + 1.0)
        x_next = x1 if top == y1 else x0 + slope * (top - y0)
        x_next = min(max(x_next, min(x0, x1)), max(x0, x1))
        if top > bottom:
            _add_in_row(window[row], x, x_next, sign * (top - bottom))
        x = x_next


@njit(cache=True, nogil=True)
def _window(xs: npt.NDArray[np.float64], ys: npt.NDArray[np.float64]) -> tuple[int, int, int, int]:
    """First column, first row, columns and rows of the cells that an outline touches."""
    left, low = int(np.floor(xs.min())), int(np.floor(ys.min()))
    return left, low, int(np.ceil(xs.max())) - left + 2, int(np.ceil(ys.max())) - low + 1


@njit(cache=True, nogil=True)
def _collect(  # noqa: PLR0917 – a compiled loop takes its arrays one by one
    window: npt.NDArray[np.float64],
    left: int,
    low: int,
    columns: int,
    rows: int,
    cells: npt.NDArray[np.int64],
    shares: npt.NDArray[np.float64],
    filled: int,
) -> int:
    """Append the cells of the grid that the window covers; returns how many are filled now."""
    for row in range(window.shape[0]):
        covered = 0.0
        for column in range(window.shape[1]):
            covered += window[row, column]
            share = min(abs(covered), 1.0)
            inside = 0 <= left + column < columns and 0 <= low + row < rows
            if inside and share > COVERED_NOTHING:
                cells[filled] = (low + row) * columns + left + column
                shares[filled] = share
                filled += 1
    return filled


@njit(cache=True, nogil=True)
def _room(
    xs: npt.NDArray[np.float64],
    ys: npt.NDArray[np.float64],
    ring_ends: npt.NDArray[np.int64],
    part_rings: npt.NDArray[np.int64],
) -> int:
    """An upper bound of the number of pairs of part and cell."""
    room = 0
    for part in range(part_rings.size - 1):
        first, last = ring_ends[part_rings[part]], ring_ends[part_rings[part] + 1]
        _, _, width, height = _window(xs[first:last], ys[first:last])
        room += width * height
    return room


@njit(cache=True, nogil=True)
def covered_shares(  # noqa: PLR0917 – as above
    xs: npt.NDArray[np.float64],
    ys: npt.NDArray[np.float64],
    ring_ends: npt.NDArray[np.int64],
    part_rings: npt.NDArray[np.int64],
    columns: int,
    rows: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Cells that each part (a polygon with its holes) covers, and their covered shares.

    `xs`, `ys` (points,) are in units of cells from the grid's corner; ring r holds the points from
    `ring_ends[r]` to `ring_ends[r + 1]`, part p the rings from `part_rings[p]` on, its outline first, holes
    turning the other way round. Returns the ends of the parts (parts + 1,), cells and shares (pairs,).
    """
    room = _room(xs, ys, ring_ends, part_rings)
    cells, shares = np.empty(room, np.int64), np.empty(room, np.float64)
    ends = np.zeros(part_rings.size, np.int64)
    for part in range(part_rings.size - 1):
        outline = slice(ring_ends[part_rings[part]], ring_ends[part_rings[part] + 1])
        left, low, width, height = _window(xs[outline], ys[outline])
        window = np.zeros((height, width), np.float64)
        for ring in range(part_rings[part], part_rings[part + 1]):
            for point in range(ring_ends[ring], ring_ends[ring + 1] - 1):
                _add_edge(
                    window,
                    xs[point] - left,
                    ys[point] - low,
                    xs[point + 1] - left,
                    ys[point + 1] - low,
                )
        ends[part + 1] = _collect(window, left, low, columns, rows, cells, shares, ends[part])
    return ends, cells[: ends[-1]].copy(), shares[: ends[-1]].copy()
