"""Two years of one member, sector by sector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cascais.charts._drawing.chart import (
    STYLE,
    Chart,
    Column,
    EmptyChart,
    Style,
    finished,
    records,
    specification,
)
from cascais.charts._drawing.collection import chart_function
from cascais.charts._drawing.numbers import number, percent
from cascais.charts._drawing.parts import Spec, text, tooltip
from cascais.charts._drawing.rows import amount, bars, caption, captions, down, height_px, places
from cascais.text import Message, _, message

ROOM = 0.42  # of the longest bar, for the label beside it on a phone
BESIDE: dict[str, Any] = {"align": "left", "dx": 6, "baseline": "middle"}
COLUMNS = (
    Column("title", _("Sector")),
    Column("before_t", _("Earlier year"), _("t CO₂e")),
    Column("after_t", _("Later year"), _("t CO₂e")),
)


@dataclass(frozen=True, slots=True)
class SectorChange:
    """Emissions of a sector in two years [t CO2e]; None where the year has no figure, which is not zero."""

    title: str
    before_t: float | None
    after_t: float | None


@dataclass(frozen=True, slots=True)
class CompareYears:
    """What the chart shows."""

    member: str
    before: int
    after: int
    sectors: tuple[SectorChange, ...]
    source_line: str = ""


@chart_function
def compare_years(data: CompareYears, style: Style = STYLE) -> Chart | EmptyChart:
    """Paired bars by sector from a common zero, with the change in words."""
    items = sorted(
        (item for item in data.sectors if item.before_t or item.after_t),
        key=lambda item: -max(item.before_t or 0, item.after_t or 0),
    )
    if not items:
        return EmptyChart(
            "compare_years",
            message(
                "{member} has no emissions in {before} or {after} to compare. Choose two years with an inventory.",
                member=data.member,
                before=data.before,
                after=data.after,
            ),
        )
    language, translate = style.language, style.translate
    rows = tuple((translate(item.title), item.before_t, item.after_t) for item in items)
    title = _title(data, items, style)
    changes = "; ".join(f"{translate(item.title)} {_change(item, style)}" for item in items)
    before, after = _comparable(items)
    alt = message(
        "{title}: {total_before} t CO₂e before, {total_after} t after. By sector: {changes}.",
        title=translate(title),
        total_before=number(before, language),
        total_after=number(after, language),
        changes=changes,
    )
    return finished(
        Chart(
            "compare_years",
            title,
            message("Greenhouse gas emissions by sector in two years, t CO₂e"),
            _spec(data, items, style),
            COLUMNS,
            rows,
            alt,
            data.source_line,
        ),
        style,
    )


def _change(item: SectorChange, style: Style) -> str:
    if item.before_t is None or item.after_t is None:
        return style.translate(_("no figure in one year"))
    if not item.before_t:
        return style.translate(_("new"))
    return percent(item.after_t / item.before_t - 1, style.language, is_signed=True)


def _comparable(items: list[SectorChange]) -> tuple[float, float]:
    """Totals of the sectors that have a figure in both years [t CO2e]."""
    pairs = [
        (item.before_t, item.after_t)
        for item in items
        if item.before_t is not None and item.after_t is not None
    ]
    return sum(before for before, _after in pairs), sum(after for _before, after in pairs)


def _title(data: CompareYears, items: list[SectorChange], style: Style) -> Message:
    before, after = _comparable(items)
    values = {"member": data.member, "before": data.before, "after": data.after}
    if not before:
        return message("{member} in {before} and {after}", **values)
    values["share"] = percent(abs(after / before - 1), style.language)
    if any(item.before_t is None or item.after_t is None for item in items):
        if after <= before:
            return message(
                "Emissions of {member} fell by {share} from {before} to {after} in the sectors that both years have",
                **values,
            )
        return message(
            "Emissions of {member} rose by {share} from {before} to {after} in the sectors that both years have",
            **values,
        )
    if after <= before:
        return message("Emissions of {member} fell by {share} from {before} to {after}", **values)
    return message("Emissions of {member} rose by {share} from {before} to {after}", **values)


def _drawn(data: CompareYears, items: list[SectorChange], style: Style) -> list[dict[str, Any]]:
    table = [(style.translate(item.title), item.before_t, item.after_t) for item in items]
    found = places([row[0] for row in table], bars=2)
    drawn = []
    for item, place, record in zip(items, found, records(COLUMNS, table), strict=True):
        second = {f"{key}_after": edge for key, edge in place.bar(1).items()}
        ends = {"_start": 0.0, "_before_end": item.before_t or 0.0, "_after_end": item.after_t or 0.0}
        labels = {
            "_before": _bar_label(data.before, item.before_t, style.language),
            "_after": _bar_label(data.after, item.after_t, style.language),
        }
        words = {**caption(place, _change(item, style)), **labels}
        drawn.append({**record, **place.bar(), **second, **ends, **words})
    return drawn


def _spec(data: CompareYears, items: list[SectorChange], style: Style) -> Spec:
    drawn = _drawn(data, items, style)
    height = height_px(places([str(row["title"]) for row in drawn], bars=2))
    values = [row[field] for row in drawn for field in ("_before_end", "_after_end")]
    highest, lowest = max(0.0, *values), min(0.0, *values)

    def x(field: str) -> Spec:
        return amount(field, highest + ROOM * (highest - lowest), lowest)

    hint = tooltip(
        ("title", style.translate(_("Sector"))),
        ("_before", style.translate(_("t CO₂e"))),
        ("_after", style.translate(_("t CO₂e"))),
    )
    first = bars("rows", "soft-muted", (x("_start"), x("before_t")), height, tooltip=hint)
    second = bars("rows", "solid-accent", (x("_start"), x("after_t")), height, tooltip=hint)
    second["encoding"] |= {"y": down("_top_after", height), "y2": {"field": "_bottom_after"}}
    labels = [
        *text("rows", x("_before_end"), down("_middle", height), "_before", **BESIDE),
        *text("rows", x("_after_end"), down("_middle_after", height), "_after", **BESIDE),
    ]
    return specification([first, second, *labels, *captions("rows", height)], {"rows": drawn}, height, style)


def _bar_label(year: int, value: float | None, language: str) -> str:
    return f"{year}: {number(value, language)}" if value is not None else f"{year}: –"
