"""Indices of a grid: the same whatever the blocks, threads, layout and cluster; going on, refusing, bounded memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from distributed import LocalCluster
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.hazards.blocks import of_series
from cascais.hazards.percentiles import BasePeriod
from cascais.workflows.hazards import running
from cascais.workflows.hazards.computing import Wanted, wanted
from cascais.workflows.hazards.division import division
from cascais.workflows.hazards.results import opened, part_of
from cascais.workflows.hazards.running import Means, run
from cascais.workflows.hazards.weather import open_weather

SHAPE = (4, 5)
BASE = BasePeriod(1981, 2004)


def daily(first: str = "1981-01-01", end: str = "2005-01-01", seed: int = 1) -> xr.Dataset:
    time = np.arange(first, end, dtype="datetime64[D]").astype("datetime64[ns]")
    rng = np.random.default_rng(seed)
    n = (len(time), *SHAPE)
    season = 10 - 12 * np.cos(np.arange(len(time)) / 365.25 * 2 * np.pi)[:, None, None]
    lowest = season + rng.normal(0, 5, n)
    highest = lowest + rng.gamma(3, 3, n)
    rain = rng.gamma(0.3, 8, n)
    highest[100:130, 1, 1] = np.nan
    for values in (lowest, highest, rain):
        values[:, 3, 4] = np.nan
    dims = ("time", "lat", "lon")
    return xr.Dataset(
        {
            "tasmax": (dims, highest.astype(np.float32), {"units": "°C"}),
            "tasmin": (dims, lowest.astype(np.float32), {"units": "°C"}),
            "pr": (dims, rain.astype(np.float32), {"units": "mm/day"}),
        },
        coords={
            "time": time,
            "lat": 50.0 - 0.1 * np.arange(SHAPE[0]),
            "lon": 14.0 + 0.1 * np.arange(SHAPE[1]),
        },
    )


CHOSEN = (
    "frost_days",
    "warm_days",
    "growing_season_length",
    "total_rain",
    "longest_dry_spell",
    "spi_3",
    "spei_6",
)


def chosen() -> Wanted:
    return wanted(("tasmax", "tasmin", "pr"), CHOSEN, ("year", "DJF", "07"), BASE)


def same(one: xr.Dataset, other: xr.Dataset) -> None:
    assert set(one.data_vars) == set(other.data_vars)
    for name in one.data_vars:
        np.testing.assert_array_equal(one[name].to_numpy(), other[name].to_numpy(), err_msg=str(name))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("grids")


@pytest.fixture(scope="module")
def netcdf(folder: Path) -> Path:
    path = folder / "weather.nc"
    data = daily()
    chunks = {name: {"chunksizes": (90, *SHAPE), "compression": "gzip"} for name in data.data_vars}
    data.to_netcdf(path, engine="h5netcdf", encoding=chunks)
    return path


@pytest.fixture(scope="module")
def whole(folder: Path) -> xr.Dataset:
    run(open_weather(daily()), chosen(), folder / "whole.zarr")
    return opened(folder / "whole.zarr").load()


def test_an_index_is_what_the_single_series_gives(whole: xr.Dataset) -> None:
    data = daily()
    weather = open_weather(data)
    series = {name: data[name].to_numpy()[:, 2, 3] for name in ("tasmax", "tasmin", "pr")}
    for key in ("frost_days", "warm_days", "growing_season_length", "total_rain"):
        expected = of_series(key, series, weather.axis, base=BASE)
        found = whole[key].sel(period="year").isel(lat=2, lon=3)
        for year, value in expected.items():
            assert float(found.sel(year=year)) == np.float32(value)


def test_a_missing_cell_is_missing_in_every_index(whole: xr.Dataset) -> None:
    for key in CHOSEN:
        assert np.isnan(whole[key].isel(lat=3, lon=4)).all()
        assert not np.isnan(whole[key].isel(lat=0, lon=0)).all()
    assert int(whole["warm_days_missing_days"].sel(period="year", year=1981)[1, 1]) == 30


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 20), st.integers(1, 3), st.booleans())
def test_blocks_threads_and_files_never_change_a_result(
    tmp_path: Path, netcdf: Path, whole: xr.Dataset, cells: int, threads: int, of_file: bool
) -> None:
    output = tmp_path / f"{cells}_{threads}_{of_file}.zarr"
    weather = open_weather(netcdf if of_file else daily())
    run(weather, chosen(), output, Means(threads, block_cells=cells))
    same(opened(output).load(), whole)


@pytest.mark.parametrize("order", [("time", "lon", "lat"), ("lat", "lon", "time")])
def test_layout_of_the_store_never_changes_a_result(
    tmp_path: Path, whole: xr.Dataset, order: tuple[str, ...]
) -> None:
    path = tmp_path / "turned.zarr"
    daily().transpose(*order).chunk({"time": 1000, "lat": 2, "lon": 2}).to_zarr(path, consolidated=False)
    run(open_weather(path), chosen(), tmp_path / "turned_result.zarr", Means(2))
    found = opened(tmp_path / "turned_result.zarr").load()
    same(found.transpose(..., "lat", "lon"), whole)


def test_netcdf_holds_the_same(tmp_path: Path, whole: xr.Dataset) -> None:
    run(open_weather(daily()), chosen(), tmp_path / "result.nc")
    with opened(tmp_path / "result.nc") as found:
        same(found.load(), whole)
        assert found["frost_days"].attrs["units"] == "d"


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        dashboard_address=None,
        protocol="tcp",
        host="127.0.0.1",
    ) as found:
        yield found


@pytest.mark.parametrize("cells", [3, 20])
def test_a_cluster_gives_the_same(
    tmp_path: Path, netcdf: Path, whole: xr.Dataset, cluster: LocalCluster, cells: int
) -> None:
    output = tmp_path / "cluster.zarr"
    run(open_weather(netcdf), chosen(), output, Means(scheduler=cluster.scheduler_address, block_cells=cells))
    same(opened(output).load(), whole)


def test_what_was_broken_off_goes_on(
    tmp_path: Path, netcdf: Path, whole: xr.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "resumed.zarr"
    calls = []
    real = running.of_block

    def failing(*arguments: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(*arguments, **named)

    monkeypatch.setattr(running, "of_block", failing)
    with pytest.raises(KeyboardInterrupt):
        run(open_weather(netcdf), chosen(), output, Means(block_cells=4))
    assert not output.exists()
    assert len(json.loads((part_of(output) / "journal.json").read_text())["done"]) == 3
    ran = run(open_weather(netcdf), chosen(), output, Means(block_cells=4))
    assert (ran.found, ran.computed) == (3, 5)
    assert not part_of(output).exists()
    same(opened(output).load(), whole)
    again = run(open_weather(netcdf), chosen(), output, Means(block_cells=4))
    assert again.computed == 0


def test_other_input_or_options_are_refused(tmp_path: Path) -> None:
    output = tmp_path / "result.zarr"
    run(open_weather(daily()), chosen(), output)
    for data, what in ((daily(seed=2), chosen()), (daily(), wanted(("tasmin",), ["frost_days"], base=BASE))):
        with pytest.raises(InputError, match="computed of other input") as refused:
            run(open_weather(data), what, output)
        assert refused.value.problems[0].file == "result.zarr"


def test_memory_is_bounded_by_the_block(netcdf: Path) -> None:
    weather = open_weather(netcdf)
    estimates = [division(weather, cells).estimated_bytes for cells in (1, 5, 20)]
    assert all(one < other for one, other in pairwise(estimates))
    assert division(weather, 5).is_staged
    assert not division(weather, 20).is_staged


def test_missing_dates_are_missing_days(tmp_path: Path) -> None:
    data = daily()
    kept = np.ones(data.sizes["time"], bool)
    kept[40:47] = False
    weather = open_weather(data.isel(time=np.flatnonzero(kept)))
    ran = run(weather, chosen(), tmp_path / "gap.zarr", Means(block_cells=6))
    assert ran.missing_dates == 7
    found = opened(tmp_path / "gap.zarr")
    assert int(found["frost_days_missing_days"].sel(period="year", year=1981)[0, 0]) == 7
    assert np.isnan(found["total_rain"].sel(period="year", year=1981)[0, 0])


def test_doubled_dates_and_unknown_units_are_refused() -> None:
    data = daily(end="1982-01-01")
    with pytest.raises(InputError, match="given twice"):
        open_weather(data.isel(time=[0, 1, 1, 2]))
    data["tasmax"].attrs["units"] = "°F"
    with pytest.raises(InputError, match="unit is unknown") as refused:
        open_weather(data)
    assert refused.value.problems[0].column == "tasmax"


def test_kelvin_and_fluxes_are_converted(tmp_path: Path) -> None:
    data = daily()
    for name in ("tasmax", "tasmin"):
        data[name] = (data[name].astype(np.float64) + 273.15).assign_attrs(units="K")
    data["pr"] = (data["pr"].astype(np.float64) / 86400).assign_attrs(units="kg m-2 s-1")
    weather = open_weather(data.rename({"tasmax": "tx", "lat": "latitude", "lon": "longitude"}))
    run(weather, wanted(weather.variables, ["hottest_day", "total_rain"], base=BASE), tmp_path / "k.zarr")
    run(
        open_weather(daily()),
        wanted(weather.variables, ["hottest_day", "total_rain"], base=BASE),
        tmp_path / "c.zarr",
    )
    one, other = opened(tmp_path / "k.zarr"), opened(tmp_path / "c.zarr")
    np.testing.assert_allclose(one["hottest_day"], other["hottest_day"], atol=1e-5)
    np.testing.assert_allclose(one["total_rain"], other["total_rain"], rtol=1e-5)


def test_a_truncated_file_is_named(tmp_path: Path, netcdf: Path) -> None:
    path = tmp_path / "short.nc"
    path.write_bytes(netcdf.read_bytes()[:5000])
    with pytest.raises(InputError, match="damaged") as refused:
        open_weather(path)
    assert refused.value.problems[0].file == "short.nc"


def test_fire_weather_and_humid_heat_are_derived(tmp_path: Path) -> None:
    data = daily()
    rng = np.random.default_rng(3)
    for name, values, unit in (
        ("hurs", rng.uniform(10, 95, data["pr"].shape), "%"), ("sfcWind", rng.gamma(2, 3, data["pr"].shape), "m/s"),
    ):  # fmt: skip
        data[name] = (data["pr"].dims, values.astype(np.float32), {"units": unit})
    what = wanted(tuple(map(str, data.data_vars)), ["high_fire_danger_days", "heat_stress_days"], base=BASE)
    for cells in (2, 20):
        run(open_weather(data), what, tmp_path / f"{cells}.zarr", Means(block_cells=cells))
    found = opened(tmp_path / "20.zarr").load()
    same(opened(tmp_path / "2.zarr").load(), found)
    assert float(found["high_fire_danger_days"].sel(period="year").max()) > 0
    assert "high_fire_danger_days" in wanted(tuple(map(str, data.data_vars))).indices
    assert "high_fire_danger_days" not in wanted(("tasmax",)).indices


def test_unknown_indices_and_periods_are_named() -> None:
    with pytest.raises(InputError, match="no such index or period") as refused:
        wanted(("tasmax",), ["frosty"], ["13"])
    assert refused.value.problems[0].value == "frosty, 13"
    assert len(wanted(("tasmax", "tasmin", "pr"), ["etccdi"]).indices) == 27
