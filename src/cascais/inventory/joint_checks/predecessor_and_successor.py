"""A merged municipality is in the sum together with the one that it went over into."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.findings import Finding, Severity
from cascais.inventory.joint_checks import JointSubject, rule
from cascais.inventory.joint_checks._amounts import two
from cascais.text import _, message

KEY = "predecessor_and_successor"


@rule(
    KEY,
    title=_("A merged member and its successor are both in the sum"),
    severity=Severity.WARNS,
    reason=message(
        "After a merger the new municipality draws up the old years anew for its whole area; the old towns’ inventories "
        "stay readable and would be added once more."
    ),
)
def predecessor_and_successor(subject: JointSubject) -> Iterator[Finding]:
    """Find members whose successor has an inventory of the same year in the sum."""
    by_key = {each.part.key: each for each in subject.counted}
    for before in subject.counted:
        for key in before.part.successors:
            if key in by_key:
                yield Finding(
                    KEY,
                    Severity.WARNS,
                    two(before, by_key[key]),
                    str(subject.year),
                    message(
                        "{before} went over into {after}, and both have an inventory of {year} in the sum: the area of "
                        "{before} is counted twice.",
                        before=before.part.name,
                        after=by_key[key].part.name,
                        year=subject.year,
                    ),
                    message("Bound the years: the old member until the merger, the new one from then on."),
                )
