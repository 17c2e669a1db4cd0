"""Sums that a table prints, compared with what was read; and lines that stand in it twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cascais.errors import Problem
from cascais.inventory.activities import Activity
from cascais.inventory.intake import labels
from cascais.inventory.intake.numbers import plain
from cascais.inventory.intake.problems import Findings, problem
from cascais.inventory.intake.results import PrintedSum
from cascais.inventory.intake.sheets import Sheet
from cascais.text import message

ROUNDING = 0.5  # in the printed unit, for each summand that may have been rounded
TOLERANCE = 0.001


def amount_of(lines: Sequence[Activity]) -> float | None:
    """Sum of the amounts; None where no line has one."""
    amounts = [line.amount for line in lines if line.amount is not None]
    return sum(amounts) if amounts else None


def nearest(printed: float, section: Sequence[Activity], everything: Sequence[Activity]) -> float | None:
    """The sum that a printed one most likely means, that of its section or of everything; None with mixed units."""
    if len({line.unit for line in everything}) > 1:
        return None
    candidates = [found for lines in (section, everything) if (found := amount_of(lines)) is not None]
    return min(candidates, key=lambda found: abs(found - printed), default=None)


def is_grand_total(label: str, sheet: Sheet, column: int, row: int) -> bool:
    """Whether a row of sums adds up everything: it is not called a subtotal and no other sum follows."""
    if labels.folded(label).startswith(("sub", "zwischen", "vahe")):
        return False
    return not any(
        labels.is_total(sheet.cell(later, column).text) for later in range(row + 1, len(sheet.rows) + 1)
    )


def disagreements(printed: Iterable[PrintedSum], sheet: Sheet) -> list[Problem]:
    """Printed sums that differ from what was read by more than rounding."""
    findings = Findings(sheet)
    for each in printed:
        if each.found is None:
            continue
        if abs(each.value - each.found) > max(2 * ROUNDING, TOLERANCE * abs(each.value)):
            findings.note(
                problem(
                    message(
                        "The sum “{label}” prints {value} {unit}, the cells add up to {found} {unit}.",
                        label=each.label,
                        value=plain(each.value),
                        found=plain(each.found),
                        unit=each.unit,
                    ),
                    row=each.row,
                    column=each.carrier,
                    next_step=message("Look for a cell that was mistyped, or for lines that are missing."),
                )
            )
    return findings.notes


def check_duplicates(activities: Sequence[Activity], findings: Findings) -> None:
    """Refuse lines that say the same thing twice."""
    seen: dict[tuple[object, ...], Activity] = {}
    for each in activities:
        key = (each.year, each.sector, each.carrier, each.supplier, each.subsector, each.unit, each.is_green)
        first = seen.setdefault(key, each)
        if first is not each:
            findings.add(
                replace(
                    problem(
                        message(
                            "Rows {first} and {second} say the same line twice.",
                            first=first.row,
                            second=each.row,
                        ),
                        value=f"{each.year}, {each.sector}, {each.carrier}",
                        next_step=message(
                            "Delete one of them, add them up, or tell them apart by subsector or supplier."
                        ),
                    ),
                    row=each.row,
                )
            )


def negative_amount(amount: float) -> Problem:
    """The refusal of an amount below zero."""
    return problem(
        message("The amount is negative."),
        value=f"{amount:g}",
        allowed="≥ 0",
        next_step=message(
            "Write what was used; feed-in and savings are no activities. Areas of sinks are positive."
        ),
    )
