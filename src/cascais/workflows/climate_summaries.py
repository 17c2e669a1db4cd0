"""What follows from the yearly values of climate indices: means of thirty years, trends and return levels.

A table of results has a row per place, index, period, scenario, model and year; the summary a row per statement, so
that pages only read. Loaded only where something is computed: it needs the compiled kernels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cascais.hazards.extremes import Interval, fit, return_levels
from cascais.hazards.trends import trend

KEYS = ("place", "index", "period", "scenario", "model")
SCHEMA: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(KEYS, pl.String),
    "statement": pl.String,
    "from_year": pl.Int16,
    "to_year": pl.Int16,
    "years": pl.Int16,
    "return_years": pl.Int16,
    "value": pl.Float32,
    "low": pl.Float32,
    "high": pl.Float32,
    "p_value": pl.Float32,
}
SPANS = ((1961, 1990), (1991, 2020), (2021, 2050), (2041, 2070), (2071, 2100))
"""Thirty years of which means are compared: the normals of the World Meteorological Organization, then the future."""
SHARE_OF_YEARS = 0.8
"""Of the years of a mean, so many must be there (WMO-No. 1203, section 4.4)."""
FEWEST_FOR_TREND = 30
TREND_FROM = 1961
"""Trends of long series begin here: the warming of today's generation, not of two and a half centuries."""
MAXIMA = ("hottest_day", "warmest_night", "wettest_day", "wettest_five_days", "strongest_gust")
MINIMA = ("coldest_day", "coldest_night")
RETURN_YEARS = (2, 5, 10, 20, 50, 100)
YEAR = "year"


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its key, its years and values [unit of the index], without the years that are not computable."""

    key: tuple[str, ...]
    years: NDArray[np.int64]
    values: NDArray[np.float64]

    @property
    def index(self) -> str:
        """The key of the climate index."""
        return self.key[KEYS.index("index")]

    @property
    def period(self) -> str:
        """The key of the period."""
        return self.key[KEYS.index("period")]


def summary(results: pl.DataFrame) -> pl.DataFrame:
    """Means (mean), Sen slopes per decade (trend) and levels once in so many years (level) of every series.

    Trends from 1961 with Mann–Kendall's test after Hamed and Rao; levels by a GEV fit of the yearly extremes with
    the profile-likelihood interval, both at 95 %. What cannot be said has no row.
    """
    found = list(_series(results))
    rows = [row for each in found for row in _means(each)]
    rows += _trends([each for each in found if np.sum(each.years >= TREND_FROM) >= FEWEST_FOR_TREND])
    rows += [row for each in found for row in _levels(each)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("index", "period", "place", "statement")


def _series(results: pl.DataFrame) -> Iterator[Series]:
    known = results.filter(pl.col("value").is_not_null()).sort(*KEYS, "year")
    for key, part in known.group_by(KEYS, maintain_order=True):
        years, values = part["year"].to_numpy(), part["value"].to_numpy()
        yield Series(tuple(map(str, key)), years.astype(np.int64), values.astype(np.float64))


def _means(series: Series) -> Iterator[tuple[object, ...]]:
    for first, last in SPANS:
        inside = (series.years >= first) & (series.years <= last)
        count = int(inside.sum())
        if count >= SHARE_OF_YEARS * (last - first + 1):
            mean = float(series.values[inside].mean())
            yield (*series.key, "mean", first, last, count, None, mean, None, None, None)


def _trends(found: Sequence[Series]) -> list[tuple[object, ...]]:
    """All series on one axis of years, so that they are tested together."""
    if not found:
        return []
    last = max(int(each.years[-1]) for each in found)
    values = np.full((len(found), last - TREND_FROM + 1), np.nan)
    for row, each in enumerate(found):
        is_late = each.years >= TREND_FROM
        values[row, each.years[is_late] - TREND_FROM] = each.values[is_late]
    done = trend(values, np.arange(TREND_FROM, last + 1, dtype=np.float64))
    ends = [each.years[each.years >= TREND_FROM] for each in found]
    return [
        (*each.key, "trend", int(years[0]), int(years[-1]), int(done.count[row]), None,
         10 * done.slope[row], 10 * done.low[row], 10 * done.high[row], done.p_value[row])
        for row, (each, years) in enumerate(zip(found, ends, strict=True))
        if np.isfinite(done.slope[row]) and np.isfinite(done.p_value[row])
    ]  # fmt: skip


def _levels(series: Series) -> Iterator[tuple[object, ...]]:
    """Levels of the extremes of the year from 1961 on; lowest values are turned round for the fit and back."""
    if series.period != YEAR or series.index not in (*MAXIMA, *MINIMA):
        return
    sign = -1.0 if series.index in MINIMA else 1.0
    is_late = series.years >= TREND_FROM
    if is_late.sum() < FEWEST_FOR_TREND:
        return
    levels = return_levels(fit(sign * series.values[is_late]), RETURN_YEARS, interval=Interval.PROFILE)
    first, last, count = int(series.years[is_late][0]), int(series.years[-1]), int(is_late.sum())
    for place, years in enumerate(RETURN_YEARS):
        level, ends = levels.level[0, place], (levels.low[0, place], levels.high[0, place])
        low, high = sorted(float(sign * end) for end in ends) if all(np.isfinite(ends)) else (None, None)
        if np.isfinite(level):
            yield (*series.key, "level", first, last, count, years, float(sign * level), low, high, None)
