"""The Canadian Forest Fire Weather Index System, day by day for many places at once.

Source: Van Wagner and Pickett 1985, Equations and FORTRAN program for the Canadian Forest Fire Weather Index System,
Forestry Technical Report 33; with the moisture constant 147.2 and the form of the duff moisture code's rain effect of R's
package cffdrs, against which it is checked. Numbers of equations are those of the report.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numba import njit

from cascais.hazards.derived.day_lengths import daily_factors

FloatArray: TypeAlias = npt.NDArray[np.float64]

START = (85.0, 6.0, 15.0)
"""Fine fuel moisture, duff moisture and drought code on the first day, as the system's authors prescribe."""
PATIENCE = 10
"""After more missing days in a row than this the codes start anew; an assumption of Cascais."""


@dataclass(frozen=True, slots=True)
class FireWeather:
    """Codes and indices (days, places), without unit; NaN on a day that lacks a value."""

    fine_fuel_moisture: FloatArray
    duff_moisture: FloatArray
    drought: FloatArray
    initial_spread: FloatArray
    build_up: FloatArray
    fire_weather: FloatArray


@dataclass(frozen=True, slots=True)
class NoonWeather:
    """What the system asks for at noon, each (days, places).

    Temperature [°C], relative humidity [%], wind at 10 m [m/s], precipitation of the 24 hours before [mm].
    """

    temperature: npt.NDArray[np.floating]
    humidity: npt.NDArray[np.floating]
    wind: npt.NDArray[np.floating]
    precipitation: npt.NDArray[np.floating]


def fire_weather(noon: NoonWeather, months: npt.NDArray[np.integer], latitude: npt.ArrayLike) -> FireWeather:
    """Fire weather of places from their noon weather.

    `months` (days,) is the month of each day, 1 to 12; `latitude` (places,) in degrees. A missing day leaves the
    codes as they were; after more than ten in a row they start anew. Where only daily values are there, the
    maximum temperature and the mean humidity and wind stand in for those at noon: the index then runs lower
    than from noon values, and must say so.

    The first day of the system's printed sample series:

    >>> noon = NoonWeather(*(np.array([[value]]) for value in (17.0, 42.0, 25 / 3.6, 0.0)))
    >>> found = fire_weather(noon, np.array([4]), [40.0])
    >>> found.fine_fuel_moisture.round(1).item(), found.fire_weather.round(1).item()
    (87.7, 10.1)
    """
    lengths, factors = daily_factors(np.asarray(latitude, np.float64))
    shape = noon.temperature.shape
    result = np.full((6, *shape), np.nan)
    weather = np.stack(
        [noon.temperature, np.minimum(noon.humidity, 100.0), noon.wind * 3.6, noon.precipitation]
    ).astype(np.float64)
    _run(weather, np.asarray(months, np.int64), lengths, factors, result)
    return FireWeather(*result)


@njit(cache=True, nogil=True)
def _run(
    weather: FloatArray,
    months: npt.NDArray[np.int64],
    lengths: FloatArray,
    factors: FloatArray,
    result: FloatArray,
) -> None:
    for place in range(weather.shape[2]):
        fine, duff, drought = START
        missing = 0
        for day in range(weather.shape[1]):
            t, h, w, r = (
                weather[0, day, place],
                weather[1, day, place],
                weather[2, day, place],
                weather[3, day, place],
            )
            if np.isnan(t + h + w + r):
                missing += 1
                if missing > PATIENCE:
                    fine, duff, drought = START
                continue
            missing = 0
            month = months[day] - 1
            fine = fine_fuel_moisture_code(fine, (t, h, w, r))
            duff = duff_moisture_code(duff, (t, h, r), lengths[place, month])
            drought = drought_code(drought, (t, r), factors[place, month])
            spread, build_up = initial_spread_index(fine, w), build_up_index(duff, drought)
            result[0, day, place], result[1, day, place], result[2, day, place] = fine, duff, drought
            result[3, day, place], result[4, day, place] = spread, build_up
            result[5, day, place] = fire_weather_index(spread, build_up)


@njit(cache=True, nogil=True)
def fine_fuel_moisture_code(before: float, noon: tuple[float, float, float, float]) -> float:
    """Moisture of litter, from yesterday's code and temperature, humidity, wind [km/h], rain (equations 1 to 10)."""
    t, h, w, r = noon
    moisture = 147.2 * (101.0 - before) / (59.5 + before)
    if r > 0.5:
        moisture = _wetted(moisture, r - 0.5)
    by_heat = 0.18 * (21.1 - t) * (1.0 - math.exp(-0.115 * h))
    drying_to = 0.942 * h**0.679 + 11.0 * math.exp((h - 100.0) / 10.0) + by_heat
    wetting_to = 0.618 * h**0.753 + 10.0 * math.exp((h - 100.0) / 10.0) + by_heat
    if moisture > drying_to:
        moisture = drying_to + (moisture - drying_to) * 10.0 ** -_rate(h / 100.0, t, w)
    elif moisture < wetting_to:
        moisture = wetting_to - (wetting_to - moisture) * 10.0 ** -_rate((100.0 - h) / 100.0, t, w)
    return min(max(59.5 * (250.0 - moisture) / (147.2 + moisture), 0.0), 101.0)


@njit(cache=True, nogil=True)
def _wetted(moisture: float, rain: float) -> float:
    wet = moisture + 42.5 * rain * math.exp(-100.0 / (251.0 - moisture)) * (1.0 - math.exp(-6.93 / rain))
    if moisture > 150.0:
        wet += 0.0015 * (moisture - 150.0) ** 2 * math.sqrt(rain)
    return min(wet, 250.0)


@njit(cache=True, nogil=True)
def _rate(share: float, t: float, w: float) -> float:
    rate = 0.424 * (1.0 - share**1.7) + 0.0694 * math.sqrt(w) * (1.0 - share**8)
    return float(rate * 0.581 * math.exp(0.0365 * t))


@njit(cache=True, nogil=True)
def duff_moisture_code(before: float, noon: tuple[float, float, float], day_length: float) -> float:
    """Moisture of loose organic layers, from temperature, humidity, rain and day length [h] (equations 11 to 17)."""
    t, h, r = noon
    code = before
    if r > 1.5:
        if before <= 33.0:
            slope = 100.0 / (0.5 + 0.3 * before)
        elif before <= 65.0:
            slope = 14.0 - 1.3 * math.log(before)
        else:
            slope = 6.2 * math.log(before) - 17.2
        rain = 0.92 * r - 1.27
        wet = 20.0 + 280.0 / math.exp(0.023 * before) + 1000.0 * rain / (48.77 + slope * rain)
        code = max(43.43 * (5.6348 - math.log(wet - 20.0)), 0.0)
    return code + max(1.894 * (max(t, -1.1) + 1.1) * (100.0 - h) * day_length * 1e-4, 0.0)


@njit(cache=True, nogil=True)
def drought_code(before: float, noon: tuple[float, float], day_factor: float) -> float:
    """Moisture of deep organic layers, from temperature, rain and the month's factor (equations 18 to 23)."""
    t, r = noon
    code = before
    if r > 2.8:
        water = 800.0 * math.exp(-before / 400.0)
        code = max(before - 400.0 * math.log(1.0 + 3.937 * (0.83 * r - 1.27) / water), 0.0)
    return code + max(0.36 * (max(t, -2.8) + 2.8) + day_factor, 0.0) / 2.0


@njit(cache=True, nogil=True)
def initial_spread_index(fine: float, w: float) -> float:
    """Expected rate of spread, from the fine fuel moisture code and wind [km/h] (equations 24 to 26)."""
    moisture = 147.2 * (101.0 - fine) / (59.5 + fine)
    by_moisture = 0.208 * 91.9 * math.exp(-0.1386 * moisture) * (1.0 + moisture**5.31 / 4.93e7)
    return float(by_moisture * math.exp(0.05039 * w))


@njit(cache=True, nogil=True)
def build_up_index(duff: float, drought: float) -> float:
    """Fuel that is there to burn (equation 27)."""
    if duff == 0.0:
        return 0.0
    weight = duff + 0.4 * drought
    if duff <= 0.4 * drought:
        return 0.8 * drought * duff / weight
    return float(max(duff - (1.0 - 0.8 * drought / weight) * (0.92 + (0.0114 * duff) ** 1.7), 0.0))


@njit(cache=True, nogil=True)
def fire_weather_index(spread: float, build_up: float) -> float:
    """Intensity of a fire front (equations 28 to 30)."""
    if build_up <= 80.0:
        fuel = 0.626 * build_up**0.809 + 2.0
    else:
        fuel = 1000.0 / (25.0 + 108.64 * math.exp(-0.023 * build_up))
    intensity = 0.1 * spread * fuel
    return math.exp(2.72 * (0.434 * math.log(intensity)) ** 0.647) if intensity > 1.0 else intensity
