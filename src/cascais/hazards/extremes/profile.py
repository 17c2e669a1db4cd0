"""Ends of profile-likelihood intervals.

An end is the farthest value of a target g(θ) at which the log-likelihood is still within ½·χ² of its greatest.
There ∇ℓ = λ∇g and ℓ = ℓ̂ + ½χ² (ℓ negative log-likelihood): one system of equations, solved by Newton's method
from the point that the quadratic approximation gives. Source: Venzon, D. J., Moolgavkar, S. H. (1988), A method
for computing profile-likelihood-based confidence intervals, Applied Statistics 37, 87–94. Where that fails, the
profile is followed in small steps of g from its top until it has fallen far enough.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from cascais.hazards.extremes.likelihood import Floats, Sample, evaluate
from cascais.hazards.extremes.newton import factor, solve_factored, solve_general
from cascais.hazards.extremes.outcome import CONVERGED, PROFILE_OPEN
from cascais.hazards.extremes.search import Settings, sample_of
from cascais.hazards.extremes.targets import Target, reach

MOST_STEPS = 30
MOST_PACES = 300
DONE = 1e-12
"""Squared length of the last step, in standard errors."""
LONGEST_STEP = 2.0


class Problem(NamedTuple):
    """An interval's end: the sample, what the interval is for, where it is sought, and how far one may go."""

    sample: Sample
    target: Target
    variate: float
    limit: float  # of the negative log-likelihood
    side: float  # −1 lower, +1 upper
    metric: Floats  # Hessian at the top: the yardstick of steps
    free: int


class Room(NamedTuple):
    """Arrays to work in: derivatives of the likelihood (f) and of the target (g), system and its right side."""

    f_gradient: Floats
    f_hessian: Floats
    g_gradient: Floats
    g_hessian: Floats
    system: Floats
    right: Floats


@njit(cache=True, nogil=True, error_model="numpy")
def room_for(size: int) -> Room:
    """Empty arrays for this many parameters."""
    square, bordered = (size, size), (size + 1, size + 1)
    return Room(
        np.zeros(size),
        np.zeros(square),
        np.zeros(size),
        np.zeros(square),
        np.zeros(bordered),
        np.zeros(size + 1),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_system(multiplier: float, row: Floats, gap: float, free: int, room: Room) -> None:
    """The Newton system of ∇f − λ∇g = 0 and of the last equation, whose gradient and gap are given."""
    for a in range(free):
        room.right[a] = multiplier * room.g_gradient[a] - room.f_gradient[a]
        room.system[a, free] = -room.g_gradient[a]
        room.system[free, a] = row[a]
        for b in range(free):
            room.system[a, b] = room.f_hessian[a, b] - multiplier * room.g_hessian[a, b]
    room.system[free, free] = 0.0
    room.right[free] = -gap


@njit(cache=True, nogil=True, error_model="numpy")
def _length(step: Floats, metric: Floats, free: int) -> float:
    """Squared length of a step, in standard errors."""
    total = 0.0
    for a in range(free):
        for b in range(free):
            total += step[a] * metric[a, b] * step[b]
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _move(theta: Floats, step: Floats, share: float, problem: Problem, room: Room) -> tuple[float, float]:
    """Go a share of a step, or less where that leaves the support; returns the likelihood and the share gone."""
    before = theta.copy()
    for _ in range(25):
        for a in range(problem.free):
            theta[a] = before[a] + share * step[a]
        value = evaluate(theta, problem.sample, room.f_gradient, room.f_hessian)
        if np.isfinite(value):
            return value, share
        share *= 0.5
    return np.inf, 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _newton(
    theta: Floats, multiplier: float, wanted: float, problem: Problem, room: Room
) -> tuple[float, float]:
    """Solve for an end, or for the profile at g = `wanted` where that is a number; returns λ and the likelihood.

    λ is NaN where there is no solution.
    """
    free, to_limit = problem.free, np.isnan(wanted)
    value = evaluate(theta, problem.sample, room.f_gradient, room.f_hessian)
    for _ in range(MOST_STEPS):
        if not np.isfinite(value):
            break
        reached = reach(theta, problem.target, problem.variate, room.g_gradient, room.g_hessian)
        if to_limit:
            _fill_system(multiplier, room.f_gradient, value - problem.limit, free, room)
        else:
            _fill_system(multiplier, room.g_gradient, reached - wanted, free, room)
        if not solve_general(room.system, room.right, free + 1):
            break
        length = _length(room.right, problem.metric, free)
        if not length < 1e12:
            break
        share = min(1.0, LONGEST_STEP / np.sqrt(length)) if length > 0.0 else 1.0
        value, share = _move(theta, room.right, share, problem, room)
        multiplier += share * room.right[free]
        if length < DONE:
            return multiplier, value
    return np.nan, np.inf


@njit(cache=True, nogil=True, error_model="numpy")
def _is_end(theta: Floats, multiplier: float, value: float, problem: Problem, room: Room) -> bool:
    """Whether a solution is a maximum of the profile, on the right side, where the likelihood has just fallen."""
    if not multiplier * problem.side > 0.0 or abs(value - problem.limit) > 1e-6:
        return False
    free = problem.free
    reach(theta, problem.target, problem.variate, room.g_gradient, room.g_hessian)
    squared, trace = 0.0, 0.0
    for a in range(free):
        squared += room.g_gradient[a] ** 2
        trace += abs(room.f_hessian[a, a])
    curved, lower = np.zeros((free, free)), np.zeros((free, free))
    for a in range(free):
        for b in range(free):
            across = 1e3 * trace / squared * room.g_gradient[a] * room.g_gradient[b]
            curved[a, b] = room.f_hessian[a, b] - multiplier * room.g_hessian[a, b] + across
    return factor(curved, free, 0.0, lower)


@njit(cache=True, nogil=True, error_model="numpy")
def _direct(top: Floats, problem: Problem, room: Room) -> float:
    """The end by Newton's method from the quadratic approximation, or NaN."""
    free = problem.free
    lower, direction = np.zeros_like(problem.metric), np.zeros(top.size)
    reach(top, problem.target, problem.variate, room.g_gradient, room.g_hessian)
    if not factor(problem.metric, free, 0.0, lower):
        return np.nan
    error = np.sqrt(solve_factored(lower, room.g_gradient, free, direction))
    start = evaluate(top, problem.sample, room.f_gradient, room.f_hessian)
    radius = np.sqrt(2.0 * (problem.limit - start))
    theta = top.copy()
    _value, share = _move(theta, direction, problem.side * radius / error, problem, room)
    if share == 0.0:
        return np.nan
    multiplier, value = _newton(theta, share, np.nan, problem, room)
    if np.isnan(multiplier) or not _is_end(theta, multiplier, value, problem, room):
        return np.nan
    return reach(theta, problem.target, problem.variate, room.g_gradient, room.g_hessian)


@njit(cache=True, nogil=True, error_model="numpy")
def _followed(top: Floats, pace: float, problem: Problem, room: Room) -> float:
    """The end by following the profile from its top, pace by pace, or NaN."""
    inside, theta, multiplier = top.copy(), top.copy(), 0.0
    at = reach(top, problem.target, problem.variate, room.g_gradient, room.g_hessian)
    beyond = np.nan
    smallest = 1e-9 * pace
    for _ in range(MOST_PACES):
        wanted = at + problem.side * pace if np.isnan(beyond) else 0.5 * (at + beyond)
        theta[:] = inside
        found, value = _newton(theta, multiplier, wanted, problem, room)
        if np.isnan(found):
            pace *= 0.5
            if not np.isnan(beyond) or pace < smallest:
                return np.nan
        elif value < problem.limit:
            at, multiplier, pace = wanted, found, 1.5 * pace
            inside[:] = theta
        else:
            beyond = wanted
        if not np.isnan(beyond) and abs(beyond - at) < smallest:
            return at
    return np.nan


@njit(cache=True, nogil=True, error_model="numpy")
def _end(top: Floats, pace: float, problem: Problem, room: Room) -> float:
    end = _direct(top, problem, room)
    return _followed(top, 0.25 * pace, problem, room) if np.isnan(end) else end


class Wanted(NamedTuple):
    """Profile intervals of many places: the target, its variates (places, levels), and half the χ² quantile."""

    target: Target
    variates: Floats
    drop: float


@njit(cache=True, nogil=True, error_model="numpy")
def _place(
    sample: Sample,
    theta: Floats,
    wanted: tuple[Target, Floats, float],
    ends: Floats,
    outcome: npt.NDArray[np.int8],
) -> None:
    target, variates, drop = wanted
    room, metric = room_for(theta.size), np.zeros((theta.size, theta.size))
    limit = evaluate(theta, sample, np.zeros(theta.size), metric) + drop
    free = theta.size if sample.has_shape else theta.size - 1
    lower, direction = np.zeros_like(metric), np.zeros(theta.size)
    if not factor(metric, free, 0.0, lower):
        return
    for level in range(variates.size):
        reach(theta, target, variates[level], room.g_gradient, room.g_hessian)
        pace = np.sqrt(solve_factored(lower, room.g_gradient, free, direction))
        outcome[level] = CONVERGED
        for end in range(2):
            side = 2.0 * end - 1.0
            problem = Problem(sample, target, variates[level], limit, side, metric, free)
            ends[level, end] = _end(theta, pace, problem, room)
            if np.isnan(ends[level, end]):
                outcome[level] = PROFILE_OPEN


@njit(cache=True, nogil=True, error_model="numpy")
def profile_places(
    data: tuple[Floats, Floats, Floats, Settings],
    theta: Floats,
    wanted: Wanted,
    ends: Floats,
    outcome: npt.NDArray[np.int8],
) -> None:
    """Fill the ends (places, levels, 2) where `outcome` (places, levels) says that the fit allows an interval."""
    values, location, scale, settings = data
    for place in range(values.shape[0]):
        if outcome[place, 0] == CONVERGED:
            sample = sample_of(values[place], location, scale, settings)
            part = (wanted.target, wanted.variates[place], wanted.drop)
            _place(sample, theta[place], part, ends[place], outcome[place])
