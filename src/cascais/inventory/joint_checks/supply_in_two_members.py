"""Two members enter the same amount from the same supplier."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.findings import Finding, Severity
from cascais.inventory.joint_checks import JointSubject, rule
from cascais.inventory.joint_checks._amounts import amounts, carrier_title, digits, pairs, supplier, two
from cascais.text import _, message

KEY = "supply_in_two_members"
FEWEST_DIGITS = 3
"""Round amounts of one supplier may be equal by agreement, such as two contracts over 1 000 MWh."""


@rule(
    KEY,
    title=_("The same amount of one supplier stands in two members"),
    severity=Severity.WARNS,
    reason=message(
        "A supplier of several towns reports one figure for all of them; each town takes it over as its own."
    ),
)
def supply_in_two_members(subject: JointSubject) -> Iterator[Finding]:
    """Find equal amounts of a carrier from one supplier, plant or facility in two members."""
    for first, second in pairs(subject.counted):
        known = {
            (supplier(line), line.carrier, line.quantity)
            for line in amounts(first.lines)
            if line.supplier and digits(line.quantity) >= FEWEST_DIGITS
        }
        for line in amounts(second.lines):
            if (supplier(line), line.carrier, line.quantity) in known:
                yield Finding(
                    KEY,
                    Severity.WARNS,
                    two(first, second),
                    f"{line.quantity:,.2f} {line.unit}",
                    message(
                        "Both enter {amount:,.2f} {unit} of “{carrier}” from {supplier}. In the sum of the group it is "
                        "counted twice.",
                        amount=line.quantity,
                        unit=line.unit,
                        carrier=carrier_title(line.carrier),
                        supplier=" ".join(line.supplier.split()),
                    ),
                    message(
                        "Ask the supplier for each town’s own share, or keep the amount with one of the two and write "
                        "IE (included elsewhere) for the other."
                    ),
                )
