"""Puts the values of a few members in their places in columns of all, which is much quicker than laying all anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]
Value = TypeVar("Value")


def patched_arrays(before: object, changed: object, places: Places) -> dict[str, Any]:
    """Every array that is a field of two records of columns: that of the first with those of the second in their places."""
    found = {}
    for each in fields(before):  # type: ignore[arg-type]  # a record of columns is a dataclass
        column = getattr(before, each.name)
        if isinstance(column, np.ndarray):
            found[each.name] = _patched(column, getattr(changed, each.name), places)
    return found


def patched_tuple(before: Sequence[Value], changed: Sequence[Value], places: Places) -> tuple[Value, ...]:
    """A tuple with some of its values replaced."""
    values = list(before)
    for place, value in zip(places.tolist(), changed, strict=True):
        values[place] = value
    return tuple(values)


def _patched(before: NDArray[Any], changed: NDArray[Any], places: Places) -> NDArray[Any]:
    """A new array, wide enough for the longest word of both: readers may still hold the one before."""
    column = before.astype(np.promote_types(before.dtype, changed.dtype), copy=True)
    column[places] = changed
    return column
