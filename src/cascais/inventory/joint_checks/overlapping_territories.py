"""Two members cover the same ground: the same local unit, or one region inside another."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.findings import Finding, Severity
from cascais.inventory.joint_checks import JointSubject, rule
from cascais.inventory.joint_checks._amounts import pairs, two
from cascais.inventory.joint_checks.region_and_its_towns import REGION
from cascais.inventory.parts import Part
from cascais.text import _, message

KEY = "overlapping_territories"


@rule(
    KEY,
    title=_("The territories of two members overlap"),
    severity=Severity.WARNS,
    reason=message(
        "A district and its municipality, or a county and its planning region, both join a plan with their own inventories."
    ),
)
def overlapping_territories(subject: JointSubject) -> Iterator[Finding]:
    """Find two members with one LAU code, and two regions of which one lies in the other by its NUTS code."""
    for first, second in pairs(subject.counted):
        code = _common_code(first.part, second.part)
        if code:
            yield Finding(
                KEY,
                Severity.WARNS,
                two(first, second),
                code,
                message(
                    "Both cover the area {code}: what is emitted there is in both inventories and counts twice.",
                    code=code,
                ),
                message(
                    "Keep the one whose plan it is in the sum; if a code is wrong, correct it in the register."
                ),
            )


def _common_code(first: Part, second: Part) -> str:
    if first.lau_code and (first.country, first.lau_code) == (second.country, second.lau_code):
        return first.lau_code
    shorter, longer = sorted((first.nuts_code, second.nuts_code), key=len)
    is_inside = first.kind == second.kind == REGION and shorter and longer.startswith(shorter)
    return longer if is_inside else ""
