"""Potential evapotranspiration from temperature alone: Thornthwaite (monthly) and Hargreaves (daily)."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]

SOLAR_CONSTANT = 0.0820
"""MJ m⁻² min⁻¹ (FAO 56, equation 21)."""
MM_PER_MJ = 0.408
"""Water that a MJ m⁻² evaporates [mm] (FAO 56, equation 20)."""
DAYS = np.array([31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0])


def declination(day_of_year: npt.ArrayLike) -> FloatArray:
    """Solar declination [radians] (FAO 56, equation 24).

    >>> declination(246).round(3).item()
    0.12
    """
    tilt: FloatArray = 0.409 * np.sin(2 * np.pi / 365 * np.asarray(day_of_year, np.float64) - 1.39)
    return tilt


def sunset_angle(latitude: npt.ArrayLike, tilt: FloatArray) -> FloatArray:
    """Hour angle of sunset [radians] at a latitude [degrees] (FAO 56, equation 25), 0 to π at the poles.

    >>> sunset_angle(-20, declination(246)).round(3).item()
    1.527
    """
    inner = -np.tan(np.radians(np.asarray(latitude, np.float64))) * np.tan(tilt)
    angle: FloatArray = np.arccos(np.clip(inner, -1.0, 1.0))
    return angle


def extraterrestrial_radiation(latitude: npt.ArrayLike, day_of_year: npt.ArrayLike) -> FloatArray:
    """Radiation above the atmosphere [MJ m⁻² per day] (FAO 56, equation 21).

    The book's example 8, 20° south on 3 September:

    >>> extraterrestrial_radiation(-20, 246).round(1).item()
    32.2
    """
    phi = np.radians(np.asarray(latitude, np.float64))
    tilt = declination(day_of_year)
    sunset = sunset_angle(latitude, tilt)
    nearness = 1 + 0.033 * np.cos(2 * np.pi / 365 * np.asarray(day_of_year, np.float64))
    height = sunset * np.sin(phi) * np.sin(tilt) + np.cos(phi) * np.cos(tilt) * np.sin(sunset)
    radiation: FloatArray = 24 * 60 / np.pi * SOLAR_CONSTANT * nearness * height
    return radiation


def hargreaves(
    tasmin: npt.NDArray[np.floating],
    tasmax: npt.NDArray[np.floating],
    day_of_year: npt.ArrayLike,
    latitude: npt.ArrayLike,
) -> FloatArray:
    """Potential evapotranspiration [mm per day], (days, places), never below 0.

    Equation: PET = 0.0023 · 0.408 Ra · (T + 17.8) · √(Tx − Tn), T the mean of both [°C] (FAO 56, equation 52;
    Hargreaves and Samani 1985). `day_of_year` is (days,), `latitude` [degrees] (places,).

    >>> hargreaves(np.array([[14.8]]), np.array([[26.6]]), [196], [45.72]).round(1).item()
    5.0
    """
    radiation = extraterrestrial_radiation(np.asarray(latitude), np.asarray(day_of_year)[:, None])
    lowest, highest = np.asarray(tasmin, np.float64), np.asarray(tasmax, np.float64)
    spread = np.sqrt(np.maximum(highest - lowest, 0.0))
    evaporated = 0.0023 * MM_PER_MJ * radiation * ((lowest + highest) / 2 + 17.8) * spread
    return np.maximum(evaporated, 0.0)


def thornthwaite(tas: npt.NDArray[np.floating], latitude: npt.ArrayLike, month: int = 1) -> FloatArray:
    """Potential evapotranspiration [mm per month], (months, places), from monthly mean temperature [°C].

    Equation: PET = 16 · (N/12)(d/30) · (10 T / I)^a for T > 0, else 0, with I = Σ (T_m/5)^1.514 over the mean
    year and a = 6.75e-7 I³ − 7.71e-5 I² + 1.792e-2 I + 0.49239; N day length [h] in the middle of the month,
    d its days; `month` is that of the first value. Source: Thornthwaite 1948, Geographical Review 38, 55–94.

    >>> thornthwaite(np.full((12, 1), 15.0), [0.0])[0].round(0).tolist()
    [60.0]
    """
    monthly = np.asarray(tas, np.float64)
    calendar = (np.arange(monthly.shape[0]) + month - 1) % 12
    warm = np.maximum(monthly, 0.0)
    mean_year = np.stack([np.nanmean(warm[calendar == each], axis=0) for each in range(12)])
    heat = ((mean_year / 5) ** 1.514).sum(axis=0)
    exponent = 6.75e-7 * heat**3 - 7.71e-5 * heat**2 + 1.792e-2 * heat + 0.49239
    middle = np.cumsum(DAYS) - DAYS / 2
    hours = 24 / np.pi * sunset_angle(np.asarray(latitude), declination(middle)[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        base = 16 * (10 * warm / heat) ** exponent
    return np.where(warm > 0, base, np.where(np.isnan(monthly), np.nan, 0.0)) * (
        hours[calendar] / 12 * (DAYS[calendar] / 30)[:, None]
    )
