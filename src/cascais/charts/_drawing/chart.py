"""The record of a chart, and the ways to draw it outside a browser."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import vl_convert

from cascais.charts._drawing.palette import LIGHT, palette
from cascais.charts._drawing.theme import theme
from cascais.text import Message

Text = Message | str
Translate = Callable[[Text], str]
Cell = str | int | float | bool | None

VEGA_LITE = "6.4"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
MEDIA_TYPE = "application/vnd.vegalite.v6+json"
DOCUMENT_WIDTH = 720  # px


@dataclass(frozen=True, slots=True)
class Style:
    """For whom a chart is drawn: language of numbers, translation of texts, light or dark paper."""

    language: str = "en"
    translate: Translate = str
    is_dark: bool = False


STYLE = Style()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table behind a chart."""

    key: str
    title: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class EmptyChart:
    """There is nothing to draw; the message says what would be here and how to get it."""

    key: str
    message: Message


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a message, a specification and the table behind it.

    `title` is what the chart says, `subtitle` its quantity and unit, `spec` a Vega-Lite 6 specification with its
    data inline and as wide as its container, `alt` the text for those who do not see it. Title, subtitle, source
    and table are not in the drawing: they belong to the page or document around it, where they wrap and can be read
    out. `as_svg` can write the title into the picture.
    """

    key: str
    title: Message
    subtitle: Message
    spec: dict[str, Any]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alt: Message
    source_line: str = ""
    translate: Translate = field(default=str, repr=False, compare=False)
    paper: str = LIGHT.paper

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        return {
            MEDIA_TYPE: self.spec,
            "image/svg+xml": as_svg(self, has_title=True),
            "text/plain": str(self.alt),
        }


def as_svg(chart: Chart, width: int = DOCUMENT_WIDTH, has_title: bool = False) -> str:
    """The chart as an SVG picture of a fixed width in px, for documents and for pages without scripts."""
    return vl_convert.vegalite_to_svg(fixed(chart, width, has_title), vl_version=VEGA_LITE)


def as_png(chart: Chart, width: int = DOCUMENT_WIDTH, has_title: bool = True, scale: float = 2.0) -> bytes:
    """The chart as a PNG picture on paper, for slides and messages."""
    spec = {**fixed(chart, width, has_title), "background": chart.paper}
    return vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=scale)


def fixed(chart: Chart, width: int, has_title: bool) -> dict[str, Any]:
    """The specification with a width in px in place of the container's, and the title if asked for."""
    spec = {**chart.spec, "width": width, "padding": 8}
    if has_title:
        title, subtitle = chart.translate(chart.title), chart.translate(chart.subtitle)
        spec["title"] = {"text": wrapped(title, width, 16), "subtitle": wrapped(subtitle, width, 13)}
    return spec


def wrapped(text: str, width: float, font_size: float) -> list[str]:
    """A text in lines of at most a width in px, by the mean width of a letter (0.52 of the font size)."""
    return textwrap.wrap(text, max(12, int(width / (0.52 * font_size)))) or [""]


def finished(chart: Chart, style: Style) -> Chart:
    """The chart with its text for those who do not see it inside the specification, and its style remembered."""
    spec = {**chart.spec, "description": style.translate(chart.alt)}
    return replace(chart, spec=spec, translate=style.translate, paper=palette(style.is_dark).paper)


def specification(
    layers: list[dict[str, Any]], datasets: dict[str, list[dict[str, Any]]], height: float, style: Style
) -> dict[str, Any]:
    """A whole specification: layers over named data, as wide as the container, in the theme."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 2, "right": 4, "top": 4, "bottom": 4},
        "config": theme(style.is_dark, style.language),
        "datasets": datasets,
        "layer": layers,
    }


def records(columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]]) -> list[dict[str, Any]]:
    """The rows of the table as records under the keys of their columns."""
    return [dict(zip([column.key for column in columns], row, strict=True)) for row in rows]
