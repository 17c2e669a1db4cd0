"""What daily weather cannot be: codes of missing values, wrong units, a maximum below the minimum.

Limits are wide, so that no record of the Earth is refused: -89.2 °C and 56.7 °C, 1 825 mm in a day and gusts of
113 m/s (World Meteorological Organization, Archive of Weather and Climate Extremes, https://wmo.asu.edu) lie within.
Temperatures above 60 °C or below -90 °C are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from cascais.hazards.variables import Block, FloatArray


class Fault(StrEnum):
    """What is wrong with values."""

    WRONG_UNIT = "wrong_unit"  # the whole variable is left out
    CODE_OF_MISSING = "code_of_missing"  # 9999 and the like: missing from now on
    OUTSIDE_LIMITS = "outside_limits"  # missing from now on
    MAXIMUM_BELOW_MINIMUM = "maximum_below_minimum"  # both missing from now on
    BELOW_ZERO = "below_zero"  # rounding of a model: zero from now on
    SUSPECT_UNIT = "suspect_unit"  # kept, to be looked at


@dataclass(frozen=True, slots=True)
class Limits:
    """The smallest and the largest value that is believed, in the unit of the variable."""

    lowest: float
    highest: float


TEMPERATURE = Limits(-90.0, 60.0)
LIMITS: Mapping[str, Limits] = {
    "tasmax": TEMPERATURE,
    "tasmin": TEMPERATURE,
    "tas": TEMPERATURE,
    "pr": Limits(0.0, 2000.0),
    "snd": Limits(0.0, 1500.0),
    "sfcWind": Limits(0.0, 75.0),
    "wsgsmax": Limits(0.0, 120.0),
    "hurs": Limits(0.0, 110.0),
}
CODES = (9999.0, 999.9, 999.0, 99999.0, 99.9, 32767.0, 1e20)
"""Absolute values that stand for missing where they lie outside the limits of the variable."""
CODE_TOLERANCE = 1e-3
ROUNDING = 0.1
"""A negative amount as small as this comes from packing or from a model; a larger one is an error."""
WRONG_SHARE = 0.05
"""Where more of the values than this lies outside the limits it is the unit that is wrong."""
LEAST_WRONG = 5
"""So few are errors of single days, however short the series is."""
LEAST_OF_FRACTION = 30
RAINY_METRES = 0.5
"""Where not one of a year's days has more [mm], precipitation is probably in metres or per second."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One fault of one variable: how many values, and the first of them.

    `time` and `cell` are positions in the block, `value` is what was found there, `other` the value beside it (the
    minimum that a maximum lies below).
    """

    fault: Fault
    variable: str
    count: int
    time: int
    cell: int
    value: float
    other: float = float("nan")


@dataclass(frozen=True, slots=True)
class Checked:
    """The values that are believed, and what was wrong with the others."""

    block: dict[str, FloatArray]
    flags: tuple[Flag, ...]


def checked(block: Block) -> Checked:
    """Daily values without those that cannot be; nothing given is changed.

    `block` holds daily values (time, cells) by variable in their units [°C, mm/d, cm, m/s, %]. Codes of missing
    values become NaN, so do values outside `LIMITS`; a variable of which more than 5 % lie outside has a wrong unit
    and is left out; where the maximum temperature is below the minimum both become NaN; negative amounts down to
    -0.1 become 0. Each fault is counted and its first place told.

    >>> block = {"tasmax": np.array([[20.0], [9999.0], [4.0]]), "tasmin": np.array([[10.0], [11.0], [5.0]])}
    >>> found = checked(block)
    >>> found.block["tasmax"].ravel().tolist(), [(flag.fault.value, flag.count) for flag in found.flags]
    ([20.0, nan, nan], [('code_of_missing', 1), ('maximum_below_minimum', 1)])
    """
    believed: dict[str, FloatArray] = {}
    flags: list[Flag] = []
    for variable, values in block.items():
        kept, found = _checked_variable(variable, values)
        flags += found
        if not any(flag.fault is Fault.WRONG_UNIT for flag in found):
            believed[variable] = kept
    flags += _below_minimum(believed)
    return Checked(believed, tuple(flags))


def _checked_variable(variable: str, values: FloatArray) -> tuple[FloatArray, list[Flag]]:
    if variable not in LIMITS:
        return values, []
    limits = LIMITS[variable]
    flags: list[Flag] = []
    with np.errstate(invalid="ignore"):
        outside = (values < limits.lowest) | (values > limits.highest)
        if outside.any():
            values, flags = _without_outside(variable, values, outside, limits)
    return values, [*flags, *_suspect(variable, values)]


def _without_outside(
    variable: str, values: FloatArray, outside: NDArray[np.bool_], limits: Limits
) -> tuple[FloatArray, list[Flag]]:
    original, values = values, values.copy()
    is_code = np.zeros_like(outside)
    is_code[outside] = _is_code(original[outside])
    is_rounding = outside & (limits.lowest == 0) & (original < 0) & (original >= -ROUNDING)
    is_wrong = outside & ~is_code & ~is_rounding
    values[is_code | is_wrong] = np.nan
    values[is_rounding] = 0
    believed = int(np.isfinite(original).sum() - is_code.sum())
    has_wrong_unit = int(is_wrong.sum()) > max(WRONG_SHARE * believed, LEAST_WRONG - 1)
    kinds = {
        Fault.CODE_OF_MISSING: is_code,
        Fault.WRONG_UNIT if has_wrong_unit else Fault.OUTSIDE_LIMITS: is_wrong,
        Fault.BELOW_ZERO: is_rounding,
    }
    return values, [
        flag for fault, where in kinds.items() for flag in _flag(fault, variable, where, original)
    ]


def _is_code(values: FloatArray) -> NDArray[np.bool_]:
    size = np.abs(values)
    found = np.isinf(values) | (size >= 1e19)
    for code in CODES:
        found |= np.abs(size - code) <= CODE_TOLERANCE
    return np.asarray(found)


def _flag(
    fault: Fault, variable: str, where: NDArray[np.bool_], values: FloatArray, other: FloatArray | None = None
) -> Iterator[Flag]:
    count = int(where.sum())
    if count:
        place = np.unravel_index(int(np.argmax(where)), where.shape)
        beside = float("nan") if other is None else float(other[place])
        cell = int(place[1]) if len(place) > 1 else 0
        yield Flag(fault, variable, count, int(place[0]), cell, float(values[place]), beside)


def _below_minimum(block: dict[str, FloatArray]) -> list[Flag]:
    """Sets both to NaN where the maximum is below the minimum."""
    if "tasmax" not in block or "tasmin" not in block:
        return []
    highest, lowest = block["tasmax"], block["tasmin"]
    with np.errstate(invalid="ignore"):
        where = highest < lowest
    flags = list(_flag(Fault.MAXIMUM_BELOW_MINIMUM, "tasmax", where, highest, lowest))
    if flags:
        for variable in ("tasmax", "tasmin"):
            block[variable] = np.where(where, np.nan, block[variable]).astype(block[variable].dtype)
    return flags


def _suspect(variable: str, values: FloatArray) -> list[Flag]:
    """Humidity as a fraction, precipitation so small all along that its unit must be another one."""
    limit = {"hurs": 1.0, "pr": RAINY_METRES}.get(variable)
    least_days = {"hurs": LEAST_OF_FRACTION, "pr": 365}.get(variable, 0)
    if limit is None or values.shape[0] < least_days:
        return []
    largest = float(np.fmax.reduce(values, axis=None)) if values.size else 0.0
    if not 0.0 < largest <= limit:
        return []
    fault = Fault.WRONG_UNIT if variable == "hurs" else Fault.SUSPECT_UNIT
    where = values == largest
    return [Flag(fault, variable, int(np.isfinite(values).sum()), *_first(where), largest)]


def _first(where: NDArray[np.bool_]) -> tuple[int, int]:
    place = np.unravel_index(int(np.argmax(where)), where.shape)
    return int(place[0]), int(place[1]) if len(place) > 1 else 0
