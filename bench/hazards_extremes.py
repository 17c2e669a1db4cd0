"""Fits, intervals and trends of 3 600 places beside SciPy, place by place: processor seconds, wall, ratio.

    .venv/bin/python bench/hazards_extremes.py

SciPy is timed on every sixth place and multiplied by six. It has no interval for a GEV fit: Cascais is timed with
a 95 % profile interval of the 100-year level, SciPy without any. The compiled code is taken from its cache; the
first call of all, which fills it, is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import genextreme, kendalltau, theilslopes

from cascais.hazards.extremes import Interval, fit, return_levels
from cascais.hazards.trends import Correction, trend

PLACES, YEARS, EVERY = 3600, 70, 6
LEAST_RATIO = 100


@dataclass(frozen=True, slots=True)
class Timing:
    processor: float
    wall: float


def timed(work: Callable[[], object], repeats: int = 3) -> Timing:
    """The fastest of some runs."""
    runs = []
    for _ in range(repeats):
        processor, wall = time.process_time(), time.perf_counter()
        work()
        runs.append(Timing(time.process_time() - processor, time.perf_counter() - wall))
    return min(runs, key=lambda run: run.processor)


def report(name: str, ours: Timing, theirs: Timing) -> float:
    ratio = theirs.processor / ours.processor
    print(
        f"{name:<44} {ours.processor:8.3f} {ours.wall:8.3f} {theirs.processor:9.2f} {theirs.wall:8.2f} "
        f"{ratio:7.0f}× {theirs.wall / ours.wall:7.0f}×"
    )
    return ratio


def peer(work: Callable[[np.ndarray], object], values: np.ndarray) -> Timing:
    run = timed(lambda: [work(series) for series in values[::EVERY]], repeats=1)
    return Timing(EVERY * run.processor, EVERY * run.wall)


def slopes_and_tau(series: np.ndarray) -> None:
    years = np.arange(YEARS)
    kendalltau(years, series)
    theilslopes(series, years)


def main() -> int:
    values = genextreme.rvs(-0.1, loc=30.0, scale=4.0, size=(PLACES, YEARS), random_state=1)
    for warm_up in (values[:20], values[:200]):
        return_levels(fit(warm_up), 100)
        return_levels(fit(warm_up), 100, interval=Interval.DELTA)
        trend(warm_up)
    print(
        f"{PLACES} places × {YEARS} years                    Cascais: processor, wall [s]   SciPy      ratio"
    )
    scipy_fits, scipy_trends = peer(genextreme.fit, values), peer(slopes_and_tau, values)
    report("GEV fit", timed(lambda: fit(values)), scipy_fits)
    report(
        "GEV fit, delta interval of the 100-year level",
        timed(lambda: return_levels(fit(values), 100, interval=Interval.DELTA)),
        scipy_fits,
    )
    ratio = report(
        "GEV fit, profile interval of the same", timed(lambda: return_levels(fit(values), 100)), scipy_fits
    )
    report(
        "GEV fit, profile intervals of 6 levels",
        timed(lambda: return_levels(fit(values), [2, 5, 10, 20, 50, 100])),
        scipy_fits,
    )
    report(
        "Mann–Kendall, Sen slope and interval",
        timed(lambda: trend(values, correction=Correction.NONE)),
        scipy_trends,
    )
    report("the same, corrected (Hamed and Rao)", timed(lambda: trend(values)), scipy_trends)
    best = fit(values)
    theirs = np.array([genextreme.fit(series) for series in values[:EVERY]])
    print(
        "largest difference of ξ to SciPy's (six places):",
        np.abs(best.shape[:EVERY] + theirs[:, 0]).max().round(5),
    )
    print("intervals missing:", int((return_levels(best, 100).outcome != 0).sum()), "of", PLACES)
    return 0 if ratio >= LEAST_RATIO else 1


if __name__ == "__main__":
    raise SystemExit(main())
