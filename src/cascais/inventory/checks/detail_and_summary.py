"""Rule 6: a detail table and its summary disagree, or two rows were swapped."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from cascais.inventory.checks import rule
from cascais.inventory.checks._classes import TITLES
from cascais.inventory.checks._history import Step, steps
from cascais.inventory.checks._selection import agrees, label_place, sum_t
from cascais.inventory.findings import Finding, Line, PrintedTotal, Severity, Subject
from cascais.text import _, message

KEY = "detail_and_summary"
MOST_LINES = 60
"""Every pair of lines is looked at; beyond this many lines chance coincidences outweigh real swaps."""
SMALLEST_T = 50.0
ALIKE, UNLIKE = 1.15, 4.0
"""Swapped sectors agree across within 15 %, and are so different that they cannot be taken for each other."""


@rule(
    KEY,
    title=_("Detail and summary disagree, or two rows are swapped"),
    severity=Severity.WARNS,
    reason=message(
        "Liberec’s tables 2 and 6 differ for the same sectors, and the rows of CNG and LPG are swapped."
    ),
)
def detail_and_summary(subject: Subject) -> Iterator[Finding]:
    """Find totals printed twice with different values, and pairs of totals or lines that hold each other's figure."""
    for first, second in combinations(subject.printed, 2):
        if _selection(first) == _selection(second):
            if not agrees(first.value_t, second.value_t):
                yield _differ(first, second)
        elif _are_swapped_totals(subject, first, second):
            yield _swapped_totals(first, second)
    yield from _swapped_lines(subject)
    for step in steps(subject):
        yield from _swapped_sectors(step)


def _selection(total: PrintedTotal) -> tuple[object, ...]:
    return (total.sector, total.scope, total.carriers, total.subsector, total.year, total.gas, total.unit)


def _differ(first: PrintedTotal, second: PrintedTotal) -> Finding:
    low, high = sorted((first, second), key=lambda total: (total.value_t, total.label))
    return Finding(
        KEY,
        Severity.WARNS,
        label_place(low),
        f"{low.value_t:,.2f} ≠ {high.value_t:,.2f}",
        message(
            "The same total is printed twice and differs: “{one}” and “{other}”.",
            one=low.label,
            other=high.label,
        ),
        message("Find out which table is newer, and correct the other."),
    )


def _are_swapped_totals(subject: Subject, first: PrintedTotal, second: PrintedTotal) -> bool:
    if agrees(first.value_t, second.value_t) or {first.gas, second.gas} != {"CO2e"}:
        return False
    return agrees(first.value_t, sum_t(subject, second)) and agrees(second.value_t, sum_t(subject, first))


def _swapped_totals(first: PrintedTotal, second: PrintedTotal) -> Finding:
    one, other = sorted((first, second), key=lambda total: total.label)
    return Finding(
        KEY,
        Severity.WARNS,
        label_place(one),
        f"{one.value_t:,.2f} ↔ {other.value_t:,.2f}",
        message("The lines of “{one}” add up to what is printed for “{other}”, and the other way round.", one=one.label, other=other.label),
        message("The two rows were probably swapped: exchange them."),
    )  # fmt: skip


def _swapped_lines(subject: Subject) -> Iterator[Finding]:
    known = [
        line for line in subject.lines if line.factor is not None and (line.printed_t or 0.0) >= SMALLEST_T
    ]
    if len(known) > MOST_LINES:
        return
    for one, other in combinations(known, 2):
        if (
            one.year == other.year
            and _holds(one, other)
            and _holds(other, one)
            and not (_holds(one, one) or _holds(other, other))
        ):
            yield _swapped(*sorted((one, other), key=lambda line: str(line.place)))


def _holds(line: Line, other: Line) -> bool:
    """Whether the printed emissions of a line are those of another one."""
    expected = (other.quantity or 0.0) * (other.factor or 0.0)
    return line.printed_t is not None and expected > 0 and abs(line.printed_t / expected - 1) <= 0.02


def _swapped(one: Line, other: Line) -> Finding:
    return Finding(
        KEY,
        Severity.WARNS,
        one.place,
        f"{one.printed_t:,.2f} ↔ {other.printed_t:,.2f} t",
        message("The printed emissions of this line fit the amount of {other}, and the other way round.", other=other.place),
        message("The two rows were probably swapped: exchange them."),
        (one.position, other.position),
    )  # fmt: skip


def _swapped_sectors(step: Step) -> Iterator[Finding]:
    """Two sectors that each hold the energy of the other one in the next inventory."""
    before = {key: each.energy_mwh for key, each in step.before.items() if each.energy_mwh > 0}
    after = {key: each.energy_mwh for key, each in step.after.items() if each.energy_mwh > 0}
    for one, other in combinations(sorted(set(before) & set(after)), 2):
        if max(before[one], before[other]) < UNLIKE * min(before[one], before[other]):
            continue
        if _are_alike(before[one], after[other]) and _are_alike(before[other], after[one]):
            yield Finding(
                KEY,
                Severity.WARNS,
                message("{first} and {second}", first=step.first, second=step.second),
                f"{TITLES[one]} ↔ {TITLES[other]}",
                message(
                    "In {second} each of the two sectors uses what the other one used in {first}.",
                    first=step.first, second=step.second,
                ),
                message("The two rows were probably swapped in one of the years: exchange them."),
                (*step.after[one].positions, *step.after[other].positions),
            )  # fmt: skip


def _are_alike(one: float, other: float) -> bool:
    return max(one, other) <= ALIKE * min(one, other)
