"""Emissions of one year by sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cascais.charts._drawing.chart import STYLE, Chart, Column, EmptyChart, Style, finished
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.numbers import number, percent
from cascais.charts._drawing.palette import SECTOR_GROUPS, sector_group
from cascais.charts._drawing.parts import Spec, sector_colour, tooltip
from cascais.charts._drawing.shares import Row, drawn_shares, shares_specification
from cascais.text import Message, _, message

COLUMNS = (
    Column("title", _("Sector")),
    Column("measured_t", _("Measured"), _("t CO₂e")),
    Column("estimated_t", _("Estimated"), _("t CO₂e")),
    Column("uncertainty", _("Uncertainty (95 %, relative)")),
)


@dataclass(frozen=True, slots=True)
class SectorShare:
    """A sector [t CO2e]: what rests on local figures and what is estimated, and the uncertainty of the sum."""

    sector: str
    title: str
    measured_t: float
    estimated_t: float = 0.0
    uncertainty: float | None = None

    @property
    def total_t(self) -> float:
        """Both parts [t CO2e]."""
        return self.measured_t + self.estimated_t


@dataclass(frozen=True, slots=True)
class SectorShares:
    """What the chart shows."""

    member: str
    year: int
    sectors: tuple[SectorShare, ...]
    source_line: str = ""


@chart_function
def sector_shares(data: SectorShares, style: Style = STYLE) -> Chart | EmptyChart:
    """Bars by sector, largest first; the estimated part hollow, the range of each sum as a line."""
    items = sorted((item for item in data.sectors if item.total_t), key=lambda item: -item.total_t)
    if not items or items[0].total_t < 0:
        return EmptyChart(
            "sector_shares",
            message(
                "The inventory of {member} for {year} has no emissions yet. Enter or import activities to see them by sector.",
                member=data.member,
                year=data.year,
            ),
        )
    rows: list[Row] = [
        (style.translate(item.title), item.measured_t, item.estimated_t, item.uncertainty) for item in items
    ]
    title, alt = _words(data, items, style)
    chart = Chart(
        "sector_shares",
        title,
        message("Greenhouse gas emissions by sector, t CO₂e with 95 % interval"),
        _spec(items, rows, style),
        COLUMNS,
        tuple(rows),
        alt,
        data.source_line,
    )
    return finished(chart, style)


def _words(data: SectorShares, items: list[SectorShare], style: Style) -> tuple[Message, Message]:
    language, translate = style.language, style.translate
    # Removals are no emissions: a share is of what is emitted.
    total = sum(max(0.0, item.total_t) for item in items)
    values = {
        "member": data.member,
        "year": data.year,
        "sector": translate(items[0].title),
        "share": percent(items[0].total_t / total, language),
        "total": number(total, language),
        "all": "; ".join(f"{translate(item.title)} {number(item.total_t, language)} t" for item in items),
    }
    title = message("{sector}: {share} of the emissions of {member} in {year}", **values)
    alt = message(
        "{sector} is the largest sector of {member} in {year} with {share} of {total} t CO₂e. All sectors: {all}.",
        **values,
    )
    return title, alt


def _spec(items: list[SectorShare], rows: Sequence[Row], style: Style) -> Spec:
    drawn = drawn_shares(COLUMNS, rows, style)
    for item, row in zip(items, drawn, strict=True):
        row["sector"] = style.translate(SECTOR_GROUPS[sector_group(item.sector)])
    colour = sector_colour(style, [], has_legend=False)
    hint = tooltip(("title", style.translate(_("Sector"))), ("_value", style.translate(_("t CO₂e"))))
    return shares_specification(drawn, ("solid", "hollow"), style, fill=colour, stroke=colour, tooltip=hint)
