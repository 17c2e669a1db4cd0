"""Rule 13: the factor printed is not the factor used."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._selection import agrees, label_place, selected
from cascais.inventory.findings import Finding, Line, PrintedFactor, PrintedTotal, Severity, Subject
from cascais.tables import vocabulary
from cascais.text import Message, _, message

KEY = "factor_differs"
TOLERANCE = 0.02
"""Printed factors are rounded to two or three digits."""
MOST = 5.0
"""Factors further apart are a unit slip or a wrong line, which other rules name."""


@rule(
    KEY,
    title=_("The factor printed is not the factor used"),
    severity=Severity.WARNS,
    reason=message(
        "Leipzig prints 544 g/kWh for electricity where its figures imply 478; Ljubljana’s emissions from electricity "
        "and heat lie 9 % above its own factors."
    ),
)
def factor_differs(subject: Subject) -> Iterator[Finding]:
    """Compare printed factors with those in use, and the factors implied by printed totals with both."""
    for printed in subject.printed_factors:
        yield from _used(subject, printed)
    for total in subject.printed_co2e:
        yield from _implied(subject, total)


def _used(subject: Subject, printed: PrintedFactor) -> Iterator[Finding]:
    sectors = vocabulary.descendants(printed.sector) if printed.sector else None
    lines = [
        line
        for line in subject.lines
        if line.carrier == printed.carrier
        and (sectors is None or line.sector in sectors)
        and printed.supplier in ("", line.supplier)
        and printed.year in (None, line.year)
    ]
    for line in lines:
        used = line.printed_factor if line.printed_factor is not None else line.factor
        if used is not None and _differ(printed.value, used) and abs(line.co2e_t) > 1:
            yield _finding(printed.place or line.place, line, printed.value, used, (line.position,))


def _implied(subject: Subject, total: PrintedTotal) -> Iterator[Finding]:
    """Single carrier, or grid energy where the total moves with the electricity factor: solve for the factor."""
    lines = selected(subject, total)
    computed = sum(line.co2e_t for line in lines)
    if not lines or agrees(total.value_t, computed):
        return
    carriers = {line.carrier for line in lines}
    if not carriers <= {"electricity", "district_heat"} and len(carriers) > 1:
        return
    solved = lines if len(carriers) == 1 else [line for line in lines if line.carrier == "electricity"]
    energy = sum(line.quantity or 0.0 for line in solved)
    if not energy:
        return
    used = sum(line.co2e_t for line in solved) / energy
    implied = used + (total.value_t - computed) / energy
    if _differ(used, implied):
        yield _finding(label_place(total), solved[0], used, implied, tuple(line.position for line in solved))


def _differ(printed: float, used: float) -> bool:
    low, high = sorted((abs(printed), abs(used)))
    return high - low > TOLERANCE * high and low > 0 and high < MOST * low


def _finding(
    place: Message | str, line: Line, printed: float, used: float, positions: tuple[int, ...]
) -> Finding:
    return Finding(
        KEY,
        Severity.WARNS,
        place,
        f"{used:.4f} ≠ {printed:.4f}",
        message(
            "For {carrier} the factor table says {printed:.4f} t per {unit}; the emissions imply {used:.4f} "
            "({percent:+.1f} %).",
            carrier=vocabulary.carrier(line.carrier).title, printed=printed, unit=line.unit, used=used,
            percent=100 * (used / printed - 1),
        ),
        message("Find out which factor was meant (year, supplier, variant), and use it for all lines."),
        positions,
    )  # fmt: skip
