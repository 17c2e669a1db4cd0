"""`cascais hazards` as a person uses it: weather in, indices, municipalities, return levels and trends out."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xarray as xr

from cascais import cli


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["hazards", *arguments])
    captured = capsys.readouterr()
    return int(stopped.value.code or 0), captured.out, captured.err


@pytest.fixture
def grid(tmp_path: Path) -> Path:
    days = np.arange("1991-01-01", "2006-01-01", dtype="datetime64[D]").astype("datetime64[ns]")
    lowest = np.random.default_rng(1).normal(2, 8, (len(days), 2, 3)).astype(np.float32)
    dims = ("time", "lat", "lon")
    data = xr.Dataset(
        {"tasmin": (dims, lowest, {"units": "degC"}), "tasmax": (dims, lowest + 9, {"units": "degC"})},
        coords={"time": days, "lat": [50.0, 49.9], "lon": [14.0, 14.1, 14.2]},
    )
    path = tmp_path / "grid.nc"
    data.to_netcdf(path, engine="h5netcdf")
    return path


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    ring = [[13.95, 49.85], [14.15, 49.85], [14.15, 50.05], [13.95, 50.05], [13.95, 49.85]]
    feature = {"properties": {"LAU_ID": "a"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path = tmp_path / "towns.geojson"
    path.write_text(json.dumps({"features": [feature]}), encoding="utf-8")
    return path


def test_from_weather_to_trends(
    grid: Path, towns: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results, store = str(tmp_path / "indices.zarr"), str(tmp_path / "members.parquet")
    status, out, err = run(
        capsys, "compute", str(grid), "--output", results, "--indices", "frost_days,hottest_day",
        "--periods", "year,DJF", "--threads", "1", "--block-size", "2", "--base", "1991-2000", "--format", "json",
    )  # fmt: skip
    assert status == 0
    (record,) = json.loads(out)
    assert (record["cells"], record["blocks_found"]) == (6, 0)
    assert record["peak_mb"] > 50
    assert "6 cells in 4 blocks; at most about" in err
    status, out, _ = run(capsys, "zonal", results, str(towns), "--output", store, "--format", "json")
    assert status == 0
    assert json.loads(out)[0] | {"weights": ""} == {
        "place": "a", "covered": 1.0, "how": "mean over the municipality’s area", "weights": "",
    }  # fmt: skip
    status, out, _ = run(capsys, "trend", store, "--indices", "frost_days", "--format", "csv")
    assert status == 0
    assert {row["period"] for row in csv.DictReader(io.StringIO(out))} == {"year", "DJF"}
    status, out, _ = run(capsys, "extremes", store, "--format", "csv")
    assert status == 0
    assert {row["index"] for row in csv.DictReader(io.StringIO(out))} == {"hottest_day"}
    names = {path.name for path in tmp_path.glob("members*")}
    assert names == {"members.parquet", "members.trends.parquet", "members.return_levels.parquet"}


def test_stations_go_straight_into_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days = np.arange("1991-01-01", "2001-01-01", dtype="datetime64[D]").astype("datetime64[ns]")
    values = np.full((len(days), 1), -1.0, dtype=np.float32)
    data = xr.Dataset(
        {"tasmin": (("time", "place"), values, {"units": "°C"})}, coords={"time": days, "place": ["town"]}
    )
    data.to_netcdf(tmp_path / "town.nc", engine="h5netcdf")
    store = tmp_path / "town.parquet"
    status, out, _ = run(
        capsys, "compute", str(tmp_path / "town.nc"), "--output", str(store), "--indices", "frost_days",
        "--scenario", "rcp45", "--model", "m", "--title", "Town", "--no-bootstrap", "--format", "csv",
    )  # fmt: skip
    assert status == 0
    assert "town.parquet" in out
    table = pl.read_parquet(store)
    assert table["value"].to_list() == [365, 366, 365, 365, 365, 366, 365, 365, 365, 366]
    assert set(table["scenario"]) == {"rcp45"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compute", "none.nc", "--output", "o.zarr"], "none.nc"),
        (["compute", "{grid}", "--output", "{folder}/o.zarr", "--indices", "frosty"], "frosty"),
        (["compute", "{grid}", "--output", "{folder}/o.zarr", "--base", "1990"], "base period"),
        (["compute", "{grid}", "--output", "{folder}/o.parquet"], "cascais hazards zonal"),
        (["fetch", "nowhere", "x", "--output", "{folder}/o.nc"], "nowhere"),
        (["fetch", "open_meteo", "Beja", "--output", "{folder}/o.nc"], "name,latitude,longitude"),
        (["fetch", "chmi", "none.csv", "--output", "{folder}/o.nc"], "none.csv"),
        (["trend", "none.parquet"], "none.parquet"),
    ],
)
def test_bad_input_ends_with_status_2_and_is_named(
    grid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    filled = [each.format(grid=grid, folder=tmp_path) for each in arguments]
    status, out, err = run(capsys, *filled)
    assert status == 2
    assert out == ""
    assert said in err


def test_help_loads_neither_grids_nor_compiler() -> None:
    code = "import cascais.cli, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "cascais.cli.hazards" in loaded.split()
    assert {"numba", "xarray", "dask", "polars", "scipy", "shapely"} & set(loaded.split()) == set()
