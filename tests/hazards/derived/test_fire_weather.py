"""Fire weather against the printed sample series, R's package cffdrs, xclim, and laws; humid heat against hand cases."""

from __future__ import annotations

import csv
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.hazards.derived.fire_weather import FireWeather, NoonWeather, fire_weather
from cascais.hazards.derived.humid_heat import apparent_temperature, simplified_wbgt

# Van Wagner and Pickett 1985, sample series: month, temperature, humidity, wind [km/h], rain, and what follows
# (fine fuel moisture, duff moisture, drought code, initial spread, build-up, fire weather), as the report prints them.
SAMPLE = (
    (4, 17.0, 42, 25, 0.0, 87.7, 8.5, 19.0, 10.9, 8.5, 10.1),
    (4, 20.0, 21, 25, 2.4, 86.2, 10.4, 23.6, 8.8, 10.4, 9.3),
    (4, 8.5, 40, 17, 0.0, 87.0, 11.8, 26.1, 6.5, 11.7, 7.6),
    (4, 6.5, 25, 6, 0.0, 88.8, 13.2, 28.2, 4.9, 13.1, 6.2),
    (4, 13.0, 34, 24, 0.0, 89.1, 15.4, 31.5, 12.6, 15.3, 14.8),
    (4, 6.0, 40, 22, 0.4, 88.7, 16.5, 33.5, 10.7, 16.4, 13.5),
    (4, 5.5, 52, 6, 0.0, 87.4, 17.2, 35.4, 4.0, 17.1, 5.9),
)


def weather(days: int = 400, places: int = 3, seed: int = 0) -> NoonWeather:
    rng = np.random.default_rng(seed)
    shape = (days, places)
    rain = np.where(rng.random(shape) < 0.3, rng.gamma(0.8, 8.0, shape), 0.0)
    return NoonWeather(rng.normal(16, 9, shape), rng.uniform(15, 100, shape), rng.gamma(3, 1.5, shape), rain)


def columns(found: FireWeather) -> np.ndarray:
    return np.stack([getattr(found, name) for name in FireWeather.__dataclass_fields__])


def months_of(days: int) -> np.ndarray:
    return (np.arange(days) // 30) % 12 + 1


def test_the_printed_sample_series():
    given_columns = np.array([row[1:5] for row in SAMPLE], float).T[:, :, None]
    noon = NoonWeather(given_columns[0], given_columns[1], given_columns[2] / 3.6, given_columns[3])
    found = fire_weather(noon, np.array([row[0] for row in SAMPLE]), [40.0])
    np.testing.assert_allclose(columns(found)[:, :, 0].T, [row[5:] for row in SAMPLE], atol=0.06)


@pytest.mark.shared_data
def test_all_days_of_the_sample_series_equal_those_of_r(shared_data):
    with (shared_data / "adaptation/reference/fwi_vanwagner_pickett_cffdrs.csv").open() as file:
        rows = list(csv.DictReader(file))
    values = {name: np.array([[float(row[name])] for row in rows]) for name in list(rows[0])[1:]}
    noon = NoonWeather(values["temp_C"], values["rh_pct"], values["wind_kmh"] / 3.6, values["rain_mm"])
    found = fire_weather(noon, np.array([int(row["time"][5:7]) for row in rows]), [40.0])
    for ours, name in zip(columns(found), ("FFMC", "DMC", "DC", "ISI", "BUI", "FWI"), strict=True):
        np.testing.assert_allclose(ours, values[name], atol=2e-6)


def test_random_weather_at_all_latitudes_gives_what_xclim_gives():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import xarray as xr  # noqa: PLC0415 – as below
        from xclim.indices.fire import cffwis_indices  # noqa: PLC0415 – warns when it is imported

        latitudes = np.array([-40.0, -20.0, 0.0, 20.0, 28.1, 45.0, 60.0])
        noon = weather(400, len(latitudes), 4)
        time = xr.date_range("2001-01-01", periods=400)

        def array(values: np.ndarray, unit: str) -> xr.DataArray:
            return xr.DataArray(values, dims=("time", "place"), coords={"time": time}, attrs={"units": unit})

        lat = xr.DataArray(latitudes, dims="place", attrs={"units": "degrees_north"})
        theirs = cffwis_indices(
            array(noon.temperature, "degC"), array(noon.precipitation, "mm/day"), array(noon.wind, "m/s"),
            array(noon.humidity, "%"), lat,
        )  # fmt: skip
    found = fire_weather(noon, time.month.to_numpy(), latitudes)
    drought, duff, fine, spread, build_up, index = (each.transpose("time", "place").values for each in theirs)
    expected = np.stack([fine, duff, drought, spread, build_up, index])
    np.testing.assert_allclose(columns(found), expected, rtol=1e-6, atol=1e-6)


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_codes_stay_in_their_ranges_and_places_alone(seed):
    noon = weather(120, 4, seed)
    found = columns(fire_weather(noon, months_of(120), [45.0] * 4))
    assert (found >= 0).all()
    assert (found[0] <= 101).all()
    one = NoonWeather(*(getattr(noon, name)[:, [2]] for name in NoonWeather.__dataclass_fields__))
    assert columns(fire_weather(one, months_of(120), [45.0])).tobytes() == found[:, :, [2]].tobytes()


@given(st.integers(0, 10_000), st.floats(0.5, 60.0))
@settings(max_examples=20, deadline=None)
def test_more_rain_on_the_last_day_never_raises_the_danger(seed, more):
    noon = weather(60, 1, seed)
    wetter = noon.precipitation.copy()
    wetter[-1] += more
    dry, wet = (
        fire_weather(NoonWeather(noon.temperature, noon.humidity, noon.wind, rain), months_of(60), [45.0])
        for rain in (noon.precipitation, wetter)
    )
    assert wet.fire_weather[-1, 0] <= dry.fire_weather[-1, 0] + 1e-9


def test_a_missing_day_is_missing_and_leaves_the_codes():
    noon = weather(60, 1, 1)
    humidity = noon.humidity.copy()
    humidity[20] = np.nan
    found = fire_weather(
        NoonWeather(noon.temperature, humidity, noon.wind, noon.precipitation), months_of(60), [45.0]
    )
    assert np.flatnonzero(np.isnan(found.fire_weather[:, 0])).tolist() == [20]
    without = NoonWeather(
        *(np.delete(getattr(noon, name), 20, axis=0) for name in NoonWeather.__dataclass_fields__)
    )
    again = fire_weather(without, np.delete(months_of(60), 20), [45.0])
    np.testing.assert_array_equal(found.drought[21:], again.drought[20:])


def test_after_many_missing_days_the_codes_start_anew():
    noon = weather(60, 1, 1)
    humidity = noon.humidity.copy()
    humidity[20:31] = np.nan
    whole = NoonWeather(noon.temperature, humidity, noon.wind, noon.precipitation)
    rest = NoonWeather(*(getattr(noon, name)[31:] for name in NoonWeather.__dataclass_fields__))
    found = fire_weather(whole, months_of(60), [45.0])
    again = fire_weather(rest, months_of(60)[31:], [45.0])
    np.testing.assert_array_equal(found.drought[31:], again.drought)


def test_what_is_no_latitude_is_refused():
    with pytest.raises(InputError, match="no latitude"):
        fire_weather(weather(3, 1), months_of(3), [450.0])


def test_humid_heat_by_hand():
    """35 °C at 60 %: e = 0.6 · 6.105 · exp(604.45 / 272.7) = 33.61 hPa."""
    t, h = np.array([35.0]), np.array([60.0])
    assert simplified_wbgt(t, h).item() == pytest.approx(0.567 * 35 + 0.393 * 33.61 + 3.94, abs=0.01)
    assert apparent_temperature(t, h, np.array([1.0])).item() == pytest.approx(35 + 11.09 - 4.7, abs=0.01)
    assert np.isnan(simplified_wbgt(np.array([np.nan]), h)).all()
