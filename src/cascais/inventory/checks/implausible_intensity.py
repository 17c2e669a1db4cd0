"""Rule 7: an intensity that no fuel and no machine can have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from cascais.inventory.checks import rule
from cascais.inventory.checks.emissions_equal_activity import is_copied
from cascais.inventory.findings import Finding, Line, Severity, Subject
from cascais.provenance import How
from cascais.tables import vocabulary
from cascais.tables.reading import table
from cascais.text import _, message

KEY = "implausible_intensity"
SMALLEST_MWH = 200.0
SMALLEST_T = 20.0
"""Rounded figures of small lines imply meaningless factors; chosen on the Covenant's inventories."""
HIGHEST_SLIP = 3.0
"""From here on the decimal point is wrong: the rule `unit_slip` says so."""


@rule(
    KEY,
    title=_("An intensity that no fuel and no machine can have"),
    severity=Severity.WARNS,
    reason=message(
        "A published plan reckons with 0.41 kWh per km for heavy trucks, less than any truck on the road needs."
    ),
)
def implausible_intensity(subject: Subject) -> Iterator[Finding]:
    """Find factors implied by lines, and printed intensities, outside the range of what exists."""
    for line in subject.lines:
        yield from _line(subject, line)
    for each in subject.intensities:
        low, high, unit = _ranges()[each.kind]
        if not low <= each.value <= high:
            yield Finding(
                KEY,
                Severity.WARNS,
                each.label,
                f"{each.value:,.3g} {unit}",
                message("Usual are {low:g} to {high:g} {unit}.", low=low, high=high, unit=unit),
                message(
                    "Check the unit, and whether the figure belongs to another kind of vehicle or building."
                ),
            )


def _line(subject: Subject, line: Line) -> Iterator[Finding]:
    kind = _kind(line)
    resolved = subject.inventory.factors.resolved[subject.inventory.factor_of_line[line.position]]
    factor = line.factor if resolved.choice.how is How.PRESCRIBED else line.printed_factor
    if not kind or factor is None or (line.quantity or 0.0) < SMALLEST_MWH:
        return
    low, high, unit = _ranges()[kind]
    emissions = factor * (line.quantity or 0.0)
    is_high = high < factor <= HIGHEST_SLIP and emissions >= SMALLEST_T and not is_copied(line)
    if is_high or factor < low:
        yield Finding(
            KEY,
            Severity.WARNS,
            line.place,
            f"{factor:,.3f} {unit}",
            message(
                "{emissions:,.0f} t from {energy:,.0f} MWh are {factor:,.3f} t per MWh; {carrier} has {low:g} to {high:g}.",
                emissions=emissions, energy=line.quantity, factor=factor,
                carrier=vocabulary.carrier(line.carrier).title, low=low, high=high,
            ),
            message("Check amount, emissions and unit of the line: one of them probably belongs to another line."),
            (line.position,),
        )  # fmt: skip


def _kind(line: Line) -> str:
    """Which range holds for the factor of a line, empty for none."""
    carrier = vocabulary.carriers()[line.carrier]
    if carrier.kind != "energy":
        return ""
    if carrier.is_grid_bound and carrier.group in ("grid", "unsplit"):
        return "grid_factor"
    return "fuel_factor" if carrier.group in ("fossil", "unsplit") else ""


@cache
def _ranges() -> dict[str, tuple[float, float, str]]:
    rows = table("plausibility", "intensities").rows
    return {str(row["kind"]): (float(row["low"]), float(row["high"]), str(row["unit"])) for row in rows}
