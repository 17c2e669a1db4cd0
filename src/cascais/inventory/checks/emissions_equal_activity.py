"""Rule 1: the emissions are the activity, copied into the wrong column."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._selection import label_place, selected
from cascais.inventory.findings import Finding, Line, PrintedTotal, Severity, Subject
from cascais.text import _, message

KEY = "emissions_equal_activity"
SMALLEST = 100.0
"""Below this many units a whole-number factor of one arises by rounding; chosen on the Covenant's inventories."""
TOLERANCE = 1e-5

_WHY = message(
    "A tonne of CO2e for every single unit of activity is no real emission factor: the activity was probably "
    "copied into the column of emissions."
)
_WHAT = message(
    "Multiply the activity by its emission factor, or leave the emissions empty and let Cascais do it."
)


@rule(
    KEY,
    title=_("The emissions are the same number as the activity"),
    severity=Severity.BLOCKS_PUBLISHING,
    reason=message(
        "Velenje’s plan prints 13 362.67 t for industry that uses 13 362.67 MWh; correct are 3 476.8 t."
    ),
)
def emissions_equal_activity(subject: Subject) -> Iterator[Finding]:
    """Find lines and printed totals whose emissions equal their energy."""
    for line in subject.lines:
        if is_copied(line):
            yield Finding(
                KEY,
                Severity.BLOCKS_PUBLISHING,
                line.place,
                f"{line.printed_t:,.2f}",
                _WHY,
                _WHAT,
                (line.position,),
            )
    for total in subject.printed_co2e:
        yield from _printed(subject, total)


def is_copied(line: Line) -> bool:
    """Whether the emissions that a line prints are its amount of energy."""
    if line.printed_t is None or not line.is_energy:
        return False
    return any(
        amount is not None and amount >= SMALLEST and abs(line.printed_t - amount) <= TOLERANCE * amount
        for amount in (line.entered, line.quantity)
    )


def _printed(subject: Subject, total: PrintedTotal) -> Iterator[Finding]:
    found = [line for line in selected(subject, total) if line.is_energy and line.quantity is not None]
    energy = sum(line.quantity or 0.0 for line in found)
    if energy >= SMALLEST and abs(total.value_t - energy) <= TOLERANCE * energy:
        positions = tuple(line.position for line in found)
        yield Finding(
            KEY,
            Severity.BLOCKS_PUBLISHING,
            label_place(total),
            f"{total.value_t:,.2f}",
            _WHY,
            _WHAT,
            positions,
        )
