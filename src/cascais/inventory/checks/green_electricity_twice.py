"""Certified green electricity lowers the total twice."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.findings import Finding, Line, Severity, Subject
from cascais.text import _, message

KEY = "green_electricity_twice"
LOW = 0.25
"""Part of the grid's factor below which a factor can only be that of a green supply."""


@rule(
    KEY,
    title=_("Green electricity is counted twice"),
    severity=Severity.WARNS,
    reason=message(
        "Certificates are already in the national factor: who also sets the bought part to zero takes the same "
        "reduction twice."
    ),
)
def green_electricity_twice(subject: Subject) -> Iterator[Finding]:
    """Find green lines that repeat an ordinary one, and green lines set to zero beside lines with the grid's factor."""
    lines = [line for line in subject.lines if line.carrier == "electricity" and line.quantity]
    grid = [line for line in lines if not line.is_green and (_factor(line) or 0.0) > 0]
    for line in lines:
        if not line.is_green:
            continue
        usual = max((_factor(other) or 0.0 for other in grid if other.year == line.year), default=0.0)
        if any(_is_same(line, other) for other in grid):
            why = message(
                "The same {energy:,.0f} MWh stand once as ordinary and once as green electricity.",
                energy=line.quantity,
            )
        elif (_factor(line) or 0.0) < LOW * usual:
            why = message(
                "{energy:,.0f} MWh count {factor:.3f} t per MWh while the rest counts {usual:.3f}, a national factor "
                "that already holds all green electricity.",
                energy=line.quantity, factor=_factor(line) or 0.0, usual=usual,
            )  # fmt: skip
        else:
            continue
        what = message("Count all electricity with one factor, and show the certified part as a memo.")
        yield Finding(
            KEY, Severity.WARNS, line.place, f"{line.quantity:,.0f} MWh", why, what, (line.position,)
        )


def _is_same(line: Line, other: Line) -> bool:
    return (line.year, line.sector, line.quantity) == (other.year, other.sector, other.quantity)


def _factor(line: Line) -> float | None:
    return line.printed_factor if line.factor is None else line.factor
