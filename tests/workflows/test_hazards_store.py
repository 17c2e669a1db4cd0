"""The store of results: records of stations and municipalities, read back for one place; return levels and trends."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xarray as xr

from cascais.errors import InputError
from cascais.hazards.store_schema import COLUMNS, SORTED_BY, Description
from cascais.workflows.hazards import fits, store
from cascais.workflows.hazards.computing import wanted
from cascais.workflows.hazards.municipalities import kept_weights, places_from_geojson
from cascais.workflows.hazards.records import (
    Run,
    appended,
    description_of_results,
    station_records,
    zonal_records,
)
from cascais.workflows.hazards.results import opened
from cascais.workflows.hazards.running import run
from cascais.workflows.hazards.weather import open_weather

ABOUT = Description(
    "Made up", ({"source": "made_up", "licence": "CC0"},), "CC0", "1961-1990", "Cascais", "2026-01-01"
)


def weather(dims: tuple[str, ...], shape: tuple[int, ...]) -> xr.Dataset:
    days = np.arange("1991-01-01", "2011-01-01", dtype="datetime64[D]").astype("datetime64[ns]")
    rng = np.random.default_rng(5)
    lowest = rng.normal(3, 8, (len(days), *shape)).astype(np.float32)
    data = xr.Dataset(
        {
            "tasmin": (("time", *dims), lowest, {"units": "°C"}),
            "tasmax": (("time", *dims), lowest + 8, {"units": "°C"}),
        },
        coords={"time": days},
    )
    return data.assign_attrs(cascais_sources=json.dumps([{"licence": "CC0", "accessed": "2026-02-03"}]))


def grid_result(tmp_path: Path) -> xr.Dataset:
    data = weather(("lat", "lon"), (3, 4)).assign_coords(lat=[49.5, 49.4, 49.3], lon=[14.0, 14.1, 14.2, 14.3])
    what = wanted(("tasmin", "tasmax"), ["frost_days", "hottest_day"], ["year", "DJF"])
    run(open_weather(data), what, tmp_path / "grid.zarr")
    return opened(tmp_path / "grid.zarr").load()


def boundaries(tmp_path: Path) -> Path:
    def square(west: float, east: float) -> dict[str, object]:
        ring = [[west, 49.25], [east, 49.25], [east, 49.45], [west, 49.45], [west, 49.25]]
        return {"type": "Polygon", "coordinates": [ring]}

    features = [
        {"type": "Feature", "properties": {"LAU_ID": key}, "geometry": square(*ends)}
        for key, ends in (("a", (13.95, 14.05)), ("b", (13.95, 14.15)))
    ]
    path = tmp_path / "towns.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_stations_become_records(tmp_path: Path) -> None:
    data = weather(("place",), (2,)).assign_coords(place=["prague", "brno"])
    run(open_weather(data), wanted(("tasmin",), ["frost_days"]), tmp_path / "stations.zarr")
    found = opened(tmp_path / "stations.zarr")
    table = station_records(found)
    assert table.columns == list(COLUMNS)
    assert table.height == 2 * 20
    expected = int((data["tasmin"].sel(place="brno", time="1995") < 0).sum())
    chosen = table.filter((pl.col("place") == "brno") & (pl.col("year") == 1995))
    assert chosen["value"].to_list() == [expected]
    assert chosen["missing_days"].to_list() == [0]


def test_municipalities_are_means_of_their_cells_and_weights_are_kept(tmp_path: Path) -> None:
    result = grid_result(tmp_path)
    towns = places_from_geojson(boundaries(tmp_path))
    weights, was_kept = kept_weights(towns, result, tmp_path / "weights")
    again, is_kept = kept_weights(towns, result, tmp_path / "weights")
    assert (was_kept, is_kept) == (False, True)
    np.testing.assert_array_equal(weights.weight, again.weight)
    table = zonal_records(result, weights, Run("rcp45", "model"))
    value = table.filter(
        (pl.col("place") == "a") & (pl.col("index") == "frost_days") & (pl.col("period") == "year") & (pl.col("year") == 2000)
    )["value"].item()  # fmt: skip
    cells = result["frost_days"].sel(period="year", year=2000).isel(lat=[1, 2], lon=0)
    assert value == pytest.approx(float(cells.mean()), abs=0.05)
    assert set(table["scenario"]) == {"rcp45"}


def test_a_winter_that_began_before_the_data_is_not_computable(tmp_path: Path) -> None:
    result = grid_result(tmp_path)
    weights, _ = kept_weights(places_from_geojson(boundaries(tmp_path)), result, tmp_path / "weights")
    table = zonal_records(result, weights)
    first = table.filter(
        (pl.col("index") == "frost_days") & (pl.col("period") == "DJF") & (pl.col("year") == 1991)
    )
    assert first["value"].to_list() == [None, None]
    assert first["missing_days"].to_list() == [31, 31]


def test_a_feature_without_key_or_shape_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.geojson"
    features = [{"properties": {}, "geometry": None}, {"properties": {"key": "a"}, "geometry": None}]
    path.write_text(json.dumps({"features": features}), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        places_from_geojson(path)
    assert [problem.row for problem in refused.value.problems] == [1, 2]
    path.write_text("no", encoding="utf-8")
    with pytest.raises(InputError, match="no GeoJSON"):
        places_from_geojson(path)


def many(places: int, indices: int = 3, years: int = 40) -> pl.DataFrame:
    rng = np.random.default_rng(1)
    keys = ["frost_days", "hottest_day", "wettest_day"][:indices]
    place, index, year = (
        each.ravel() for each in np.meshgrid(range(places), range(len(keys)), range(years), indexing="ij")
    )
    return pl.DataFrame(
        {
            "place": [f"p{number:05d}" for number in place],
            "index": [keys[number] for number in index],
            "period": "year",
            "year": year + 1971,
            "scenario": "observed",
            "model": "",
            "value": 30 + rng.gumbel(0, 2, len(place)) + 0.05 * year,
            "missing_days": 0,
        }
    ).sample(fraction=1.0, shuffle=True, seed=1)


def test_what_is_written_is_read_back_sorted_for_one_place(tmp_path: Path) -> None:
    path = tmp_path / "results.parquet"
    table = many(3000)
    table = table.with_columns(
        value=pl.when(pl.col("year") == 1980).then(float("nan")).otherwise(pl.col("value"))
    )
    store.write_records(table, path, ABOUT)
    assert store.description_of(path) == ABOUT
    found = store.records_of(path, "p01234")
    assert found.height == 120
    assert found.equals(found.sort(SORTED_BY))
    assert found.filter(pl.col("year") == 1980)["value"].to_list() == [None] * 3
    assert store.records_of(path, "p01234", ["frost_days"], ["year"]).height == 40
    assert store.records_of(path, "nobody").is_empty()
    assert len(store.places_of(path)) == 3000
    started = time.perf_counter()
    for _ in range(10):
        store.records_of(path, "p02000")
    assert (time.perf_counter() - started) / 10 < 0.25
    assert [each.name for each in tmp_path.iterdir()] == ["results.parquet"]


def test_other_columns_and_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="other columns"):
        store.write_records(many(1).drop("year"), tmp_path / "results.parquet", ABOUT)
    assert not (tmp_path / "results.parquet").exists()
    many(1).write_parquet(tmp_path / "plain.parquet")
    with pytest.raises(InputError, match="no store"):
        store.description_of(tmp_path / "plain.parquet")


def test_a_run_replaces_its_own_rows_only(tmp_path: Path) -> None:
    path = tmp_path / "results.parquet"
    store.write_records(many(2), path, ABOUT)
    other = many(2).with_columns(scenario=pl.lit("rcp85"), model=pl.lit("m"))
    store.write_records(appended(path, other), path, ABOUT)
    store.write_records(appended(path, other), path, ABOUT)
    assert pl.read_parquet(path).height == 2 * many(2).height


def test_return_levels_and_trends_stand_beside(tmp_path: Path) -> None:
    path = tmp_path / "results.parquet"
    table = many(4)
    store.write_records(table, path, ABOUT)
    store.write_return_levels(fits.return_level_table(table), path, ABOUT)
    store.write_trends(fits.trend_table(table), path, ABOUT)
    levels = store.return_levels_of(path, "p00002")
    assert set(levels["index"]) == {"hottest_day", "wettest_day"}
    rows = levels.filter(pl.col("index") == "hottest_day").sort("return_period_years")
    assert rows["level"].is_sorted()
    assert (rows["low"] < rows["level"]).all()
    trends = store.trends_of(path, "p00002")
    assert trends.height == 3
    assert (
        (trends["low"] <= trends["slope_per_decade"]) & (trends["slope_per_decade"] <= trends["high"])
    ).all()
    assert trends["first_year"].to_list() == [1971] * 3
    assert store.trends_of(tmp_path / "other.parquet", "p00002").is_empty()
    with pytest.raises(InputError, match="greatest value"):
        fits.return_level_table(table, ["frost_days"])


def test_the_result_says_where_it_comes_from(tmp_path: Path) -> None:
    about = description_of_results(grid_result(tmp_path), "Title")
    assert (about.licence, about.accessed, about.base_period) == ("CC0", "2026-02-03", "1961-1990")


def test_reading_loads_no_grids_and_no_compiler() -> None:
    code = "import cascais.workflows.hazards.store, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert {"numba", "xarray", "dask", "scipy"} & set(loaded) == set()
