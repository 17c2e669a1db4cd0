"""Charts: pure functions from frozen records to a specification that page, document and notebook draw alike.

`CHARTS` holds every chart function under its key; a module of this package defines one chart. A chart function
takes its record and a `Style` and returns a `Chart`, or an `EmptyChart` where there is nothing to draw.
"""

from cascais.charts._drawing.chart import (
    STYLE,
    VEGA_LITE,
    Cell,
    Chart,
    Column,
    EmptyChart,
    Style,
    as_png,
    as_svg,
)
from cascais.charts._drawing.collection import CHARTS, ChartFunction
from cascais.charts._drawing.numbers import number, percent, plus_minus
from cascais.charts._drawing.palette import DARK, LIGHT, SECTOR_GROUPS, Palette, sector_group
from cascais.charts._drawing.theme import theme

__all__ = [
    "CHARTS",
    "DARK",
    "LIGHT",
    "SECTOR_GROUPS",
    "STYLE",
    "VEGA_LITE",
    "Cell",
    "Chart",
    "ChartFunction",
    "Column",
    "EmptyChart",
    "Palette",
    "Style",
    "as_png",
    "as_svg",
    "number",
    "percent",
    "plus_minus",
    "sector_group",
    "theme",
]
