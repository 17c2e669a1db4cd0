"""The thresholds of a tile of cells: numbers, percentiles per cell, percentiles by day of the year with their shares."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cascais.hazards.bootstrap import Room, Source, day_thresholds, room_for
from cascais.hazards.calendars import TimeAxis
from cascais.hazards.percentiles import (
    WINDOW,
    BaseDays,
    BasePeriod,
    Ranks,
    base_days,
    cell_percentiles,
    ranks_of,
)
from cascais.hazards.plans import Plan
from cascais.hazards.tallies import BasePercentile
from cascais.hazards.variables import MEAN_OF, VARIABLES, FloatArray


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Thresholds of a tile, in the order of the plan, and which cells lack which (thresholds, cells).

    `by_cell` (thresholds, 1, cells), `by_day` (thresholds, day of year, cells), `shares` (exceedances, days of the
    base period, cells).
    """

    by_cell: FloatArray
    by_day: FloatArray
    shares: NDArray[np.uint8]
    lacking_by_cell: NDArray[np.bool_]
    lacking_by_day: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells [first, first + count) of the arrays of all variables in the order of `VARIABLES`."""

    data: tuple[FloatArray, ...]
    is_cell_major: bool
    first: int
    count: int

    def source(self, variable: str) -> Source:
        """Where the values of a variable stand; the mean temperature is made where it is not given."""
        given = self.data[list(VARIABLES).index(variable)]
        if variable != "tas" or given.size:
            return Source(given, self.is_cell_major, self.first)
        part = slice(self.first, self.first + self.count)
        one, other = (self.data[list(VARIABLES).index(key)] for key in MEAN_OF)
        cells = (part, slice(None)) if self.is_cell_major else (slice(None), part)
        return Source((one[cells] + other[cells]) * one.dtype.type(0.5), self.is_cell_major, 0)


@dataclass(frozen=True, slots=True)
class Reference:
    """What the base period gives: where its days are, the ranks of the percentiles, and room to work in."""

    axis: TimeAxis
    base: BasePeriod
    days: BaseDays
    has_bootstrap: bool
    rooms: dict[tuple[float, int], tuple[Ranks, Room]] = field(default_factory=dict)

    @classmethod
    def of(cls, axis: TimeAxis, base: BasePeriod, *, has_bootstrap: bool) -> Reference:
        """The reference of a base period on a time axis."""
        return cls(axis, base, base_days(axis, base), has_bootstrap)

    @property
    def order(self) -> NDArray[np.int64]:
        """Position of each day among those of the base period whose shares are known, -1 where they are not."""
        return self.days.order if self.has_bootstrap else np.full_like(self.days.order, -1)

    def room(self, percent: float, cells: int, dtype: np.dtype[np.floating]) -> tuple[Ranks, Room]:
        """Ranks of a percentile by day of the year, and room for a tile; made once."""
        if (percent, cells) not in self.rooms:
            ranks = ranks_of(percent, self.base.number_of_years * WINDOW)
            self.rooms[percent, cells] = ranks, room_for(self.days, ranks, cells, dtype)
        return self.rooms[percent, cells]


def thresholds(plan: Plan, cells: Cells, reference: Reference) -> Thresholds:
    """All thresholds of a plan for some cells."""
    dtype = cells.data[0].dtype
    by_cell = np.empty((len(plan.cell_limits), 1, cells.count), dtype=dtype)
    for at, (variable, limit) in enumerate(plan.cell_limits):
        by_cell[at, 0] = limit if isinstance(limit, float) else _by_cell(cells, variable, limit, reference)
    by_day = np.empty((len(plan.day_limits), reference.axis.calendar.days_per_year, cells.count), dtype=dtype)
    shares = np.zeros((len(plan.exceedances), reference.days.number_of_days, cells.count), dtype=np.uint8)
    for at, (variable, day_limit) in enumerate(plan.day_limits):
        ranks, room = reference.room(day_limit.percent, cells.count, dtype)
        wanted = [
            order
            for order, tally in enumerate(plan.exceedances)
            if reference.has_bootstrap and (tally.variable, tally.threshold) == (variable, day_limit)
        ]
        kept = shares[wanted[0]] if wanted else shares[:1].reshape(-1, cells.count)[:0]
        by_day[at] = day_thresholds(cells.source(variable), reference.days, ranks, room, kept)
    return Thresholds(
        by_cell, by_day, shares, np.isnan(by_cell[:, 0]), np.asarray(np.isnan(by_day).any(axis=1))
    )


def _by_cell(cells: Cells, variable: str, limit: BasePercentile, reference: Reference) -> NDArray[np.float64]:
    months = np.isin(reference.axis.months, limit.months)
    rows = np.flatnonzero((reference.days.order >= 0) & months)
    source = cells.source(variable)
    part = (source.first_cell, source.first_cell + cells.count)
    ranks = ranks_of(limit.percent, len(rows))
    found: NDArray[np.float64] = cell_percentiles(
        source.values, source.is_cell_major, part, (rows, limit.at_least), ranks
    )
    return found
