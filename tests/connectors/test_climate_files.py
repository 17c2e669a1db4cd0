from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from cascais.connectors import climate_files
from cascais.connectors._daily import DailyWeather, Origin
from cascais.connectors.climate_files import Area
from cascais.errors import InputError
from cascais.hazards.calendars import Calendar

ORIGIN = Origin("test", "Made for the test", "nobody", "none")
LATITUDES, LONGITUDES = np.array([49.05, 49.15, 49.25]), np.array([17.05, 17.15])
DAYS = 40
RNG = np.random.default_rng(7)
CELSIUS = RNG.normal(18.0, 4.0, (DAYS, 3, 2)).round(2)


def written(dataset: xr.Dataset, path: Path, **encoding: dict[str, Any]) -> Path:
    dataset.to_netcdf(path, engine="h5netcdf", encoding=encoding)
    return path


def grid(name: str, values: np.ndarray, unit: str, time: Any = None, **names: str) -> xr.Dataset:
    lat, lon, when = names.get("lat", "latitude"), names.get("lon", "longitude"), names.get("when", "time")
    time = xr.date_range("2001-02-20", periods=len(values)) if time is None else time
    coordinates = {when: time, lat: LATITUDES, lon: LONGITUDES}
    return xr.Dataset({name: ((when, lat, lon), values, {"units": unit})}, coords=coordinates)


def read(*paths: Path, area: Area | None = None) -> DailyWeather:
    return climate_files.load(list(paths), ORIGIN, area)


def said(found: DailyWeather) -> str:
    return "\n".join(map(str, found.problems))


def test_packed_values_of_e_obs_are_unpacked_and_fill_values_missing(tmp_path: Path) -> None:
    values = CELSIUS.copy()
    values[3, 0, 0] = np.nan
    packed = {"dtype": "int16", "scale_factor": 0.01, "_FillValue": np.int16(-9999)}
    found = read(written(grid("tx", values, "Celsius"), tmp_path / "tx_ens_mean_0.1deg_reg.nc", tx=packed))
    assert found.data["tasmax"].dims == ("time", "lat", "lon")
    assert found.data["tasmax"].dtype == np.float32
    assert np.allclose(found.data["tasmax"], values, atol=1e-4, equal_nan=True)
    assert found.data["tasmax"].attrs["units"] == "°C"
    assert (found.axis.length, found.missing_dates, found.problems) == (DAYS, 0, ())
    (origin,) = found.origins
    assert (origin.file, len(origin.sha256)) == ("tx_ens_mean_0.1deg_reg.nc", 64)
    assert found.block()["tasmax"].shape == (DAYS, 6)


def test_an_undeclared_code_of_missing_is_found(tmp_path: Path) -> None:
    values = np.abs(CELSIUS)
    values[[5, 6], 1, 1] = -9999.0
    found = read(written(grid("rr", values, "mm"), tmp_path / "rr.nc"))
    assert np.isnan(found.data["pr"].values[[5, 6], 1, 1]).all()
    assert "2 values are a code for missing" in said(found)
    assert "2001-02-25: -9999" in said(found)


@pytest.mark.parametrize(
    ("name", "variable", "unit", "factor", "offset"),
    [
        ("tasmax", "tasmax", "K", 1.0, 273.15),
        ("pr", "pr", "kg m-2 s-1", 1 / 86400, 0.0),
        ("tp", "pr", "m", 1 / 1000, 0.0),
        ("RR", "pr", "0.1 mm", 10.0, 0.0),
        ("tg", "tas", "0.1 degC", 10.0, 0.0),
        ("fg", "sfcWind", "km h-1", 3.6, 0.0),
        ("hu", "hurs", "1", 0.01, 0.0),
        ("snd", "snd", "m", 0.01, 0.0),
        ("sfcWindmax", "wsgsmax", "m s-1", 1.0, 0.0),
    ],
)
def test_units_are_made_alike(
    name: str, variable: str, unit: str, factor: float, offset: float, tmp_path: Path
) -> None:
    values = np.abs(CELSIUS) + 1.0
    found = read(written(grid(name, values * factor + offset, unit), tmp_path / "x.nc"))
    assert np.allclose(found.data[variable], values, atol=1e-3)


@pytest.mark.parametrize("calendar", ["noleap", "360_day", "standard"])
def test_calendars_of_models_are_kept_whatever_the_hour(calendar: str, tmp_path: Path) -> None:
    time = xr.date_range("2004-02-20 12:00", periods=DAYS, calendar=calendar, use_cftime=True)
    values = CELSIUS + 273.15
    found = read(written(grid("tasmax", values, "K", time), tmp_path / "x.nc"))
    assert found.axis.calendar is Calendar(calendar)
    assert (found.axis.year, found.axis.month, found.axis.day, found.missing_dates) == (2004, 2, 20, 0)
    assert found.axis.length == DAYS
    last = {"noleap": (3, 31), "360_day": (3, 29), "standard": (3, 30)}
    assert (int(found.axis.months[-1]), int(found.axis.days[-1])) == last[calendar]


def test_missing_and_doubled_dates_of_any_calendar_are_counted(tmp_path: Path) -> None:
    time = xr.date_range("2004-02-20", periods=DAYS, calendar="360_day", use_cftime=True)
    order = [*range(10), 9, *range(12, DAYS)]
    dataset = grid("tasmax", CELSIUS + 273.15, "K", time).isel(time=order)
    found = read(written(dataset, tmp_path / "x.nc"))
    assert (found.axis.length, found.missing_dates) == (DAYS, 2)
    assert np.isnan(found.data["tasmax"][10:12]).all()
    assert np.allclose(found.data["tasmax"][9], CELSIUS[9], atol=1e-4)
    assert "1 dates are given twice" in said(found)
    assert "2 dates between the first and the last are not there" in said(found)
    assert "2004-02-30" in said(found)


def test_a_rotated_grid_keeps_its_degrees_beside_it(tmp_path: Path) -> None:
    degrees = {"lat": (("rlat", "rlon"), np.add.outer(LATITUDES, [0.0, 0.01]))}
    degrees["lon"] = (("rlat", "rlon"), np.add.outer([0.0, 0.01, 0.02], LONGITUDES))
    dataset = grid("tasmax", CELSIUS + 273.15, "K", lat="rlat", lon="rlon").assign_coords(degrees)
    dataset = dataset.assign_coords(height=2.0).assign(rotated_pole=((), 1))
    path = written(dataset, tmp_path / "tasmax_EUR-11.nc")
    found = read(path)
    assert found.data["tasmax"].dims == ("time", "y", "x")
    assert found.data["lat"].dims == ("y", "x")
    assert float(found.data["lat"][0, 0]) == 49.05
    part = read(path, area=Area(49.14, 17.0, 50.0, 18.0))
    assert part.data["tasmax"].shape == (DAYS, 2, 2)


def test_daily_statistics_of_era5_are_told_apart_by_their_name(tmp_path: Path) -> None:
    paths = []
    for statistic, shift in (("maximum", 5.0), ("minimum", -5.0), ("mean", 0.0)):
        values = CELSIUS + shift + 273.15
        dataset = grid("t2m", values, "K", when="valid_time").isel(latitude=slice(None, None, -1))
        paths.append(written(dataset, tmp_path / f"2m_temperature_daily_{statistic}.nc"))
    found = read(*paths)
    assert found.variables == ("tasmax", "tasmin", "tas")
    assert found.data["tasmax"].attrs["units"] == "°C"
    south = found.data["tasmax"].sel(lat=49.05).values - found.data["tasmin"].sel(lat=49.05).values
    assert np.allclose(south, 10.0, atol=1e-3)
    assert np.allclose(found.data["tas"].sel(lat=49.05), CELSIUS[:, 0], atol=1e-3)
    assert len(found.origins) == 3


def test_years_after_each_other_are_one_axis(tmp_path: Path) -> None:
    whole = grid("tn", CELSIUS, "degC")
    first, last = written(whole.isel(time=slice(0, 15)), tmp_path / "a.nc"), tmp_path / "b.nc"
    written(whole.isel(time=slice(17, None)), last)
    found = read(first, last)
    assert (found.axis.length, found.missing_dates) == (DAYS, 2)
    kept = np.r_[0:15, 17:DAYS]
    assert np.allclose(found.data["tasmin"].values[kept], CELSIUS[kept], atol=1e-4)


def test_a_maximum_below_the_minimum_is_found_across_files(tmp_path: Path) -> None:
    low = CELSIUS - 3.0
    low[4, 2, 1] += 10.0
    found = read(
        written(grid("tx", CELSIUS, "degC"), tmp_path / "tx.nc"),
        written(grid("tn", low, "degC"), tmp_path / "tn.nc"),
    )
    for variable in ("tasmax", "tasmin"):
        assert np.isnan(found.data[variable].values).sum() == 1
        assert np.isnan(found.data[variable].values[4, 2, 1])
    assert "On 1 days the maximum temperature is below the minimum" in said(found)


def test_zarr_is_read_like_netcdf(tmp_path: Path) -> None:
    dataset = grid("tx", CELSIUS, "degC")
    dataset.to_zarr(tmp_path / "tx.zarr", consolidated=False)
    netcdf = read(written(dataset, tmp_path / "tx.nc"))
    assert read(tmp_path / "tx.zarr").data.drop_attrs().identical(netcdf.data.drop_attrs())


def test_netcdf_of_the_old_kind_is_read(tmp_path: Path) -> None:
    grid("tx", CELSIUS, "degC").to_netcdf(tmp_path / "tx.nc", engine="scipy")
    assert np.allclose(read(tmp_path / "tx.nc").data["tasmax"], CELSIUS, atol=1e-4)


def test_longitudes_from_0_to_360_and_an_area(tmp_path: Path) -> None:
    dataset = grid("tx", CELSIUS, "degC").assign_coords(longitude=[359.9, 0.1]).sortby("longitude")
    found = read(written(dataset, tmp_path / "x.nc"))
    assert found.data["lon"].values.tolist() == pytest.approx([-0.1, 0.1])
    assert np.allclose(found.data["tasmax"][:, :, 0], CELSIUS[:, :, 0], atol=1e-4)
    with pytest.raises(InputError, match=r"no cell in this area.*40 … 41 N"):
        read(tmp_path / "x.nc", area=Area(40.0, 0.0, 41.0, 1.0))


def test_kelvin_labelled_celsius_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    dataset = grid("tx", CELSIUS + 273.15, "degC").merge(grid("rr", np.abs(CELSIUS), "mm"))
    found = read(written(dataset, tmp_path / "x.nc"))
    assert found.variables == ("pr",)
    assert "x.nc, column “tasmax”: 240 values are impossible" in said(found)
    assert "probably K" in said(found)


def test_an_unknown_unit_leaves_out_its_variable_only(tmp_path: Path) -> None:
    dataset = grid("tx", CELSIUS, "furlong").merge(grid("rr", np.abs(CELSIUS), "mm"))
    found = read(written(dataset, tmp_path / "x.nc"))
    assert found.variables == ("pr",)
    assert "Found: “furlong”" in said(found)
    with pytest.raises(InputError, match="furlong"):
        read(written(grid("tx", CELSIUS, "furlong"), tmp_path / "y.nc"))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    whole = written(grid("tx", CELSIUS, "degC"), tmp_path / "whole.nc").read_bytes()
    (tmp_path / "cut.nc").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.nc").write_bytes(b"")
    (tmp_path / "page.nc").write_bytes(b"<html>not found</html>")
    (tmp_path / "folder").mkdir()
    for name, says in (
        ("cut.nc", "damaged or cut short"),
        ("empty.nc", "empty"),
        ("page.nc", "neither NetCDF nor Zarr"),
        ("none.nc", "no such file"),
        ("folder", "no Zarr store"),
    ):
        with pytest.raises(InputError, match=f"{name}: .*{says}"):
            read(tmp_path / name)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8, 0.95, 0.999])
def test_a_file_cut_anywhere_is_refused_and_never_half_read(share: float, tmp_path: Path) -> None:
    values = RNG.normal(10, 5, (400, 3, 2))
    whole = written(grid("tx", values, "degC"), tmp_path / "whole.nc").read_bytes()
    (tmp_path / "cut.nc").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError):
        read(tmp_path / "cut.nc")


def test_what_is_no_daily_grid_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no variable that Cascais knows.*qq"):
        read(written(grid("qq", CELSIUS, "W m-2"), tmp_path / "a.nc"))
    no_time = grid("tx", CELSIUS, "degC").isel(time=0, drop=True)
    with pytest.raises(InputError, match="no time"):
        read(written(no_time, tmp_path / "b.nc"))
    members = grid("tx", CELSIUS, "degC").expand_dims(ensemble=[1, 2])
    with pytest.raises(InputError, match=r"dimension that is not known.*ensemble"):
        read(written(members, tmp_path / "c.nc"))
    twice = grid("tx", CELSIUS, "degC").merge(grid("tasmax", CELSIUS, "degC"))
    with pytest.raises(InputError, match="twice"):
        read(written(twice, tmp_path / "d.nc"))
    with pytest.raises(InputError, match="no file"):
        climate_files.load([], ORIGIN)


def test_files_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    one = written(grid("tx", CELSIUS, "degC"), tmp_path / "a.nc")
    shifted = grid("tn", CELSIUS - 5, "degC").assign_coords(latitude=LATITUDES + 1)
    with pytest.raises(InputError, match="same cells"):
        read(one, written(shifted, tmp_path / "b.nc"))
    time = xr.date_range("2001-02-20", periods=DAYS, calendar="360_day", use_cftime=True)
    with pytest.raises(InputError, match="different calendars"):
        read(one, written(grid("tn", CELSIUS - 5, "degC", time), tmp_path / "c.nc"))


def test_real_grids_are_read(shared_data: Path) -> None:
    folder = shared_data / "climate"
    rain = read(folder / "eobs_precipitation_5x5_slovenia_1950_2011.nc")
    assert (rain.axis.year, rain.axis.length, rain.missing_dates) == (1950, 22645, 0)
    assert rain.block()["pr"].shape == (22645, 25)
    assert 700 < float(rain.data["pr"].mean()) * 365.25 < 2500
    graz = read(folder / "spartacus_graz_daily_tn_tx_1961_2021.nc")
    assert (graz.variables, graz.axis.length) == (("tasmax", "tasmin"), 22280)
    assert float(graz.data["lat"].item()) == pytest.approx(47.1, abs=0.2)
    assert bool((graz.data["tasmax"] >= graz.data["tasmin"]).all())
