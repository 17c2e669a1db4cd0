"""A region's own inventory stands in the sum beside those of towns that lie in it."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.findings import Finding, Severity
from cascais.inventory.joint_checks import JointSubject, rule
from cascais.inventory.parts import Counted
from cascais.text import _, listed, message

KEY = "region_and_its_towns"
REGION = "region"


@rule(
    KEY,
    title=_("A region and its towns are both in the sum"),
    severity=Severity.WARNS,
    reason=message(
        "A region with an inventory of its own coordinates the plan of its towns: the sum of both counts each town twice."
    ),
)
def region_and_its_towns(subject: JointSubject) -> Iterator[Finding]:
    """Find regions whose NUTS code is the beginning of that of another member of the sum."""
    for region in subject.counted:
        towns = [each.part.name for each in subject.counted if _lies_in(each, region)]
        if towns:
            yield Finding(
                KEY,
                Severity.WARNS,
                region.part.name,
                region.part.nuts_code,
                message(
                    "Its own inventory is in the sum beside those of {towns}, which lie in it ({code}): what is emitted "
                    "there is counted twice.",
                    towns=listed(towns),
                    code=region.part.nuts_code,
                ),
                message("Take either the region or its towns into the group’s sum."),
            )


def _lies_in(town: Counted, region: Counted) -> bool:
    code = region.part.nuts_code
    return (
        region.part.kind == REGION
        and town.part.kind != REGION
        and bool(code)
        and town.part.nuts_code.startswith(code)
    )
