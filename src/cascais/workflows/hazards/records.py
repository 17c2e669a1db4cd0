"""Results as records: of stations or points as they are, of grids as means over municipalities."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import xarray as xr
from numpy.typing import NDArray

from cascais.errors import InputError, Problem
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.hazards.store_schema import COLUMNS, DROUGHTS, OBSERVED, Description
from cascais.hazards.zonal.means import zonal_means
from cascais.hazards.zonal.weights import ZonalWeights
from cascais.workflows.hazards.results import DESCRIPTION, MISSING_SUFFIX, SOURCES

PLACE = "place"
Means = Callable[[NDArray[np.floating]], NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class Run:
    """Which run of which model the values are of."""

    scenario: str = OBSERVED
    model: str = ""


def station_records(results: xr.Dataset, run: Run = Run()) -> pl.DataFrame:
    """Records of stations or points: a result whose cells have the one dimension `place`."""
    cells = [str(dim) for dim in results[next(iter(results.data_vars))].dims[2:]]
    if cells != [PLACE]:
        raise InputError(
            Problem(
                "These are no stations or points.",
                value=", ".join(cells), allowed=PLACE,
                next_step="Make means over municipalities of a grid: cascais hazards zonal.",
            )
        )  # fmt: skip
    keys = results[PLACE].to_numpy() if PLACE in results.coords else np.arange(results.sizes[PLACE])
    return _records(results, [str(key) for key in keys], lambda layers: layers, run)


def zonal_records(results: xr.Dataset, weights: ZonalWeights, run: Run = Run()) -> pl.DataFrame:
    """Records of municipalities: means of every index over their cells; missing days are rounded."""
    return _records(results, weights.keys, lambda layers: zonal_means(weights, layers), run)


def _records(results: xr.Dataset, places: Sequence[str], means: Means, run: Run) -> pl.DataFrame:
    frames = list(_frames(results, places, means))
    if not frames:
        return pl.DataFrame(schema={name: getattr(pl, kind) for name, kind in COLUMNS.items()})
    whole = pl.concat(frames)
    return whole.with_columns(
        scenario=pl.lit(run.scenario), model=pl.lit(run.model), place=pl.col("place").cast(pl.String)
    ).select(*COLUMNS)


def _frames(results: xr.Dataset, places: Sequence[str], means: Means) -> Iterator[pl.DataFrame]:
    own = pl.Series("place", list(places), dtype=pl.String)
    for name in map(str, results.data_vars):
        if name not in CLIMATE_INDICES and name not in DROUGHTS:
            continue
        values = results[name]
        period_dim, year_dim = (str(dim) for dim in values.dims[:2])
        missing = results.get(name + MISSING_SUFFIX)
        years = results[year_dim].to_numpy()
        for at, period in enumerate(results[period_dim].to_numpy()):
            of_places = means(_layers(values[at]))
            days = (
                np.zeros_like(of_places)
                if missing is None
                else _missing(means, _layers(missing[at]), len(places))
            )
            there = ~np.isnan(days).all(axis=1)
            yield _frame(name, str(period), (own, years[there]), of_places[there], days[there])


def _frame(
    index: str,
    period: str,
    axes: tuple[pl.Series, NDArray[np.int16]],
    values: NDArray[np.floating],
    days: NDArray[np.floating],
) -> pl.DataFrame:
    places, years = axes
    count = len(places)
    return pl.DataFrame(
        {
            "place": np.tile(np.arange(count, dtype=np.uint32), len(years)),
            "year": np.repeat(years.astype(np.int16), count),
            "value": values.astype(np.float32).ravel(),
            "missing_days": days.ravel(),
        }
    ).with_columns(
        pl.col("place").replace_strict(dict(enumerate(places)), return_dtype=pl.String),
        pl.col("value").fill_nan(None),
        pl.col("missing_days").fill_nan(None).round().cast(pl.Int16),
        index=pl.lit(index),
        period=pl.lit(period),
    )


def _layers(values: xr.DataArray) -> NDArray[np.floating]:
    array = values.to_numpy()
    return array.reshape(array.shape[0], -1)


def _missing(means: Means, days: NDArray[np.floating], count: int) -> NDArray[np.floating]:
    """Missing days of places; NaN in years in which the period does not apply."""
    applies = (days >= 0).any(axis=1)
    found = np.full((len(days), count), np.nan)
    if applies.any():
        found[applies] = means(np.maximum(days[applies], 0).astype(np.float32))
        found[applies] = np.nan_to_num(found[applies])
    return found


def description_of_results(results: xr.Dataset, title: str, licence: str = "") -> Description:
    """What a store made of a result says of itself."""
    about = json.loads(str(results.attrs.get(DESCRIPTION, "{}")))
    sources = json.loads(str(results.attrs.get(SOURCES, "[]")))
    return Description(
        title=title,
        sources=tuple(sources),
        licence=licence or ", ".join(sorted({str(each.get("licence", "")) for each in sources} - {""})),
        base_period=about.get("base_period", ""),
        computed_with=about.get("computed_with", ""),
        accessed=max((str(each.get("accessed", "")) for each in sources), default=""),
    )


def dated(description: Description, today: date) -> Description:
    """The description with the day on which the store was made, where no source says when it was fetched."""
    return description if description.accessed else replace(description, accessed=today.isoformat())


def appended(store: Path, records: pl.DataFrame) -> pl.DataFrame:
    """The records of a store with new ones in the place of those of the same scenario and model."""
    if not store.exists():
        return records
    before = pl.read_parquet(store)
    replaced = records.select("scenario", "model").unique()
    return pl.concat(
        [before.join(replaced, on=["scenario", "model"], how="anti"), records.cast(before.schema)]
    )
