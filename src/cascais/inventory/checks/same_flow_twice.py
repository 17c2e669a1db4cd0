"""Rule 2: the same energy stands in two sectors."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cascais.inventory.checks import rule
from cascais.inventory.checks._selection import agrees, label_place, selected
from cascais.inventory.findings import Finding, Line, PrintedTotal, Severity, Subject
from cascais.tables import vocabulary
from cascais.text import _, listed, message

KEY = "same_flow_twice"
FEWEST_DIGITS = 4
"""Short or rounded numbers coincide by chance; chosen on the Covenant's inventories."""
SMALLEST_EXCESS_T = 5.0
TOLERANCE = 0.002


@rule(
    KEY,
    title=_("The same amount stands in two sectors"),
    severity=Severity.WARNS,
    reason=message(
        "Velenje’s plan counts 298.84 MWh of railway diesel in transport and once more among the buildings (79.8 t)."
    ),
)
def same_flow_twice(subject: Subject) -> Iterator[Finding]:
    """Find equal amounts of a carrier in two sectors, and printed totals that hold a line of another sector."""
    counted = [line for line in subject.lines if line.is_energy and _digits(line.entered) >= FEWEST_DIGITS]
    flow = sorted(counted, key=_flow)
    for _key, group in groupby(flow, key=_flow):
        same = list(group)
        if len({line.sector for line in same}) > 1:
            yield _twice(same)
    for total in subject.printed_co2e:
        yield from _printed(subject, total)


def _digits(amount: float | None) -> int:
    """Significant digits of an amount: 180 000 has two, 298.84 has five."""
    return (
        len(f"{amount:.6g}".replace(".", "").strip("0"))
        if amount and 0 < amount < 1e6
        else _digits_of_large(amount)
    )


def _digits_of_large(amount: float | None) -> int:
    return len(f"{amount:.0f}".strip("0")) if amount and amount > 0 else 0


def _flow(line: Line) -> tuple[int, str, float]:
    return line.year, line.carrier, line.quantity or 0.0


def _twice(same: list[Line]) -> Finding:
    sectors = sorted({vocabulary.sector(line.sector).title for line in same})
    return Finding(
        KEY,
        Severity.WARNS,
        message(
            "{sectors}, {carrier}",
            sectors=listed(sectors, " + "),
            carrier=vocabulary.carrier(same[0].carrier).title,
        ),
        f"{same[0].quantity:,.2f} {same[0].unit}",
        message(
            "Exactly the same amount of a carrier in two sectors is rarely chance: it is counted twice, or an unknown amount was simply halved."
        ),
        message(
            "Keep the amount in the sector where it is used; write IE (included elsewhere) in the other."
        ),
        tuple(line.position for line in same),
    )


def _printed(subject: Subject, total: PrintedTotal) -> Iterator[Finding]:
    own = selected(subject, total)
    excess = total.value_t - sum(line.co2e_t for line in own)
    if excess < SMALLEST_EXCESS_T or agrees(total.value_t, total.value_t - excess):
        return
    inside = {line.position for line in own}
    for line in subject.lines:
        if line.position not in inside and abs(line.co2e_t - excess) <= TOLERANCE * line.co2e_t:
            yield Finding(
                KEY,
                Severity.BLOCKS_PUBLISHING,
                label_place(total),
                f"{total.value_t:,.2f} t",
                message(
                    "The printed total is {excess:,.1f} t above its lines, which is exactly {line}: that line is "
                    "counted in both sectors.",
                    excess=excess, line=line.place,
                ),
                message("Take the line out of one of the two sectors and correct the total."),
                (line.position,),
            )  # fmt: skip
