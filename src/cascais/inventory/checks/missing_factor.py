"""A line has an amount but neither a factor nor emissions: it silently counts as nothing."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.findings import Finding, Severity, Subject
from cascais.tables import vocabulary
from cascais.text import _, message

KEY = "missing_factor"


@rule(
    KEY,
    title=_("No emission factor"),
    severity=Severity.BLOCKS_PUBLISHING,
    reason=message("A line without a factor counts as nothing, and the total looks better than it is."),
)
def missing_factor(subject: Subject) -> Iterator[Finding]:
    """Find lines with an amount for which neither a factor nor printed emissions are known."""
    for line in subject.lines:
        if line.factor is None and line.printed_t is None and line.quantity:
            yield Finding(
                KEY,
                Severity.BLOCKS_PUBLISHING,
                line.place,
                f"{line.quantity:,.2f} {line.unit}",
                message(
                    "No published factor fits {carrier} here, so the line counts as 0 t.",
                    carrier=vocabulary.carrier(line.carrier).title,
                ),
                message(
                    "Give the supplier’s factor in a factor file, with its source, or the emissions themselves."
                ),
                (line.position,),
            )
