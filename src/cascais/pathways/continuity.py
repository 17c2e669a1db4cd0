"""Whether a member's cuts were continual: every window of so many years is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cascais.pathways.series import Observation, Series

CHARTER_YEARS = 5
"""Years over which emissions must not rise where a target names no steps: the step of Climate Alliance's rule."""


class Verdict(StrEnum):
    """Answer to the question whether cuts were continual."""

    KEPT = "kept"
    BROKEN = "broken"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Window:
    """Emissions at both ends of a window [t CO2e] and whether the step was kept.

    `is_interpolated` tells that at least one end has no inventory of its own.
    """

    start_year: int
    end_year: int
    start_t: float
    end_t: float
    is_kept: bool
    is_interpolated: bool

    @property
    def change(self) -> float:
        """Change over the window as a share of its start (−0.10 = −10 %)."""
        return self.end_t / self.start_t - 1.0


@dataclass(frozen=True, slots=True)
class Continuity:
    """All windows of a series, and what they add up to."""

    verdict: Verdict
    step_years: int
    cut: float
    windows: tuple[Window, ...] = ()

    @property
    def broken(self) -> tuple[Window, ...]:
        """The windows in which the step was not kept."""
        return tuple(window for window in self.windows if not window.is_kept)


def continuity(series: Series, step_years: int = CHARTER_YEARS, cut: float = 0.0) -> Continuity:
    """Whether every window of `step_years` kept E(t + n) ≤ (1 − cut)·E(t).

    A window starts or ends with an inventory and lies between the first and the last one. Between two inventories
    emissions are taken to change by the same percentage each year, so that a long gap is judged by its average rate.
    Estimated years are left out. Fewer than two inventories, or a shorter record than one window: CANNOT_TELL.

    >>> series = Series((Observation(2015, 100.0), Observation(2020, 96.3)))
    >>> continuity(series, 5, 0.10).verdict.value
    'broken'
    """
    known = [item for item in series.observations if not item.is_estimated and item.emissions_t > 0]
    windows = tuple(_windows(known, step_years, cut))
    if not windows:
        return Continuity(Verdict.CANNOT_TELL, step_years, cut)
    verdict = Verdict.KEPT if all(window.is_kept for window in windows) else Verdict.BROKEN
    return Continuity(verdict, step_years, cut, windows)


def _windows(known: list[Observation], step_years: int, cut: float) -> list[Window]:
    if len(known) < 2:
        return []
    first, last = known[0].year, known[-1].year
    starts = {item.year for item in known} | {item.year - step_years for item in known}
    return [
        _window(known, start, start + step_years, cut)
        for start in sorted(starts)
        if first <= start and start + step_years <= last
    ]


def _window(known: list[Observation], start: int, end: int, cut: float) -> Window:
    (start_t, is_start_known), (end_t, is_end_known) = _emissions(known, start), _emissions(known, end)
    is_kept = end_t <= (1.0 - cut) * start_t * (1.0 + 1e-9)
    return Window(start, end, start_t, end_t, is_kept, not (is_start_known and is_end_known))


def _emissions(known: list[Observation], year: int) -> tuple[float, bool]:
    """Emissions of a year and whether an inventory gives them."""
    before = known[0]
    for item in known:
        if item.year == year:
            return item.emissions_t, True
        if item.year > year:
            elapsed = (year - before.year) / (item.year - before.year)
            return before.emissions_t * (item.emissions_t / before.emissions_t) ** elapsed, False
        before = item
    return before.emissions_t, False
