"""Lines of one member stand in another one too."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.findings import Finding, Severity
from cascais.inventory.joint_checks import JointSubject, rule
from cascais.inventory.joint_checks._amounts import (
    Cell,
    carrier_title,
    cells,
    digits,
    pairs,
    sector_title,
    two,
)
from cascais.inventory.parts import Counted
from cascais.text import _, listed, message

KEY = "copied_lines"
DIGITS_OF_ONE, DIGITS_OF_SEVERAL, SEVERAL = 6, 4, 3
"""One amount of six digits, or three of four, are not equal by chance; one of four is, among thirty towns."""
MOST_NAMED = 3


@rule(
    KEY,
    title=_("Two members have the same amounts"),
    severity=Severity.WARNS,
    reason=message(
        "An agency fills in one town’s sheet from another’s and forgets to replace some of its lines."
    ),
)
def copied_lines(subject: JointSubject) -> Iterator[Finding]:
    """Find amounts by sector and carrier that are the same in two members to the last digit."""
    for first, second in pairs(subject.counted):
        same = _same(first, second)
        if any(digits(amount) >= DIGITS_OF_ONE for amount in same.values()) or len(same) >= SEVERAL:
            named = list(same)[:MOST_NAMED]
            yield Finding(
                KEY,
                Severity.WARNS,
                two(first, second),
                "; ".join(f"{same[key]:,.2f}" for key in named),
                message(
                    "They have {count} amounts in common to the last digit: {lines}. Two towns never use exactly the same.",
                    count=len(same),
                    lines=listed(
                        [
                            message(
                                "{sector}, {carrier}",
                                sector=sector_title(sector),
                                carrier=carrier_title(carrier),
                            )
                            for sector, carrier in named
                        ],
                        "; ",
                    ),
                ),
                message("Look which of the two the figures belong to, and enter the other’s own."),
            )


def _same(first: Counted, second: Counted) -> dict[Cell, float]:
    """Amounts that both have; those of a named supplier are another rule’s business."""
    supplied = {(line.sector, line.carrier) for line in (*first.lines, *second.lines) if line.supplier}
    other = cells(second)
    return {
        key: amount
        for key, amount in cells(first).items()
        if key not in supplied and digits(amount) >= DIGITS_OF_SEVERAL and other.get(key) == amount
    }
