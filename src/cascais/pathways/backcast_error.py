"""The measured error of the back-cast, by how many years it reaches back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cascais.provenance import Source
from cascais.tables.reading import table

WIDENING = 1.25
"""Factor on the error for each way in which a case lies outside the test; a convention of Cascais."""


@dataclass(frozen=True, slots=True)
class MeasuredError:
    """Error of the back-cast over some years: standard deviation of ln(estimate ÷ real), its bias counted in."""

    years_from: int
    years_to: int
    log_error: float
    cases: int
    source: Source


@dataclass(frozen=True, slots=True)
class Situation:
    """What a back-cast is asked to do: how far, in which country, and whether the sectors are split."""

    years: int
    country: str
    is_split: bool = True


@cache
def measured_errors() -> tuple[MeasuredError, ...]:
    """The measured errors, from the shortest to the longest reach."""
    measured = table("backcast_error", "measured")
    return tuple(
        MeasuredError(
            int(row["years_from"]),
            int(row["years_to"]),
            float(row["log_error"]),
            int(row["cases"]),
            measured.source_of(row),
        )
        for row in measured.rows
    )


@cache
def countries_in_test() -> frozenset[str]:
    """The countries whose members were in the test."""
    return frozenset(str(code) for code in table("backcast_error", "measured").rows[0]["countries"])


def log_error(situation: Situation) -> float:
    """Standard deviation of ln(estimate ÷ real) that a back-cast is given.

    The error measured over as many years; nought for no years. Times 1.25 for each way in which the case lies outside
    the test: a country without a member in it, a reach beyond its longest, an inventory not split into sectors.

    >>> log_error(Situation(0, "PL")), log_error(Situation(20, "EE")) > log_error(Situation(20, "PL")) > 0
    (0.0, True)
    """
    if situation.years == 0:
        return 0.0
    measured = measured_errors()
    outside = (
        situation.country not in countries_in_test(),
        situation.years > measured[-1].years_to,
        not situation.is_split,
    )
    return float(_of_reach(measured, situation.years) * WIDENING ** sum(outside))


def _of_reach(measured: Sequence[MeasuredError], years: int) -> float:
    return next((item.log_error for item in measured if years <= item.years_to), measured[-1].log_error)
