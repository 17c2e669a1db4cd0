"""One pass of a plan over the years of a period: its tables and results, and the indices that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cascais.errors import InputError, Problem
from cascais.hazards import kernel
from cascais.hazards.index import ClimateIndex, Tallied, Values
from cascais.hazards.missing import MissingRule, by_year, not_computable
from cascais.hazards.periods import Period, Spans, spans
from cascais.hazards.plans import Plan, conditions_of, table_of
from cascais.hazards.tables import Axis, Results, Table, Tile
from cascais.hazards.tallies import DayPercentile, IntegerTally, Tally
from cascais.hazards.thresholds import Cells, Reference, Thresholds

INTEGERS = 4
REALS = 2


@dataclass(frozen=True, slots=True)
class Computed:
    """Indices of one period by year and cell: `values` in each index's unit, and `missing` days."""

    period: Period
    indices: tuple[str, ...]
    years: NDArray[np.int16]
    values: NDArray[np.float64]
    missing: NDArray[np.int16]

    def __getitem__(self, index: str) -> NDArray[np.float64]:
        """One index (year, cells)."""
        return np.asarray(self.values[self.indices.index(index)])


@dataclass(frozen=True, slots=True)
class Pass:
    """A plan over the years of a period, with room for the results of all cells."""

    plan: Plan
    period: Period
    spans: Spans
    axis: Axis
    table: Table
    results: Results
    lacks: NDArray[np.bool_]
    replacements: int

    @classmethod
    def of(cls, plan: Plan, period: Period, reference: Reference, cells: int) -> Pass:
        """The pass of a plan; raises InputError where an index has no meaning for the period."""
        unfit = [index.key for index in plan.indices if not index.is_for(period)]
        if unfit:
            raise InputError(
                Problem(f"These indices are of whole years only: {', '.join(unfit)}.", value=period.key)
            )
        found = spans(reference.axis, period)
        replacements = reference.base.number_of_years - 1
        results = Results(
            np.zeros((len(plan.counts), len(found.years) + 1, cells), dtype=np.int32),
            np.zeros((len(plan.sums), len(found.years) + 1, cells), dtype=np.float64),
            np.zeros((len(plan.needs), len(found.month_span), cells), dtype=np.int8),
        )
        axis = Axis(
            _stretches(found, is_spanning=plan.is_spanning),
            np.stack([found.month_first, found.month_last], axis=1),
            reference.axis.day_of_year,
            reference.order,
            np.zeros(reference.axis.length, dtype=np.int64),
        )
        lacks = np.zeros((len(plan.indices), cells), dtype=bool)
        return cls(plan, period, found, axis, table_of(plan, replacements), results, lacks, replacements)

    def tally(self, cells: Cells, thresholds: Thresholds) -> None:
        """Add up all tallies of some cells."""
        stretches = self.axis.stretches
        rows = int((stretches[:, 1] - stretches[:, 0]).max(initial=0)) + self.table.lead + 1
        dtype = thresholds.by_cell.dtype
        tile = Tile(
            cells.first,
            cells.is_cell_major,
            thresholds.by_cell,
            thresholds.by_day,
            thresholds.shares,
            np.empty((len(self.plan.variables) + 1, rows, cells.count), dtype=dtype),
            np.empty((len(self.plan.conditions) + 1, rows, cells.count), dtype=np.uint8),
            np.empty((len(self.plan.counts) + 1, cells.count), dtype=np.int32),
            np.empty((INTEGERS, cells.count), dtype=np.int16),
            np.empty((REALS, cells.count), dtype=np.float64),
        )
        kernel.tally_tile(cells.data, tile, self.axis, self.table, self.results)
        part = slice(cells.first, cells.first + cells.count)
        for position, index in enumerate(self.plan.indices):
            self.lacks[position, part] = self._lacking(index, thresholds)

    def computed(self) -> Computed:
        """The indices, once all cells have been counted."""
        missing = [self._missing_by_month(number) for number in range(len(self.plan.needs))]
        too_many: dict[tuple[int, MissingRule], NDArray[np.bool_]] = {}
        of_period = [by_year(days, self.spans) for days in missing]
        shape = (len(self.plan.indices), len(self.spans.years), self.lacks.shape[1])
        values, days = np.empty(shape), np.empty(shape, dtype=np.int16)
        for position, index in enumerate(self.plan.indices):
            wanted = self.plan.needs.index(tuple(sorted(index.needs)))
            if (wanted, index.missing) not in too_many:
                too_many[wanted, index.missing] = not_computable(index.missing, missing[wanted], self.spans)
            days[position] = of_period[wanted]
            values[position] = self._values(index, self.spans.days[:, np.newaxis] - of_period[wanted])
            values[position][too_many[wanted, index.missing] | self.lacks[position]] = np.nan
        keys = tuple(index.key for index in self.plan.indices)
        return Computed(self.period, keys, self.spans.years.astype(np.int16), values, days)

    def _lacking(self, index: ClimateIndex, thresholds: Thresholds) -> NDArray[np.bool_]:
        """Cells where a percentile that the index needs could not be had, for want of days in the base period."""
        lacks = np.zeros(thresholds.by_cell.shape[2], dtype=bool)
        terms = [
            term for tally in index.tallies for condition in conditions_of(tally) for term in condition.all_of
        ]
        for term in terms:
            if isinstance(term.threshold, DayPercentile):
                lacks |= thresholds.lacking_by_day[
                    self.plan.day_limits.index((term.variable, term.threshold))
                ]
            else:
                lacks |= thresholds.lacking_by_cell[
                    self.plan.cell_limits.index((term.variable, term.threshold))
                ]
        return lacks

    def _missing_by_month(self, number: int) -> NDArray[np.int16]:
        there = self.spans.month_last - self.spans.month_first
        absent = (self.spans.month_days - there).astype(np.int16)
        return np.asarray(self.results.missing[number] + absent[:, np.newaxis])

    def _values(self, index: ClimateIndex, valid_days: NDArray[np.int64]) -> Values:
        tallies = tuple(self._tally(tally) for tally in index.tallies)
        return index.value(Tallied(tallies, valid_days.astype(np.float64), self.replacements))

    def _tally(self, tally: Tally) -> Values:
        if isinstance(tally, IntegerTally):
            counted = self.results.counts[self.plan.counts.index(tally), :-1]
            return np.where(counted < 0, np.nan, counted)
        return self.results.sums[self.plan.sums.index(tally), :-1]


def _stretches(found: Spans, *, is_spanning: bool) -> NDArray[np.int64]:
    """Stretches of days, the periods with their months; with runs that span periods also what lies between."""
    begins = found.first_months
    ends = np.append(begins[1:], len(found.month_span))
    rows, before = [], 0
    for period, first in enumerate(found.first):
        if is_spanning and first > before:
            rows.append([before, first, first, len(found.years), 0, 0])
        rows.append([first, found.last[period], found.turn[period], period, begins[period], ends[period]])
        before = found.last[period]
    return np.array(rows, dtype=np.int64).reshape(-1, 6)
