"""Emissions of one year by member of a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cascais.charts._drawing.chart import STYLE, Chart, Column, EmptyChart, Style, finished
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.numbers import number, percent
from cascais.charts._drawing.parts import Spec, tooltip
from cascais.charts._drawing.shares import Row, drawn_shares, shares_specification
from cascais.text import Message, _, message

COLUMNS = (
    Column("title", _("Member")),
    Column("measured_t", _("Inventory of the year"), _("t CO₂e")),
    Column("estimated_t", _("Inventory of another year"), _("t CO₂e")),
    Column("uncertainty", _("Uncertainty (95 %, relative)")),
)


@dataclass(frozen=True, slots=True)
class MemberShare:
    """A member's emissions [t CO2e]; estimated where the inventory of another year stands in."""

    name: str
    total_t: float
    is_estimated: bool = False
    uncertainty: float | None = None


@dataclass(frozen=True, slots=True)
class MemberShares:
    """What the chart shows."""

    group: str
    year: int
    members: tuple[MemberShare, ...]
    source_line: str = ""


@chart_function
def member_shares(data: MemberShares, style: Style = STYLE) -> Chart | EmptyChart:
    """Bars by member, largest first; hollow where another year stands in, the range of each as a line."""
    items = sorted((item for item in data.members if item.total_t), key=lambda item: -item.total_t)
    if not items or items[0].total_t < 0:
        return EmptyChart(
            "member_shares",
            message(
                "No member of {group} has emissions in {year} yet. Once one publishes an inventory, it stands here.",
                group=data.group,
                year=data.year,
            ),
        )
    rows: list[Row] = [
        (
            item.name,
            0.0 if item.is_estimated else item.total_t,
            item.total_t if item.is_estimated else 0.0,
            item.uncertainty,
        )
        for item in items
    ]
    title, alt = _words(data, items, style)
    chart = Chart(
        "member_shares",
        title,
        message("Greenhouse gas emissions by member, t CO₂e with 95 % interval"),
        _spec(rows, style),
        COLUMNS,
        tuple(rows),
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _words(data: MemberShares, items: list[MemberShare], style: Style) -> tuple[Message, Message]:
    language = style.language
    total = sum(max(0.0, item.total_t) for item in items)
    values = {
        "group": data.group,
        "year": data.year,
        "member": items[0].name,
        "share": percent(items[0].total_t / total, language),
        "total": number(total, language),
        "all": "; ".join(f"{item.name} {number(item.total_t, language)} t" for item in items),
    }
    title = message("{member}: {share} of the emissions of {group} in {year}", **values)
    alt = message(
        "{member} has the largest share of {group} in {year} with {share} of {total} t CO₂e. All members: {all}.",
        **values,
    )
    return title, alt


def _spec(rows: Sequence[Row], style: Style) -> Spec:
    hint = tooltip(("title", style.translate(_("Member"))), ("_value", style.translate(_("t CO₂e"))))
    drawn = drawn_shares(COLUMNS, rows, style)
    return shares_specification(drawn, ("solid-accent", "hollow-accent"), style, tooltip=hint)
