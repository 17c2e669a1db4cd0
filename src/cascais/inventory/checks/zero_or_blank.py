"""A zero stands where nobody knows the amount, or nothing stands where something is known."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._classes import class_of
from cascais.inventory.findings import Finding, Line, Severity, Subject
from cascais.tables import vocabulary
from cascais.text import Message, _, message

KEY = "zero_or_blank"
SMALLEST = 100.0
"""Less energy than this may round to no emissions where the unit of the source is kt."""


@rule(
    KEY,
    title=_("Zero, blank and notation key contradict each other"),
    severity=Severity.WARNS,
    reason=message(
        "A zero says that nothing is used, a blank that nobody looked. Frankenthal’s inventory of 2011 has 284 525 MWh of fuel in transport and 0 t."
    ),
)
def zero_or_blank(subject: Subject) -> Iterator[Finding]:
    """Find blank lines without a reason, amounts beside a notation key, and zero energy with emissions."""
    for line in subject.lines:
        why = _contradiction(line) or _no_emissions(subject, line)
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
    if line.entered is not None and line.entered < 0 and line.is_energy:
        return message("The amount is negative, so the line takes emissions off the total.")
    if line.entered == 0 and line.printed_t and line.is_energy and abs(line.printed_t) >= 1:
        return message("No energy but {emissions:,.0f} t: the amount is missing.", emissions=line.printed_t)
    return None


def _no_emissions(subject: Subject, line: Line) -> Message | None:
    """Fossil fuel, or all the fuel of transport, that prints no emissions at all or has a factor of nought."""
    is_nothing = line.printed_t == 0 or (line.printed_t is None and line.factor == 0)
    if not is_nothing or (line.entered or 0.0) < SMALLEST:
        return None
    group = vocabulary.carriers()[line.carrier].group
    is_fossil = group == "fossil" or (
        line.carrier == "fuels" and class_of(line.sector) == "transport" and _is_only_fuel(subject, line)
    )
    return (
        message(
            "{amount:,.0f} {unit} of fuel but 0 t: the emissions are missing.",
            amount=line.entered,
            unit=line.entered_unit,
        )
        if is_fossil
        else None
    )


def _is_only_fuel(subject: Subject, line: Line) -> bool:
    return not any(
        other.position != line.position and other.carrier == "fuels" and other.sector == line.sector
        for other in subject.lines
    )
