"""A member's amount is what the others add up to: the total of the area was entered as one town's."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.findings import Finding, Severity
from cascais.inventory.joint_checks import JointSubject, rule
from cascais.inventory.joint_checks._amounts import carrier_title, cells, digits, sector_title
from cascais.text import _, message

KEY = "total_of_the_others"
ROUNDING = 1e-6
"""Relative: a sum of figures that are printed to the last digit meets their total exactly."""
FEWEST_DIGITS = 4
FEWEST_OTHERS = 2


@rule(
    KEY,
    title=_("A member has what all the others have together"),
    severity=Severity.WARNS,
    reason=message(
        "A network operator gives the sum for its area beside the towns; the sum lands in the sheet of the largest town."
    ),
)
def total_of_the_others(subject: JointSubject) -> Iterator[Finding]:
    """Find an amount by sector and carrier that is the sum of the other members' amounts."""
    by_member = [(each, cells(each)) for each in subject.counted]
    for key in sorted({key for _each, found in by_member for key in found}):
        known = [(each, found[key]) for each, found in by_member if found.get(key, 0.0) > 0]
        whole = sum(amount for _each, amount in known)
        for each, amount in known:
            others = whole - amount
            is_sum = abs(amount - others) <= ROUNDING * amount
            if is_sum and len(known) > FEWEST_OTHERS and digits(amount) >= FEWEST_DIGITS:
                yield Finding(
                    KEY,
                    Severity.WARNS,
                    each.part.name,
                    f"{amount:,.2f}",
                    message(
                        "Its amount of “{carrier}” in “{sector}” is exactly what the other {count} members have together: "
                        "the total of the area seems to be entered as its own, and counts twice in the group.",
                        carrier=carrier_title(key[1]),
                        sector=sector_title(key[0]),
                        count=len(known) - 1,
                    ),
                    message("Enter the town’s own amount; the group’s total follows from its members."),
                )
