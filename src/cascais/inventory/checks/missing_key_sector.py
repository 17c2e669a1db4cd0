"""A key sector of the Covenant is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._classes import TITLES, class_of
from cascais.inventory.findings import Finding, Line, Severity, Subject
from cascais.tables import vocabulary
from cascais.text import _, listed, message

KEY = "missing_key_sector"
KEY_CLASSES = ("municipal", "tertiary", "residential", "transport")
FEWEST = 3
"""The Covenant asks for at least three of its four key sectors."""


@rule(
    KEY,
    title=_("A key sector is missing"),
    severity=Severity.BLOCKS_PUBLISHING,
    reason=message(
        "Inventories without transport or homes look better than the town is, and cannot be compared."
    ),
)
def missing_key_sector(subject: Subject) -> Iterator[Finding]:
    """Find years in which key sectors have neither amount nor emissions nor notation key."""
    for year in subject.years or (None,):
        lines = [line for line in subject.lines if line.year == year]
        missing = [key for key in KEY_CLASSES if key not in covered(lines)]
        if missing:
            is_enough = len(KEY_CLASSES) - len(missing) >= FEWEST
            yield Finding(
                KEY,
                Severity.WARNS if is_enough else Severity.BLOCKS_PUBLISHING,
                message("{year}", year=year) if year else message("Whole inventory"),
                ", ".join(TITLES[key] for key in missing),
                message("There is nothing for {sectors}.", sectors=listed(TITLES[key] for key in missing)),
                message(
                    "Enter the sector, fill it with an estimate, or give a notation key with the reason. The Covenant "
                    "asks for at least three of its four key sectors."
                ),
            )


def covered(lines: Iterable[Line]) -> set[str]:
    """The classes for which something is stated; an unsplit parent covers those below it."""
    found: set[str] = set()
    for line in lines:
        if line.quantity or line.printed_t or line.notation_key:
            found |= {class_of(sector) for sector in vocabulary.descendants(line.sector)}
    return found
