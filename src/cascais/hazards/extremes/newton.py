"""Newton's method for small problems, with damping and a bound on the shape; the matrices have at most ten rows."""

from __future__ import annotations

import numpy as np
from numba import njit

from cascais.hazards.extremes.likelihood import Floats, Sample, evaluate
from cascais.hazards.extremes.outcome import CONVERGED, NOT_CONVERGED, SHAPE_AT_BOUND

MOST_STEPS = 200
SMALL_DECREMENT = 1e-10
"""Squared length of the step still to go, in standard errors: its square is the error left after taking it."""
LEAST_DAMPING, MOST_DAMPING = 1e-3, 1e12
CLOSE_TO_BOUND = 1e-4
ROUNDING = 1e-13
"""A sum of logarithms is not known better than to this share of it."""


@njit(cache=True, nogil=True, error_model="numpy")
def factor(matrix: Floats, free: int, damping: float, lower: Floats) -> bool:
    """Cholesky factor of the first `free` rows of a matrix + damping·|diagonal|; false where not positive."""
    for i in range(free):
        for j in range(i + 1):
            total = matrix[i, j]
            if i == j:
                total += damping * max(abs(matrix[i, i]), 1e-12)
            for k in range(j):
                total -= lower[i, k] * lower[j, k]
            if i > j:
                lower[i, j] = total / lower[j, j]
            elif not total > 1e-13 * abs(matrix[i, i]):
                return False
            else:
                lower[i, i] = np.sqrt(total)
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def solve_factored(lower: Floats, right: Floats, free: int, solution: Floats) -> float:
    """Solve L Lᵀ x = b; returns bᵀx."""
    squared = 0.0
    for i in range(free):
        total = right[i]
        for k in range(i):
            total -= lower[i, k] * solution[k]
        solution[i] = total / lower[i, i]
        squared += solution[i] * solution[i]
    for i in range(free - 1, -1, -1):
        total = solution[i]
        for k in range(i + 1, free):
            total -= lower[k, i] * solution[k]
        solution[i] = total / lower[i, i]
    return squared


@njit(cache=True, nogil=True, error_model="numpy")
def invert(matrix: Floats, free: int, inverse: Floats) -> bool:
    """Inverse of the first `free` rows of a positive matrix; false, and NaN, where it is not positive."""
    lower = np.zeros_like(matrix)
    inverse[:] = np.nan
    if not factor(matrix, free, 0.0, lower):
        return False
    column, unit = np.zeros(free), np.zeros(free)
    for j in range(free):
        unit[:] = 0.0
        unit[j] = 1.0
        solve_factored(lower, unit, free, column)
        for i in range(free):
            inverse[i, j] = column[i]
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _bring_pivot(matrix: Floats, right: Floats, column: int, size: int) -> bool:
    """Swap the row with the greatest entry of a column to the diagonal; false where all are 0."""
    pivot = column
    for row in range(column + 1, size):
        if abs(matrix[row, column]) > abs(matrix[pivot, column]):
            pivot = row
    if pivot != column:
        for k in range(size):
            matrix[column, k], matrix[pivot, k] = matrix[pivot, k], matrix[column, k]
        right[column], right[pivot] = right[pivot], right[column]
    return bool(abs(matrix[column, column]) > 0.0)


@njit(cache=True, nogil=True, error_model="numpy")
def solve_general(matrix: Floats, right: Floats, size: int) -> bool:
    """Solve A x = b in place by elimination with pivots; `right` becomes x; false where A is singular."""
    for column in range(size):
        if not _bring_pivot(matrix, right, column, size):
            return False
        for row in range(column + 1, size):
            share = matrix[row, column] / matrix[column, column]
            for k in range(column, size):
                matrix[row, k] -= share * matrix[column, k]
            right[row] -= share * right[column]
    for row in range(size - 1, -1, -1):
        for k in range(row + 1, size):
            right[row] -= matrix[row, k] * right[k]
        right[row] /= matrix[row, row]
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _share_to_bound(shape: float, step: float, limits: tuple[float, float]) -> float:
    """The share of a step of the shape (subtracted) after which nine tenths of the way to its bound are gone."""
    target = shape - step
    if target < limits[0]:
        return 0.9 * (shape - limits[0]) / step
    if target > limits[1]:
        return 0.9 * (shape - limits[1]) / step
    return 1.0


@njit(cache=True, nogil=True, error_model="numpy")
def _bound_reached(shape: float, slope: float, limits: tuple[float, float]) -> float:
    """The bound that the shape has come to and is pulled towards, or NaN."""
    if shape - limits[0] < CLOSE_TO_BOUND and slope > 0.0:
        return limits[0]
    if limits[1] - shape < CLOSE_TO_BOUND and slope < 0.0:
        return limits[1]
    return np.nan


@njit(cache=True, nogil=True, error_model="numpy")
def _ended(theta: Floats, sample: Sample, step: Floats, free: int, state: tuple[Floats, Floats]) -> int:
    """Take the last step and say how the search ended."""
    for i in range(free):
        theta[i] -= step[i]
    if not np.isfinite(evaluate(theta, sample, state[0], state[1])):
        return NOT_CONVERGED
    is_held = sample.has_shape and free < theta.size
    return SHAPE_AT_BOUND if is_held else CONVERGED


@njit(cache=True, nogil=True, error_model="numpy")
def _improved(
    theta: Floats, trial: Floats, value: float, sample: Sample, state: tuple[Floats, Floats, Floats, Floats]
) -> float:
    """Go to the trial point where it is better; returns its value, or NaN where it is not."""
    gradient, hessian, other_gradient, other_hessian = state
    other = evaluate(trial, sample, other_gradient, other_hessian)
    if not other <= value + ROUNDING * abs(value):
        return np.nan
    theta[:] = trial
    gradient[:] = other_gradient
    hessian[:] = other_hessian
    return other


@njit(cache=True, nogil=True, error_model="numpy")
def minimise(
    theta: Floats, sample: Sample, limits: tuple[float, float], gradient: Floats, hessian: Floats
) -> int:
    """Move `theta` to the least negative log-likelihood; fills gradient and Hessian there; returns the outcome."""
    free = theta.size if sample.has_shape else theta.size - 1
    value = evaluate(theta, sample, gradient, hessian)
    if not np.isfinite(value):
        return NOT_CONVERGED
    state = (gradient, hessian, np.zeros_like(gradient), np.zeros_like(hessian))
    lower, step, trial = np.zeros_like(hessian), np.zeros_like(gradient), theta.copy()
    damping = 0.0
    for _ in range(MOST_STEPS):
        if damping > MOST_DAMPING:
            return NOT_CONVERGED
        if not factor(hessian, free, damping, lower):
            damping = max(4.0 * damping, LEAST_DAMPING)
            continue
        decrement = solve_factored(lower, gradient, free, step)
        if damping == 0.0 and decrement < SMALL_DECREMENT:
            return _ended(theta, sample, step, free, state[:2])
        share = _share_to_bound(theta[-1], step[-1], limits) if free == theta.size else 1.0
        trial[:] = theta
        trial[:free] -= share * step[:free]
        better = _improved(theta, trial, value, sample, state)
        if np.isnan(better):
            damping = max(8.0 * damping, LEAST_DAMPING)
            continue
        value, damping = better, (damping / 8.0 if damping > LEAST_DAMPING else 0.0)
        if free == theta.size and not np.isnan(_bound_reached(theta[-1], gradient[-1], limits)):
            theta[-1] = _bound_reached(theta[-1], gradient[-1], limits)
            value, free = evaluate(theta, sample, gradient, hessian), free - 1
    return NOT_CONVERGED
