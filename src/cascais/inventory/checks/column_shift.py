"""Rule 12: figures stand in the column of another year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from cascais.inventory.checks import rule
from cascais.inventory.findings import Finding, Line, PrintedSeries, Severity, Subject
from cascais.text import Message, _, message

KEY = "column_shift"
FEWEST_LINES = 4
FEWEST_YEARS = 5
CLEARER = 0.5
"""A shifted reading must leave less than half the scatter before a shift is claimed."""
SCATTER = 0.03
"""Inhabitants do not change by more than about 3 % a year; with more, the row does not fit its years."""

_WHAT = message(
    "Put each figure under its own year; look for a column left out or inserted at the first wrong one."
)


@rule(
    KEY,
    title=_("Figures stand in the column of another year"),
    severity=Severity.BLOCKS_PUBLISHING,
    reason=message(
        "Wrocław’s plan prints its reductions and its tonnes per inhabitant one column off: they hold a year that is "
        "not in the table and lack another."
    ),
)
def column_shift(subject: Subject) -> Iterator[Finding]:
    """Find years that repeat another year's lines, and printed rows that fit only after moving them by a column."""
    for first, second in combinations(subject.history, 2):
        yield from _copied(subject, first, second)
    for series in subject.printed_series:
        yield from _series(subject, series)


def _copied(subject: Subject, first: int, second: int) -> Iterator[Finding]:
    if second not in subject.years and first not in subject.years:
        return
    one, other = _amounts(subject.history[first]), _amounts(subject.history[second])
    same = [key for key, amount in one.items() if amount and other.get(key) == amount]
    if len(same) >= FEWEST_LINES and len(same) == len([key for key in one if key in other]):
        yield Finding(
            KEY,
            Severity.BLOCKS_PUBLISHING,
            message("{first} and {second}", first=first, second=second),
            f"{len(same)} =",
            message(
                "All {n} amounts that both years have are the same to the last digit: one year was copied into the "
                "other.",
                n=len(same),
            ),
            _WHAT,
            tuple(line.position for line in subject.lines if line.year in (first, second)),
        )


def _amounts(lines: Sequence[Line]) -> dict[tuple[str, str, str, str], tuple[float, ...]]:
    found: dict[tuple[str, str, str, str], list[float]] = {}
    for line in lines:
        amount = line.entered if line.entered is not None else line.printed_t
        if amount:
            found.setdefault((line.sector, line.carrier, line.supplier, line.subsector), []).append(amount)
    return {key: tuple(sorted(amounts)) for key, amounts in found.items()}


def _series(subject: Subject, series: PrintedSeries) -> Iterator[Finding]:
    totals = {year: sum(line.co2e_t for line in lines) for year, lines in subject.history.items()}
    known = [
        (year, value) for year, value in zip(series.years, series.values, strict=True) if totals.get(year)
    ]
    if len(known) < FEWEST_YEARS:
        return
    emissions = np.array([totals[year] for year, _value in known])
    values = np.array([value for _year, value in known])
    misfit = {shift: _misfit(series.quantity, emissions, values, shift) for shift in (0, 1, -1)}
    best = min((1, -1), key=lambda shift: misfit[shift])
    if misfit[0] > SCATTER and misfit[best] < CLEARER * misfit[0]:
        yield Finding(
            KEY, Severity.BLOCKS_PUBLISHING, series.label, ", ".join(f"{value:g}" for value in series.values),
            _why(best, misfit), _WHAT,
        )  # fmt: skip


def _misfit(quantity: str, emissions: np.ndarray, values: np.ndarray, shift: int) -> float:
    """Typical disagreement of a row with the totals, the row read `shift` columns further left."""
    emissions, values = _aligned(emissions, values, shift)
    if quantity == "per_capita":
        inhabitants = np.log(emissions / values)
        return float(np.median(np.abs(np.diff(inhabitants))))
    expected = 100 * (emissions / emissions[0] - 1)
    return float(np.median(np.abs(expected - values)) / 100)


def _aligned(emissions: np.ndarray, values: np.ndarray, shift: int) -> tuple[np.ndarray, np.ndarray]:
    """Pair the totals with the row moved by a column; the first year, the reference, is left out of a moved row."""
    if shift > 0:
        return emissions[1:-shift], values[1 + shift :]
    return (emissions[1 - shift :], values[1:shift]) if shift < 0 else (emissions, values)


def _why(shift: int, misfit: dict[int, float]) -> Message:
    return message(
        "As printed, the row disagrees with the totals by {now:.1%} from year to year; read one column further {side} it "
        "disagrees by {moved:.1%}.",
        now=misfit[0], moved=misfit[shift], side=message("left") if shift > 0 else message("right"),
    )  # fmt: skip
