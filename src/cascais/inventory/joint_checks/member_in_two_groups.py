"""A member's inventories count in two groups of the same kind in the same years."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.findings import Finding, Severity
from cascais.inventory.joint_checks import JointSubject, rule
from cascais.inventory.parts import OtherGroup, Part
from cascais.text import _, message

KEY = "member_in_two_groups"


@rule(
    KEY,
    title=_("A member counts in two groups of the same kind"),
    severity=Severity.WARNS,
    reason=message(
        "A town that moved from one joint plan to another and was left in both is cut twice in the network’s sums."
    ),
)
def member_in_two_groups(subject: JointSubject) -> Iterator[Finding]:
    """Find members that belong to another group of the same kind in overlapping years."""
    for each in subject.counted:
        for other in each.part.other_groups:
            if other.kind == subject.kind and _overlap(each.part, other):
                yield Finding(
                    KEY,
                    Severity.WARNS,
                    each.part.name,
                    other.title,
                    message(
                        "Its inventories of the same years also count in “{other}”, a group of the same kind: sums over "
                        "both groups count it twice.",
                        other=other.title,
                    ),
                    message(
                        "Keep it in the group whose plan it follows, or bound the years in which it counts in each."
                    ),
                )


def _overlap(part: Part, other: OtherGroup) -> bool:
    starts_in_time = other.to_year is None or part.from_year is None or part.from_year <= other.to_year
    ends_late_enough = other.from_year is None or part.to_year is None or other.from_year <= part.to_year
    return starts_in_time and ends_late_enough
