"""Which lines a printed total adds up, and whether it does so."""

from __future__ import annotations

from cascais.inventory.findings import Line, PrintedTotal, Subject
from cascais.tables import vocabulary
from cascais.text import Message, message

RELATIVE_TOLERANCE = 0.002
"""Rounded factors shift a sum by up to 0.2 %: so do the sums of the twelve published city-years that hold."""
ABSOLUTE_TOLERANCE_T = 1.0


def selected(subject: Subject, total: PrintedTotal) -> list[Line]:
    """The lines that a printed total says it adds up."""
    sectors = vocabulary.descendants(total.sector) if total.sector else None
    return [
        line
        for line in subject.lines
        if (sectors is None or line.sector in sectors)
        and (total.year is None or line.year == total.year)
        and (total.subsector is None or line.subsector == total.subsector)
        and _is_of_kind(line, total)
    ]


def _is_of_kind(line: Line, total: PrintedTotal) -> bool:
    if total.carriers:
        return line.carrier in total.carriers
    return total.scope is None or line.scope == total.scope


def sum_t(subject: Subject, total: PrintedTotal) -> float:
    """What the lines of a printed total add up to, in t CO2e."""
    return sum(line.co2e_t for line in selected(subject, total))


def agrees(printed: float, computed: float) -> bool:
    """Whether a printed figure [t] is the computed one but for rounding.

    >>> agrees(51592, 51623.6), agrees(156, 155.3), agrees(3094.16, 3014.4)
    (True, True, False)
    """
    return abs(printed - computed) <= max(ABSOLUTE_TOLERANCE_T, RELATIVE_TOLERANCE * abs(printed))


def label_place(total: PrintedTotal) -> Message | str:
    """Where a printed total stands."""
    return message("{place}: {label}", place=total.place, label=total.label) if total.place else total.label
