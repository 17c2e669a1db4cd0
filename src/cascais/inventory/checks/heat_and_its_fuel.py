"""Rule 11: district heat is counted, and the fuel burnt for it as well."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._selection import agrees, label_place, selected
from cascais.inventory.findings import Finding, Line, PrintedTotal, Severity, Subject
from cascais.tables import vocabulary
from cascais.text import Message, _, message

KEY = "heat_and_its_fuel"
LOW, HIGH = 0.8, 2.0
"""MWh of fuel per MWh of heat delivered: efficient plants with flue gas condensation to old ones with long pipes."""

_WHAT = message(
    "Count the heat where it is used, with the supplier’s factor, and take the plant’s fuel out of the inventory "
    "(or write it as IE, included elsewhere)."
)


@rule(
    KEY,
    title=_("District heat and the fuel burnt for it are both counted"),
    severity=Severity.WARNS,
    reason=message(
        "Riga’s plan shows 2 743 GWh of gas beside 2 756 GWh of district heat; together they emit 953 706 t where "
        "696 600 t are printed. Miskolc books fossil district heat under the plants."
    ),
)
def heat_and_its_fuel(subject: Subject) -> Iterator[Finding]:
    """Find heat plants' fuel beside the heat, and printed totals that lack what their gas and heat add up to."""
    for year in subject.years:
        yield from _plants(subject, year)
    for total in subject.printed_co2e:
        yield from _printed(subject, total)


def _plants(subject: Subject, year: int) -> Iterator[Finding]:
    """Fuel of energy industries that is about as much as the district heat would need."""
    of_year = [line for line in subject.lines if line.year == year and line.quantity]
    heat = [
        line for line in of_year if line.carrier == "district_heat" and line.sector != "energy_industries"
    ]
    fuel = [line for line in of_year if line.sector == "energy_industries" and _is_fuel(line)]
    heat_mwh, fuel_mwh = _mwh(heat), _mwh(fuel)
    if heat_mwh and LOW * heat_mwh <= fuel_mwh <= HIGH * heat_mwh:
        why = message(
            "The energy industries burn {fuel:,.0f} MWh, about what {heat:,.0f} MWh of district heat need; that heat is "
            "already counted where it is used.",
            fuel=fuel_mwh, heat=heat_mwh,
        )  # fmt: skip
        yield _finding(
            message("District heat, {year}", year=year), f"{fuel_mwh:,.0f} MWh", why, [*heat, *fuel]
        )


def _printed(subject: Subject, total: PrintedTotal) -> Iterator[Finding]:
    """A printed total that is too low by some of the gas that its district heat would need."""
    lines = selected(subject, total)
    heat = [line for line in lines if line.carrier == "district_heat" and line.co2e_t > 0]
    gas = [line for line in lines if line.carrier == "natural_gas" and line.co2e_t > 0 and line.quantity]
    excess = sum(line.co2e_t for line in lines) - total.value_t
    if not heat or not gas or agrees(total.value_t, total.value_t + excess):
        return
    if 0 < excess <= min(sum(line.co2e_t for line in gas), HIGH * sum(line.co2e_t for line in heat)):
        why = message(
            "Gas and district heat of this total add up to {computed:,.0f} t, {excess:,.0f} t more than printed: as if "
            "{energy:,.0f} MWh of the gas were burnt in heat plants and taken out of the printed figure, but not of the "
            "lines.",
            computed=total.value_t + excess, excess=excess, energy=excess * _mwh(gas) / sum(line.co2e_t for line in gas),
        )  # fmt: skip
        yield _finding(label_place(total), f"{total.value_t:,.2f} t", why, [*heat, *gas])


def _is_fuel(line: Line) -> bool:
    carrier = vocabulary.carriers()[line.carrier]
    return carrier.kind == "energy" and carrier.group != "grid" and line.carrier != "grid_energy"


def _mwh(lines: list[Line]) -> float:
    return sum(line.quantity or 0.0 for line in lines)


def _finding(place: Message | str, value: str, why: Message, lines: list[Line]) -> Finding:
    return Finding(KEY, Severity.WARNS, place, value, why, _WHAT, tuple(line.position for line in lines))
