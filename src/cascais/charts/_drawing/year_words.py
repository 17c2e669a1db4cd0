"""What the chart of emissions and targets says in words."""

from __future__ import annotations

from cascais.charts._drawing.chart import Style
from cascais.charts._drawing.numbers import number, percent
from cascais.charts._drawing.years import EmissionsAndTargets, InventoryYear
from cascais.text import Message, message


def subtitle(years: tuple[InventoryYear, ...]) -> Message:
    """Quantity and unit, and what the lines on the bars mean."""
    if any(item.uncertainty for item in years):
        return message(
            "Greenhouse gas emissions by sector and targets, t CO₂e a year; thick and thin lines: 50 % and 90 % ranges"
        )
    return message("Greenhouse gas emissions by sector and targets, t CO₂e a year")


def _compared(years: tuple[InventoryYear, ...]) -> tuple[InventoryYear, InventoryYear]:
    measured = [item for item in years if not item.is_estimated] or list(years)
    return measured[0], measured[-1]


def title(data: EmissionsAndTargets, years: tuple[InventoryYear, ...], style: Style) -> Message:
    """What happened between the first and the last measured inventory."""
    first, last = _compared(years)
    if first.year == last.year or first.total_t <= 0:
        return message(
            "{member} emitted {amount} t CO₂e in {year}",
            member=data.member,
            amount=number(last.total_t, style.language),
            year=last.year,
        )
    change = last.total_t / first.total_t - 1
    values = {
        "member": data.member,
        "share": percent(abs(change), style.language),
        "first": first.year,
        "last": last.year,
    }
    if change < 0:
        return message("{member} cut its emissions by {share} from {first} to {last}", **values)
    return message("{member} raised its emissions by {share} from {first} to {last}", **values)


def alt(
    data: EmissionsAndTargets, years: tuple[InventoryYear, ...], sentence: Message, style: Style
) -> Message:
    """Every total and every target in words."""
    totals = "; ".join(f"{item.year}: {number(item.total_t, style.language)} t" for item in years)
    ends = "; ".join(
        f"{path.name}: {number(path.points[-1][1], style.language)} t ({path.points[-1][0]})"
        for path in data.targets
    )
    if not data.targets:
        return message(
            "{title}. Total emissions {totals}. No target is set.",
            title=style.translate(sentence),
            totals=totals,
        )
    return message(
        "{title}. Total emissions {totals}. Targets {targets}.",
        title=style.translate(sentence),
        totals=totals,
        targets=ends,
    )
