"""Rule 9: the electricity factor stands still for many years."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.findings import Finding, Line, Severity, Subject
from cascais.text import _, message

KEY = "constant_electricity_factor"
FEWEST_YEARS = 8
"""Frameworks let a town keep its factor for one period; over a longer time the grid itself changes."""
SAME = 1e-4


@rule(
    KEY,
    title=_("The electricity factor stands still for many years"),
    severity=Severity.WARNS,
    reason=message(
        "Latvian plans use 0.109 t per MWh for every year from 1990 on, Liepāja for 2006 and 2022 alike."
    ),
)
def constant_electricity_factor(subject: Subject) -> Iterator[Finding]:
    """Find an electricity factor that is the same in the first and the last of years far apart."""
    by_year = {year: factor for year, lines in subject.history.items() if (factor := _factor(lines))}
    if len(by_year) < 2:
        return
    first, last = min(by_year), max(by_year)
    values = list(by_year.values())
    if last - first >= FEWEST_YEARS and max(values) - min(values) <= SAME * values[0]:
        positions = tuple(line.position for line in subject.lines if line.carrier == "electricity")
        yield Finding(
            KEY,
            Severity.WARNS,
            message("Electricity, {first}–{last}", first=first, last=last),
            f"{values[0]:.4f} t/MWh",
            message(
                "The factor is the same over {years} years. Grids have changed since, so part of the town’s real "
                "reduction (or increase) is invisible.",
                years=last - first,
            ),
            message(
                "Use the factor of each year; if the framework asks for a constant one, say so and show the "
                "difference as a memo."
            ),
            positions,
        )


def _factor(lines: tuple[Line, ...]) -> float | None:
    """Mean electricity factor [t CO2e/MWh] of a year's lines, None without electricity."""
    found = [line for line in lines if line.carrier == "electricity" and (line.quantity or 0.0) > 0]
    energy = sum(line.quantity or 0.0 for line in found)
    return sum(line.co2e_t for line in found) / energy if energy else None
