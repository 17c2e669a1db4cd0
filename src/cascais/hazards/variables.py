"""The daily variables from which climate indices are computed, with their units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cascais.text import _

FloatArray: TypeAlias = NDArray[np.floating[Any]]
"""Daily values, float32 or float64; what is missing is NaN."""
Block: TypeAlias = Mapping[str, FloatArray]
"""Daily values (time, cells) by variable."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A daily variable: its CF name, what it is, its unit."""

    key: str
    title: str
    unit: str


VARIABLES: Mapping[str, Variable] = {
    variable.key: variable
    for variable in (
        Variable("tasmax", _("Maximum temperature"), "°C"),
        Variable("tasmin", _("Minimum temperature"), "°C"),
        Variable("tas", _("Mean temperature"), "°C"),
        Variable("pr", _("Precipitation"), "mm/d"),
        Variable("snd", _("Snow depth"), "cm"),
        Variable("sfcWind", _("Mean wind at 10 m"), "m/s"),
        Variable("wsgsmax", _("Strongest gust"), "m/s"),
        Variable("hurs", _("Relative humidity"), "%"),
        Variable("fwi", _("Fire weather index"), "1"),
        Variable("wbgt", _("Wet-bulb globe temperature"), "°C"),
    )
}
MEAN_OF = ("tasmax", "tasmin")
"""Where `tas` is not given it is the mean of these two, as in the ETCCDI indices."""


def with_mean(series: Block) -> dict[str, FloatArray]:
    """The variables with `tas` = (tasmax + tasmin) / 2 [°C] where it is not given and can be computed.

    >>> float(with_mean({"tasmax": np.array([12.0]), "tasmin": np.array([2.0])})["tas"][0])
    7.0
    """
    complete = dict(series)
    if "tas" not in complete and all(key in complete for key in MEAN_OF):
        highest, lowest = (complete[key] for key in MEAN_OF)
        complete["tas"] = (highest + lowest) * highest.dtype.type(0.5)
    return complete
