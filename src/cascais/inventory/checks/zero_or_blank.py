"""A zero stands where nobody knows the amount, or nothing stands where something is known."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.findings import Finding, Line, Severity, Subject
from cascais.text import Message, _, message

KEY = "zero_or_blank"


@rule(
    KEY,
    title=_("Zero, blank and notation key contradict each other"),
    severity=Severity.WARNS,
    reason=message(
        "A zero says that nothing is used, a blank that nobody looked: half of the published tables mix the two."
    ),
)
def zero_or_blank(subject: Subject) -> Iterator[Finding]:
    """Find blank lines without a reason, amounts beside a notation key, and zero energy with emissions."""
    for line in subject.lines:
        why = _contradiction(line)
        if why is not None:
            what = message(
                "Enter 0 where nothing is used, a notation key with its reason where the amount is not known."
            )
            value = line.notation_key or ("" if line.entered is None else f"{line.entered:g}")
            yield Finding(KEY, Severity.WARNS, line.place, value, why, what, (line.position,))


def _contradiction(line: Line) -> Message | None:
    if line.notation_key and line.entered:
        return message("An amount and the notation key {key} stand in the same line.", key=line.notation_key)
    if line.entered is None and line.printed_t is None and not line.notation_key:
        return message(
            "The line has no amount, no emissions and no notation key: nobody can tell what is meant."
        )
    if line.entered == 0 and line.printed_t and line.is_energy and abs(line.printed_t) >= 1:
        return message("No energy but {emissions:,.0f} t: the amount is missing.", emissions=line.printed_t)
    return None
