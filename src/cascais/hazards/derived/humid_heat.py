"""Humid heat from temperature, humidity and wind: apparent temperature and a simplified wet-bulb globe temperature."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.floating]


def vapour_pressure(temperature: FloatArray, humidity: FloatArray) -> FloatArray:
    """Water vapour pressure [hPa] from temperature [°C] and relative humidity [%], any shape.

    Equation: e = RH/100 · 6.105 · exp(17.27 T / (237.7 + T)). Source: Bureau of Meteorology (Australia),
    Thermal comfort observations.

    >>> vapour_pressure(np.array([30.0]), np.array([50.0])).round(2).tolist()
    [21.14]
    """
    pressure: FloatArray = humidity / 100 * 6.105 * np.exp(17.27 * temperature / (237.7 + temperature))
    return pressure


def apparent_temperature(temperature: FloatArray, humidity: FloatArray, wind: FloatArray) -> FloatArray:
    """Apparent temperature in the shade [°C]; wind at 10 m [m/s].

    Equation: AT = T + 0.33 e − 0.70 v − 4.00. Source: Steadman 1994, Australian Meteorological Magazine 43, 1–16,
    in the form of the Bureau of Meteorology (Australia).

    >>> apparent_temperature(np.array([30.0]), np.array([50.0]), np.array([2.0])).round(1).tolist()
    [31.6]
    """
    felt: FloatArray = temperature + 0.33 * vapour_pressure(temperature, humidity) - 0.70 * wind - 4.0
    return felt


def simplified_wbgt(temperature: FloatArray, humidity: FloatArray) -> FloatArray:
    """Wet-bulb globe temperature [°C] for moderately strong sun and light wind, from temperature and humidity alone.

    Equation: WBGT = 0.567 T + 0.393 e + 3.94. It overestimates under clouds, at night and in wind. Source: Bureau of
    Meteorology (Australia), after the American College of Sports Medicine 1984.

    >>> simplified_wbgt(np.array([30.0]), np.array([50.0])).round(1).tolist()
    [29.3]
    """
    wbgt: FloatArray = 0.567 * temperature + 0.393 * vapour_pressure(temperature, humidity) + 3.94
    return wbgt
