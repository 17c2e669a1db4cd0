"""Rule 14: the boundary or the base year changed without a word."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._classes import TITLES, Sums
from cascais.inventory.checks._history import Step, steps
from cascais.inventory.findings import Finding, Severity, Subject, lines
from cascais.text import Message, _, listed, message

KEY = "boundary_change"
EDITION = 0.01
"""Editions of the same year that differ by less are rounding and late corrections."""


@rule(
    KEY,
    title=_("The boundary or the base year changed"),
    severity=Severity.WARNS,
    reason=message(
        "Private road traffic of Liberec rises from 20 905 to 81 511 t because more roads are counted; a mere “*” says so."
    ),
)
def boundary_change(subject: Subject) -> Iterator[Finding]:
    """Find sectors that come, go or jump alone from one inventory to the next, and base years that were rewritten."""
    for step in steps(subject):
        yield from _sectors(step)
    yield from _editions(subject)


def _sectors(step: Step) -> Iterator[Finding]:
    place = message("{first} and {second}", first=step.first, second=step.second)
    gone = _only(step, step.before, step.after)
    new = _only(step, step.after, step.before)
    if (gone or new) and step.both:
        why = message(
            "{which} only one of the two years has: the totals of {first} and {second} cannot be compared as they are.",
            which=listed(gone + new), first=step.first, second=step.second,
        )  # fmt: skip
        yield _finding(place, ", ".join(gone + new), why, _positions(step))
    for key in step.both:
        part = step.lost_part(key)
        if part:
            yield _finding(place, TITLES[key], _lost(step, key, part), step.after[key].positions)
        elif step.is_against_rest(key):
            why = message(
                "{sector} goes from {before:,.0f} to {after:,.0f} t while the other sectors hardly move: either something else "
                "was counted, or a single large thing came or went.",
                sector=TITLES[key], before=step.before[key].emissions_t, after=step.after[key].emissions_t,
            )  # fmt: skip
            yield _finding(place, f"× {step.ratio(key):.2f}", why, step.after[key].positions)


def _lost(step: Step, key: str, part: str) -> Message:
    lacking, having = (
        (step.second, step.first) if _part_t(step.before[key], part) else (step.first, step.second)
    )
    amount = max(_part_t(step.before[key], part), _part_t(step.after[key], part))
    if part == "fuel":
        return message(
            "{sector}: {having} has {amount:,.0f} t from fuels burnt on the spot, {lacking} has none at all.",
            sector=TITLES[key], having=having, lacking=lacking, amount=amount,
        )  # fmt: skip
    return message(
        "{sector}: {having} has {amount:,.0f} t from electricity and heat, {lacking} has none at all.",
        sector=TITLES[key], having=having, lacking=lacking, amount=amount,
    )  # fmt: skip


def _part_t(sums: Sums, part: str) -> float:
    return sums.fuel_t if part == "fuel" else sums.grid_t


def _only(step: Step, one: dict[str, Sums], other: dict[str, Sums]) -> list[str]:
    return sorted(TITLES[key] for key in one if key not in other and step.is_large(key))


def _positions(step: Step) -> tuple[int, ...]:
    return tuple(sorted(position for each in step.after.values() for position in each.positions))


def _editions(subject: Subject) -> Iterator[Finding]:
    for inventory in subject.earlier:
        found = lines(inventory)
        for year in sorted({line.year for line in found} & set(subject.years)):
            before = sum(line.co2e_t for line in found if line.year == year)
            now = sum(line.co2e_t for line in subject.history[year])
            if before and abs(now / before - 1) > EDITION:
                why = message(
                    "An earlier edition has {before:,.0f} t for {year}, this one {now:,.0f} t.",
                    before=before, now=now, year=year,
                )  # fmt: skip
                yield _finding(message("{year}", year=year), f"{now / before - 1:+.1%}", why, ())


def _finding(place: Message, value: str, why: Message, positions: tuple[int, ...]) -> Finding:
    what = message(
        "Say in a comment what changed. Recompute the other year within the same boundary, or compare only the sectors "
        "that both years have."
    )
    return Finding(KEY, Severity.WARNS, place, value, why, what, positions)
