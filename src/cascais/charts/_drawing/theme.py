"""One theme for page, document and notebook.

Every colour of a chart is named by a style or a range of this configuration and stands nowhere else, so a page
can swap `spec["config"]` for the dark theme without asking for the chart again. Styles say `color`, not `fill`: the
compiler writes its own default colour over a style's `fill`.
"""

from __future__ import annotations

from typing import Any

from cascais.charts._drawing.numbers import locale
from cascais.charts._drawing.palette import Palette, palette

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
FONT_SIZE = 12


def theme(is_dark: bool = False, language: str = "en") -> dict[str, Any]:
    """The configuration that every chart carries, for the light or the dark page and a language's numbers."""
    colours = palette(is_dark)
    return {
        "background": "transparent",
        "font": FONT,
        "locale": {"number": locale(language)},
        "view": {"stroke": None},
        "range": {"category": colours.sector_range},
        "style": {**_bars(colours), **_lines(colours), **_points(colours), **_texts(colours)},
        "axis": {
            "domainColor": colours.muted,
            "gridColor": colours.line,
            "labelColor": colours.ink,
            "labelFontSize": FONT_SIZE,
            "tickColor": colours.muted,
            "titleColor": colours.muted,
            "titleFontSize": FONT_SIZE,
            "titleFontWeight": "normal",
        },
        "legend": {"labelColor": colours.ink, "labelFontSize": FONT_SIZE, "symbolStrokeWidth": 0},
        "title": {
            "anchor": "start",
            "color": colours.ink,
            "fontSize": 16,
            "fontWeight": 600,
            "subtitleColor": colours.muted,
            "subtitleFontSize": 13,
            "offset": 14,
        },
    }


def _bars(colours: Palette) -> dict[str, Any]:
    hollow = {"fillOpacity": 0.14, "strokeWidth": 1.25, "strokeDash": [3, 2]}
    names = {
        "accent": colours.accent,
        "muted": colours.muted,
        "warning": colours.warning,
        "danger": colours.danger,
    }
    solid = {f"solid-{name}": {"color": colour, "stroke": None} for name, colour in names.items()}
    hollows = {
        f"hollow-{name}": {"color": colour, "stroke": colour, **hollow} for name, colour in names.items()
    }
    return {
        **solid,
        **hollows,
        "solid": {"fillOpacity": 1, "strokeWidth": 0},
        "hollow": hollow,
        "soft-accent": {"color": colours.accent, "fillOpacity": 0.55, "stroke": None},
        "faint-accent": {"color": colours.accent, "fillOpacity": 0.28, "stroke": None},
        "soft-muted": {"color": colours.muted, "fillOpacity": 0.45, "stroke": None},
        "track": {"color": colours.line, "stroke": None},
        "future": {"color": colours.line, "fillOpacity": 0.4, "stroke": None},
        "land": {"color": colours.land, "stroke": colours.paper, "strokeWidth": 0.75},
        "band-50": {"color": colours.accent, "fillOpacity": 0.28},
        "band-90": {"color": colours.accent, "fillOpacity": 0.14},
    }


def _lines(colours: Palette) -> dict[str, Any]:
    return {
        "target": {"color": colours.ink, "strokeDash": [6, 4], "strokeWidth": 1.5},
        "projection": {"color": colours.accent, "strokeOpacity": 0.7, "strokeWidth": 1.5},
        "range-90": {"color": colours.ink, "strokeWidth": 1},
        "range-50": {"color": colours.ink, "strokeWidth": 3},
        "range-halo": {"color": colours.paper, "strokeWidth": 4, "strokeOpacity": 0.8},
        "zero": {"color": colours.muted, "strokeWidth": 1},
        "connector": {"color": colours.muted, "strokeWidth": 1, "strokeDash": [2, 2]},
    }


def _points(colours: Palette) -> dict[str, Any]:
    return {
        "target-end": {"opacity": 1, "color": colours.paper, "stroke": colours.ink, "strokeWidth": 1.5},
        "dot": {"color": colours.muted, "fillOpacity": 0.55, "stroke": colours.paper, "strokeWidth": 0.5},
        "dot-hollow": {
            "color": colours.paper,
            "stroke": colours.muted,
            "strokeWidth": 1,
            "strokeDash": [2, 1],
        },
        "dot-chosen": {"opacity": 1, "color": colours.accent, "stroke": colours.paper, "strokeWidth": 1},
        "point-accent": {"opacity": 1, "color": colours.accent, "stroke": colours.paper, "strokeWidth": 1},
        "point-warning": {"opacity": 1, "color": colours.warning, "stroke": colours.paper, "strokeWidth": 1},
        "point-danger": {"opacity": 1, "color": colours.danger, "stroke": colours.paper, "strokeWidth": 1},
        "point-muted": {
            "opacity": 1,
            "color": colours.paper,
            "stroke": colours.muted,
            "strokeWidth": 1.5,
            "strokeDash": [2, 1.5],
        },
    }


def _texts(colours: Palette) -> dict[str, Any]:
    def text(colour: str, **more: object) -> dict[str, Any]:
        return {"color": colour, "stroke": None, "fontSize": FONT_SIZE, **more}

    halo = {"stroke": colours.paper, "strokeWidth": 4, "strokeJoin": "round", "fontSize": FONT_SIZE}
    return {
        "label": text(colours.ink),
        "label-strong": text(colours.ink, fontWeight=600),
        "label-muted": text(colours.muted),
        "halo": {"color": colours.paper, **halo},
        "halo-strong": {"color": colours.paper, "fontWeight": 600, **halo},
    }
