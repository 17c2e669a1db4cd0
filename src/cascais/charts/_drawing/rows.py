"""Horizontal bars with their name and value written over them, which reads at every width.

Vertical places are computed in px: a row is its name in one or more lines, then its bars.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from cascais.charts._drawing.parts import Spec, layer, quantity, text

LINE = 16  # px, a line of text
BAR = 14  # px
GAP = 12  # px, between rows
NAME_LETTERS = 34  # letters in a line of a name, so that the value fits beside it on a phone


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row's name and its bars lie, in px from the top."""

    lines: tuple[str, ...]
    name_px: float
    bar_px: tuple[float, ...]
    bottom_px: float

    def bar(self, index: int = 0) -> dict[str, float]:
        """Upper and lower edge of a bar as fields of the data."""
        top = self.bar_px[index]
        return {"_top": top, "_bottom": top + BAR, "_middle": top + BAR / 2}


def places(names: list[str], bars: int = 1) -> list[Place]:
    """The places of rows under each other, each with a name and a number of bars."""
    found: list[Place] = []
    top = 0.0
    for name in names:
        lines = tuple(textwrap.wrap(name, NAME_LETTERS)) or ("",)
        first_bar = top + LINE * len(lines) + 2
        tops = tuple(first_bar + index * (BAR + 2) for index in range(bars))
        found.append(Place(lines, top, tops, tops[-1] + BAR + GAP))
        top = found[-1].bottom_px
    return found


def height_px(found: list[Place]) -> float:
    """The height of all rows."""
    return found[-1].bottom_px


def down(field: str, height: float) -> Spec:
    """A vertical channel in px from the top."""
    return quantity(
        field, axis=None, scale={"domain": [0, height], "range": [0, height], "nice": False, "zero": False}
    )


def amount(field: str, highest: float, lowest: float = 0.0) -> Spec:
    """A horizontal channel for amounts, from zero, without an axis since the values are written out."""
    return quantity(
        field, axis=None, scale={"domain": [min(0.0, lowest), highest], "nice": False, "zero": True}
    )


def bars(data: str, styles: str, x: tuple[Spec, Spec], height: float, **encoding: Any) -> Spec:  # noqa: ANN401 – channels
    """Bars from one amount to another between the edges that `Place.bar` gave."""
    start, end = x
    channels = {
        "x": start,
        "x2": {"field": end["field"]},
        "y": down("_top", height),
        "y2": {"field": "_bottom"},
    }
    return layer(data, "bar", styles, {**channels, **encoding})


def captions(data: str, height: float) -> list[Spec]:
    """Name at the left and value at the right above each row; fields `_lines`, `_value`, `_name_px`."""
    y = down("_name_px", height)
    left = text(
        data,
        {"value": 0},
        y,
        "_lines",
        align="left",
        baseline="top",
        lineBreak="\n",
        lineHeight=LINE,
        limit={"expr": "max(150, width - 105)"},
    )
    right = text(
        data, {"value": "width"}, y, "_value", is_strong=True, has_halo=True, align="right", baseline="top"
    )
    return [*left, *right]


def caption(place: Place, value: str) -> dict[str, Any]:
    """The fields that `captions` reads."""
    return {"_lines": "\n".join(place.lines), "_value": value, "_name_px": place.name_px}
