"""Which daily variables follow from which, and how: computed before the pass, so that indices may count their days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from cascais.hazards.calendars import TimeAxis
from cascais.hazards.derived.fire_weather import NoonWeather, fire_weather
from cascais.hazards.derived.humid_heat import simplified_wbgt
from cascais.hazards.variables import Block, FloatArray

Derivation: TypeAlias = Callable[[Block, TimeAxis, npt.NDArray[np.float64]], FloatArray]


@dataclass(frozen=True, slots=True)
class Derived:
    """A daily variable that follows from others: what it needs, and how it comes from a block and its latitudes."""

    needs: tuple[str, ...]
    of_block: Derivation


def _fire_weather(block: Block, axis: TimeAxis, latitude: npt.NDArray[np.float64]) -> FloatArray:
    noon = NoonWeather(block["tasmax"], block["hurs"], block["sfcWind"], block["pr"])
    return fire_weather(noon, axis.months, latitude).fire_weather


def _wet_bulb_globe(block: Block, axis: TimeAxis, latitude: npt.NDArray[np.float64]) -> FloatArray:
    del axis, latitude
    return simplified_wbgt(block["tasmax"], block["hurs"])


DERIVED: Mapping[str, Derived] = {
    "fwi": Derived(("tasmax", "hurs", "sfcWind", "pr"), _fire_weather),
    "wbgt": Derived(("tasmax", "hurs"), _wet_bulb_globe),
}
"""The daily mean humidity and wind stand in for those at noon, and the maximum for the temperature at noon."""


def with_derived(
    block: Block, wanted: tuple[str, ...], axis: TimeAxis, latitude: npt.NDArray[np.float64]
) -> dict[str, FloatArray]:
    """A block (days, cells) with the derived variables that are wanted and not given, of the block's own type.

    `latitude` (cells,) in degrees.

    >>> from cascais.hazards.calendars import Calendar
    >>> block = {"tasmax": np.array([[30.0]]), "hurs": np.array([[50.0]])}
    >>> axis = TimeAxis(Calendar.STANDARD, 2001, 7, 1, 1)
    >>> with_derived(block, ("wbgt",), axis, np.array([50.0]))["wbgt"].round(1).tolist()
    [[29.3]]
    """
    complete = dict(block)
    for key in wanted:
        if key in DERIVED and key not in complete:
            made = DERIVED[key].of_block(block, axis, latitude)
            complete[key] = made.astype(next(iter(block.values())).dtype, copy=False)
    return complete
