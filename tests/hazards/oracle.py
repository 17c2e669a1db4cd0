"""The readable definitions of the indices applied to one series, with thresholds computed the slow and plain way."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cascais.hazards.calendars import TimeAxis
from cascais.hazards.days import Days
from cascais.hazards.index import ClimateIndex
from cascais.hazards.percentiles import HALF_WINDOW, BasePeriod, base_days, percentile
from cascais.hazards.periods import Period, spans
from cascais.hazards.plans import conditions_of
from cascais.hazards.tallies import BasePercentile, DayPercentile, Exceedances
from cascais.hazards.variables import FloatArray, with_mean


def window(values: FloatArray, rows: np.ndarray, day: int) -> np.ndarray:
    """The values of the window around a day of the year (years, days of the window), NaN where there are none."""
    days = [(day + step) % rows.shape[1] for step in range(-HALF_WINDOW, HALF_WINDOW + 1)]
    found = values[np.maximum(rows[:, days], 0)].astype(np.float64)
    found[rows[:, days] < 0] = np.nan
    return found


def day_thresholds(values: FloatArray, axis: TimeAxis, base: BasePeriod, percent: float) -> FloatArray:
    rows = base_days(axis, base).rows
    by_day = np.array(
        [percentile(window(values, rows, day).ravel(), percent) for day in range(rows.shape[1])]
    )
    return by_day.astype(values.dtype)[axis.day_of_year]


def shares(values: FloatArray, axis: TimeAxis, base: BasePeriod, percent: float) -> FloatArray:
    """What part of its thresholds each day exceeds: Zhang et al. 2005, step by step."""
    threshold = day_thresholds(values, axis, base, percent)
    is_high = percent > 50.0
    beyond = (values > threshold) if is_high else (values < threshold)
    result = beyond.astype(np.float64)
    rows = base_days(axis, base).rows
    count = base.number_of_years
    for position in np.flatnonzero((axis.years >= base.first_year) & (axis.years <= base.last_year)):
        sample = window(values, rows, int(axis.day_of_year[position]))
        own = int(axis.years[position]) - base.first_year
        rest = np.delete(sample, own, axis=0).ravel()
        limits = [
            percentile(np.concatenate([rest, sample[year]]), percent) for year in range(count) if year != own
        ]
        limits = np.array(limits).astype(values.dtype)
        beyond = (values[position] > limits) if is_high else (values[position] < limits)
        result[position] = np.mean(beyond)
    return result


def by_year(
    index: ClimateIndex, series: Mapping[str, FloatArray], axis: TimeAxis, period: Period, base: BasePeriod
) -> dict[int, float]:
    """The definition of an index applied to each period that is whole on the axis."""
    complete = with_mean(series)
    percentiles, parts = {}, {}
    for tally in index.tallies:
        for term in [term for condition in conditions_of(tally) for term in condition.all_of]:
            values = complete[term.variable]
            if isinstance(term.threshold, DayPercentile):
                percentiles[term.variable, term.threshold] = day_thresholds(
                    values, axis, base, term.threshold.percent
                )
            if isinstance(term.threshold, BasePercentile):
                percentiles[term.variable, term.threshold] = _base_threshold(
                    values, axis, base, term.threshold
                )
        if isinstance(tally, Exceedances):
            parts[tally.variable, tally.threshold] = shares(
                complete[tally.variable], axis, base, tally.threshold.percent
            )
    found = spans(axis, period)
    whole = found.last - found.first == found.days
    return {
        int(year): index.definition(Days(complete, int(first), int(last), int(turn), percentiles, parts))
        for year, first, last, turn, is_whole in zip(
            found.years, found.first, found.last, found.turn, whole, strict=True
        )
        if is_whole
    }


def _base_threshold(
    values: FloatArray, axis: TimeAxis, base: BasePeriod, limit: BasePercentile
) -> FloatArray:
    inside = (axis.years >= base.first_year) & (axis.years <= base.last_year)
    kept = values[inside & np.isin(axis.months, limit.months)]
    return np.asarray(percentile(kept[kept >= limit.at_least], limit.percent), dtype=values.dtype)
