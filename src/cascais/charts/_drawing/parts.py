"""Small pieces of Vega-Lite that several charts use.

The dictionaries are written directly: building the same chart through Altair's classes takes about ten times as
long (28 ms for three layers) and a second of import. The tests check every specification with Altair's own schema.
"""

from __future__ import annotations

from typing import Any

from cascais.charts._drawing.chart import Style
from cascais.charts._drawing.palette import SECTOR_GROUPS

Spec = dict[str, Any]


def layer(data: str, mark: str, styles: str | list[str], encoding: Spec, **properties: Any) -> Spec:  # noqa: ANN401 – properties of a mark
    """One layer: a mark in named styles over a named data set."""
    return {
        "data": {"name": data},
        "mark": {"type": mark, "style": styles, **properties},
        "encoding": encoding,
    }


def quantity(field: str, **more: Any) -> Spec:  # noqa: ANN401 – properties of a channel
    """A channel bound to a field with numbers; without `axis` it has no title of its own."""
    return {"field": field, "type": "quantitative", "title": None, **more}


def nominal(field: str, **more: Any) -> Spec:  # noqa: ANN401 – properties of a channel
    """A channel bound to a field with names."""
    return {"field": field, "type": "nominal", **more}


def tooltip(*fields: tuple[str, str]) -> list[Spec]:
    """What a pointer sees: ready-made texts under their titles."""
    return [nominal(field, title=title) for field, title in fields]


def text(
    data: str,
    x: Spec,
    y: Spec,
    field: str,
    *,
    is_strong: bool = False,
    has_halo: bool = False,
    **mark: Any,  # noqa: ANN401 – properties of a mark
) -> list[Spec]:
    """A text layer, with a rim in the colour of the paper where it may lie over marks."""
    encoding = {"x": x, "y": y, "text": nominal(field)}
    strong = "-strong" if is_strong else ""
    rim = [layer(data, "text", f"halo{strong}", encoding, **mark)] if has_halo else []
    return [*rim, layer(data, "text", f"label{strong}", encoding, **mark)]


def sector_colour(style: Style, present: list[str], has_legend: bool) -> Spec:
    """The colour of a sector group by its title: the scale knows all groups, the legend shows those present."""
    titles = [style.translate(title) for title in SECTOR_GROUPS.values()]
    legend = {
        "values": present,
        "title": None,
        "orient": "bottom",
        "columns": {"expr": "width < 420 ? 2 : 4"},
        "symbolType": "square",
        "labelLimit": 150,
    }
    return nominal(
        "sector", scale={"domain": titles, "range": "category"}, legend=legend if has_legend else None
    )


def if_estimated(estimated: Any, otherwise: Any) -> Spec:  # noqa: ANN401 – values of a channel
    """A channel that tells estimates from measurements."""
    return {
        "condition": {"test": {"field": "is_estimated", "equal": True}, "value": estimated},
        "value": otherwise,
    }


AMOUNT_AXIS: Spec = {"format": ",~r", "tickCount": 5, "domain": False, "ticks": False, "labelPadding": 6}
YEAR_AXIS: Spec = {
    "format": "d",
    "grid": False,
    "labelFlush": True,
    "labelOverlap": "parity",
    "labelSeparation": 8,
}


def year_ticks(first: int, last: int) -> list[int]:
    """Round years for an axis, at most about eight.

    >>> year_ticks(1990, 2050)
    [1990, 2000, 2010, 2020, 2030, 2040, 2050]
    """
    span = last - first
    step = next((step for step in (1, 2, 5, 10) if span / step <= 7), 20)
    return [year for year in range(first, last + 1) if year % step == 0] or [first]
