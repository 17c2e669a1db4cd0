"""What gridded data sets call their variables and coordinates, and which units they give them in."""

from __future__ import annotations

from collections.abc import Mapping

import xarray as xr

from cascais.hazards.variables import VARIABLES

NAMES: Mapping[str, str] = {
    # E-OBS
    "tx": "tasmax", "tn": "tasmin", "tg": "tas", "rr": "pr", "fg": "sfcWind", "hu": "hurs",
    # ERA5 and ERA5-Land
    "mx2t": "tasmax", "mn2t": "tasmin", "tp": "pr", "sde": "snd", "fg10": "wsgsmax",
    # others
    "pre": "pr", "precip": "pr", "rh": "hurs", "sfcWindmax": "wsgsmax",
}  # fmt: skip
"""Names by which a variable is known beyond its own, in lower case where the case is not kept by all."""
STATISTICS: Mapping[str, str] = {
    "maximum": "tasmax",
    "max": "tasmax",
    "minimum": "tasmin",
    "min": "tasmin",
    "mean": "tas",
}
"""`t2m` of ERA5 is one of three variables: its cell method or the statistic in its file's name says which."""
TEMPERATURES = ("t2m", "2t")
LATITUDES = ("lat", "latitude", "nav_lat")
LONGITUDES = ("lon", "longitude", "nav_lon")
ROWS = ("lat", "latitude", "rlat", "y", "yc", "projection_y_coordinate", "nj")
COLUMNS = ("lon", "longitude", "rlon", "x", "xc", "projection_x_coordinate", "ni")
TIMES = ("time", "valid_time")
SINGLE = ("height", "ensemble", "number", "realization", "member_id", "member", "bnds")

SECONDS_OF_A_DAY = 86_400.0
KELVIN = -273.15
_CELSIUS = {"°c": (1.0, 0.0), "degc": (1.0, 0.0), "c": (1.0, 0.0), "celsius": (1.0, 0.0), "degree_celsius": (1.0, 0.0),
            "degrees_celsius": (1.0, 0.0), "deg_c": (1.0, 0.0), "degreec": (1.0, 0.0), "k": (1.0, KELVIN),
            "kelvin": (1.0, KELVIN), "degf": (5 / 9, -160 / 9), "0.1degc": (0.1, 0.0), "0.1°c": (0.1, 0.0)}  # fmt: skip
_WATER = {"mm": (1.0, 0.0), "mm/d": (1.0, 0.0), "mm/day": (1.0, 0.0), "mmd-1": (1.0, 0.0), "mmday-1": (1.0, 0.0),
          "kgm-2": (1.0, 0.0), "kgm**-2": (1.0, 0.0), "kgm-2d-1": (1.0, 0.0), "kgm-2s-1": (SECONDS_OF_A_DAY, 0.0),
          "kgm**-2s**-1": (SECONDS_OF_A_DAY, 0.0), "kg/m2/s": (SECONDS_OF_A_DAY, 0.0), "mms-1": (SECONDS_OF_A_DAY, 0.0),
          "mm/s": (SECONDS_OF_A_DAY, 0.0), "m": (1000.0, 0.0), "md-1": (1000.0, 0.0), "0.1mm": (0.1, 0.0),
          "mm/dag": (1.0, 0.0)}  # fmt: skip
_DEPTH = {"cm": (1.0, 0.0), "m": (100.0, 0.0), "mm": (0.1, 0.0)}
_SPEED = {"m/s": (1.0, 0.0), "ms-1": (1.0, 0.0), "ms**-1": (1.0, 0.0), "km/h": (1 / 3.6, 0.0), "kmh-1": (1 / 3.6, 0.0),
          "knots": (1852 / 3600, 0.0), "0.1m/s": (0.1, 0.0)}  # fmt: skip
_HUMIDITY = {"%": (1.0, 0.0), "percent": (1.0, 0.0), "1": (100.0, 0.0), "(0-1)": (100.0, 0.0)}
CONVERSIONS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "tasmax": _CELSIUS, "tasmin": _CELSIUS, "tas": _CELSIUS, "pr": _WATER, "snd": _DEPTH,
    "sfcWind": _SPEED, "wsgsmax": _SPEED, "hurs": _HUMIDITY,
}  # fmt: skip
"""Factor and offset from a unit, written without spaces in lower case, to the unit of the variable."""


def variable_of(name: str, attributes: Mapping[str, object], file: str = "") -> str:
    """The canonical variable that a variable of a file is, or nothing.

    >>> variable_of("tx", {}), variable_of("t2m", {}, "2m_temperature_daily_maximum.nc"), variable_of("qq", {})
    ('tasmax', 'tasmax', '')
    """
    if name in VARIABLES:
        return name
    if name in TEMPERATURES:
        hints = f"{attributes.get('cell_methods', '')} {attributes.get('GRIB_stepType', '')} {file}".lower()
        return next((variable for word, variable in STATISTICS.items() if word in hints), "")
    return NAMES.get(name, NAMES.get(name.lower(), ""))


def conversion(variable: str, unit: str) -> tuple[float, float] | None:
    """Factor and offset from a unit to that of the variable, or none where the unit is unknown.

    >>> conversion("pr", "kg m-2 s-1"), conversion("tas", "hPa")
    ((86400.0, 0.0), None)
    """
    return CONVERSIONS[variable].get(unit.replace(" ", "").lower())


def coordinate(dataset: xr.Dataset, names: tuple[str, ...]) -> str:
    """The first of the names that the dataset has as a dimension or coordinate, or nothing."""
    present = {str(name) for name in (*dataset.dims, *dataset.coords)}
    return next((name for name in names if name in present), "")
