"""A whole key sector is excused by a notation key."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._classes import TITLES, class_of
from cascais.inventory.checks.missing_key_sector import KEY_CLASSES
from cascais.inventory.findings import Finding, Severity, Subject
from cascais.text import _, message

KEY = "notation_key_on_key_sector"
EXCUSES = ("NO", "NE", "C")


@rule(
    KEY,
    title=_("A notation key stands for a whole key sector"),
    severity=Severity.BLOCKS_PUBLISHING,
    reason=message(
        "A notation key may stand for a cell; a whole key sector without a number makes the total too low, whatever the key."
    ),
)
def notation_key_on_key_sector(subject: Subject) -> Iterator[Finding]:
    """Find key sectors that have notation keys only."""
    for year in subject.years:
        for key in KEY_CLASSES:
            lines = [line for line in subject.lines if line.year == year and class_of(line.sector) == key]
            marks = sorted({line.notation_key for line in lines if line.notation_key in EXCUSES})
            if marks and not any(line.quantity or line.printed_t for line in lines):
                is_impossible = "NO" in marks
                yield Finding(
                    KEY,
                    Severity.BLOCKS_PUBLISHING if is_impossible else Severity.WARNS,
                    message("{sector}, {year}", sector=TITLES[key], year=year),
                    ", ".join(marks),
                    message("“Not occurring” cannot be true here: every town has this sector.")
                    if is_impossible
                    else message("The sector exists but has no number at all; the total is too low by it."),
                    message(
                        "Fill the sector with an estimate from national figures, and replace it line by line."
                    ),
                    tuple(line.position for line in lines),
                )
