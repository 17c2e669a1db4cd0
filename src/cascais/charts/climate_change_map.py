"""The members on a map of Europe, by how a climate index changes there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cascais.charts._drawing.chart import STYLE, Chart, EmptyChart, Style, finished
from cascais.charts._drawing.collection import chart_function
from cascais.charts.members_map import MemberPoint, MembersMap, members_map
from cascais.text import Message, _, message

TITLES: Mapping[str, str] = {
    "rising": _("Rising"),
    "unclear": _("No trend beyond chance"),
    "falling": _("Falling"),
    "unknown": _("No results"),
}
LOOKS: Mapping[str, str] = {
    "rising": "off_track",
    "unclear": "uncertain",
    "falling": "on_track",
    "unknown": "too_little_data",
}
"""Drawn like the statuses of members: colour and shape both tell them apart."""


@dataclass(frozen=True, slots=True)
class ChangingPlace:
    """A member [degrees] and one of TITLES."""

    name: str
    latitude: float
    longitude: float
    change: str


@dataclass(frozen=True, slots=True)
class ClimateChangeMap:
    """What the chart shows."""

    index: str
    places: tuple[ChangingPlace, ...]
    source_line: str = ""


@chart_function
def climate_change_map(data: ClimateChangeMap, style: Style = STYLE) -> Chart | EmptyChart:
    """Members as points; colour and shape say whether the index rises, falls, or neither beyond chance."""
    if not data.places:
        return EmptyChart(
            "climate_change_map",
            message(
                "No member has results of this index yet. Members with results and coordinates appear here."
            ),
        )
    points = tuple(
        MemberPoint(each.name, each.latitude, each.longitude, LOOKS[each.change], TITLES[each.change])
        for each in data.places
    )
    drawing = members_map(MembersMap(points, data.source_line), style)
    if isinstance(drawing, EmptyChart):
        return drawing
    title, alt = _words(data, style)
    subtitle = message("{index}: trend at each member with results", index=style.translate(data.index))
    named = replace(drawing, key="climate_change_map", title=title, subtitle=subtitle, alt=alt)
    return finished(named, style)


def _words(data: ClimateChangeMap, style: Style) -> tuple[Message, Message]:
    counts = {key: sum(each.change == key for each in data.places) for key in TITLES}
    values = {
        "index": style.translate(data.index),
        "rising": counts["rising"],
        "falling": counts["falling"],
        "count": len(data.places) - counts["unknown"],
    }
    title = message("{index}: rising at {rising} of {count} members, falling at {falling}", **values)
    parts = "; ".join(f"{style.translate(TITLES[key])}: {count}" for key, count in counts.items() if count)
    return title, message(
        "{title}. {parts}. The table lists each one.", title=style.translate(title), parts=parts
    )
