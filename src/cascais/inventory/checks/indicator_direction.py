"""Rule 15: an indicator is planned to move against its own name."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.findings import Finding, Severity, Subject
from cascais.text import _, message

KEY = "indicator_direction"


@rule(
    KEY,
    title=_("An indicator moves against its own name"),
    severity=Severity.WARNS,
    reason=message("Miskolc’s “share of non-fossil sources” is planned to go from 35 to 30 to 5.25 %."),
)
def indicator_direction(subject: Subject) -> Iterator[Finding]:
    """Find indicators whose last value lies on the wrong side of the first."""
    for indicator in subject.indicators:
        if len(indicator.values) < 2:
            continue
        change = indicator.values[-1] - indicator.values[0]
        if (change < 0) if indicator.should_rise else (change > 0):
            yield Finding(
                KEY,
                Severity.WARNS,
                indicator.name,
                " → ".join(f"{value:g}" for value in indicator.values) + f" {indicator.unit}".rstrip(),
                message("By its name the indicator should rise, but it falls.")
                if indicator.should_rise
                else message("By its name the indicator should fall, but it rises."),
                message(
                    "Check whether the values belong to the opposite indicator, or whether the name is turned round."
                ),
            )
