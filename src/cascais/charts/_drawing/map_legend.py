"""How the status of a member looks on a map, and the legend that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cascais.charts._drawing.parts import Spec, layer, text


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is drawn: colour and shape both tell it."""

    style: str
    shape: str


LOOKS = {
    "on_track": Look("point-accent", "circle"),
    "uncertain": Look("point-warning", "triangle-up"),
    "off_track": Look("point-danger", "diamond"),
    "too_little_data": Look("point-muted", "circle"),
}
"""Statuses that the map can show, in the order of the legend."""


def legend(titles: Mapping[str, str], datasets: dict[str, list[dict[str, Any]]], height: float) -> list[Spec]:
    """Each status of `titles` with its mark and its words, under a map of a height in px."""
    layers: list[Spec] = []
    for index, (key, title) in enumerate(titles.items()):
        name = f"legend_{key}"
        datasets[name] = [{"_title": title}]
        y = {"value": height + 18 + 20 * index}
        place = {"x": {"value": 12}, "y": y}
        look = LOOKS[key]
        layers.append(layer(name, "point", look.style, place, filled=True, size=90, shape=look.shape))
        layers += text(name, {"value": 24}, y, "_title", has_halo=True, align="left", baseline="middle")
    return layers
