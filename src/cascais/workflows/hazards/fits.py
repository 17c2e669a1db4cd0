"""Return levels and trends of every record's series, many places at once, for the tables beside the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cascais.errors import InputError, Problem
from cascais.hazards.extremes import Family, Interval, fit, return_levels
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.hazards.store_schema import RETURN_LEVEL_COLUMNS, TREND_COLUMNS
from cascais.hazards.tallies import Maximum, RollingMaximum
from cascais.hazards.trends import trend

RETURN_PERIODS_YEARS = (2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
DECADE = 10.0
GROUPED_BY = ("index", "period", "scenario", "model")
MAXIMA = (Maximum, RollingMaximum)


@dataclass(frozen=True, slots=True)
class Series:
    """One index of many places: values (places, years), NaN where there is none, and what they are of."""

    places: tuple[str, ...]
    years: NDArray[np.int64]
    values: NDArray[np.float64]
    labels: dict[str, str]


def maxima() -> tuple[str, ...]:
    """The indices that are the greatest value of a period, and so may have return levels."""
    return tuple(
        index.key
        for index in CLIMATE_INDICES.values()
        if len(index.tallies) == 1 and isinstance(index.tallies[0], MAXIMA)
    )


def series_of(records: pl.DataFrame, indices: Sequence[str] = ()) -> Iterator[Series]:
    """The series of a store, an index, period, scenario and model at a time."""
    chosen = records.filter(pl.col("index").is_in(list(indices))) if indices else records
    for labels, part in chosen.partition_by(GROUPED_BY, as_dict=True, maintain_order=True).items():
        known = part["year"].cast(pl.Int64).to_numpy()
        years = np.arange(known.min(), known.max() + 1)
        places = part["place"].unique(maintain_order=True)
        row = part["place"].replace_strict(places, np.arange(len(places)), return_dtype=pl.Int64).to_numpy()
        values = np.full((len(places), len(years)), np.nan)
        values[row, known - years[0]] = part["value"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        named = dict(zip(GROUPED_BY, map(str, labels), strict=True))
        yield Series(tuple(places.to_list()), years, values, named)


def return_level_table(records: pl.DataFrame, indices: Sequence[str] = ()) -> pl.DataFrame:
    """Return levels (GEV by maximum likelihood, 95 % profile-likelihood intervals) of indices that are maxima.

    Raises InputError where a named index is none.
    """
    possible = maxima()
    unfit = [key for key in indices if key not in possible]
    if unfit:
        raise InputError(
            Problem(
                "Return levels are of indices that are the greatest value of a period.",
                value=", ".join(unfit), allowed=", ".join(possible),
            )
        )  # fmt: skip
    frames = [_levels(each) for each in series_of(records, indices or possible)]
    return _joined(frames, RETURN_LEVEL_COLUMNS)


def trend_table(records: pl.DataFrame, indices: Sequence[str] = ()) -> pl.DataFrame:
    """Sen slope and Mann–Kendall test of every series."""
    return _joined([_trends(each) for each in series_of(records, indices)], TREND_COLUMNS)


def _levels(series: Series) -> pl.DataFrame:
    fitted = fit(series.values, Family.GEV)
    levels = return_levels(fitted, RETURN_PERIODS_YEARS, interval=Interval.PROFILE)
    count = len(RETURN_PERIODS_YEARS)
    parameters = {
        name: np.repeat(fitted.parameters[:, fitted.names.index(name)], count)
        for name in ("location", "scale", "shape")
    }
    return pl.DataFrame(
        {
            "place": np.repeat(np.array(series.places, dtype=object), count).tolist(),
            "return_period_years": np.tile(RETURN_PERIODS_YEARS, len(series.places)),
            "level": levels.level.ravel(),
            "low": levels.low.ravel(),
            "high": levels.high.ravel(),
            **parameters,
            "years": np.repeat(fitted.count, count),
            "outcome": levels.outcome.ravel(),
        }
    ).with_columns(**_labels(series))


def _trends(series: Series) -> pl.DataFrame:
    found = trend(series.values, series.years.astype(np.float64))
    first, last = _ends(series)
    return pl.DataFrame(
        {
            "place": list(series.places),
            "slope_per_decade": found.slope * DECADE,
            "low": found.low * DECADE,
            "high": found.high * DECADE,
            "p_value": found.p_value,
            "tau": found.tau,
            "first_year": first,
            "last_year": last,
            "years": found.count,
            "outcome": found.outcome,
        }
    ).with_columns(**_labels(series))


def _ends(series: Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last year with a value; those of the series where a place has none."""
    is_known = ~np.isnan(series.values)
    first = series.years[np.argmax(is_known, axis=1)]
    last = series.years[series.values.shape[1] - 1 - np.argmax(is_known[:, ::-1], axis=1)]
    return first, last


def _labels(series: Series) -> dict[str, pl.Expr]:
    return {name: pl.lit(value) for name, value in series.labels.items()}


def _joined(frames: Sequence[pl.DataFrame], columns: Mapping[str, str]) -> pl.DataFrame:
    schema = pl.Schema({name: getattr(pl, kind)() for name, kind in columns.items()})
    return (
        pl.concat([frame.select(*columns).cast(schema) for frame in frames])
        if frames
        else pl.DataFrame(schema=schema)
    )
