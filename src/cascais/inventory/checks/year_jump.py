"""A sector changes more from one inventory to the next than real towns do."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from cascais.inventory.checks import rule
from cascais.inventory.checks._classes import TITLES
from cascais.inventory.checks._history import Step, steps
from cascais.inventory.findings import Finding, Severity, Subject
from cascais.text import _, message

KEY = "year_jump"
AT_ONCE = 2.0
"""Change by this factor is doubted even between years close together …"""
PER_YEAR = 1.07
"""… and this much more for every year between; chosen on 1 845 pairs of Covenant inventories."""


@rule(
    KEY,
    title=_("A sector jumps from one year to the next"),
    severity=Severity.WARNS,
    reason=message("Marbella’s tertiary buildings emit 181 398 t in 2012 and 82 740 t in 2013."),
)
def year_jump(subject: Subject) -> Iterator[Finding]:
    """Find classes of sectors whose emissions change by more than a factor that grows with the years between."""
    for step in steps(subject):
        limit = log(AT_ONCE) + (step.second - step.first) * log(PER_YEAR)
        for key in step.both:
            if _is_boundary(step, key) or not step.is_large(key):
                continue
            if abs(log(step.ratio(key))) > limit:
                yield _finding(step, key)


def _is_boundary(step: Step, key: str) -> bool:
    """Whether the rule `boundary_change` speaks of the class already."""
    return bool(step.lost_part(key)) or step.is_against_rest(key)


def _finding(step: Step, key: str) -> Finding:
    before, after = step.before[key].emissions_t, step.after[key].emissions_t
    return Finding(
        KEY,
        Severity.WARNS,
        message("{sector}, {first} and {second}", sector=TITLES[key], first=step.first, second=step.second),
        f"{after / before - 1:+.0%}",
        message(
            "From {before:,.0f} to {after:,.0f} t within {years} years; hardly any town changes so fast without a change "
            "of method, boundary or unit.",
            before=before, after=after, years=step.second - step.first,
        ),
        message("Compare the sources, boundaries and units of the two years; write the reason into the comment."),
        step.after[key].positions,
    )  # fmt: skip
