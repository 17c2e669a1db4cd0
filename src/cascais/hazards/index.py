"""The climate index: its readable definition, what it contributes to the single pass, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cascais.hazards.days import Days
from cascais.hazards.missing import ETCCDI, MissingRule
from cascais.hazards.periods import Period
from cascais.hazards.publications import ETCCDI as ETCCDI_SOURCE
from cascais.hazards.tallies import Tally
from cascais.provenance import Source

Values: TypeAlias = NDArray[np.float64]
"""Numbers by year and cell."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """What the pass counted for one index: its tallies in their order, and the days that had all that it needs.

    Arrays are by year and cell. `replacements` is the number of thresholds with which each day of the base period
    is compared (its years less one).
    """

    tallies: tuple[Values, ...]
    valid_days: Values
    replacements: int = 1


Definition: TypeAlias = Callable[[Days], float]
"""An index of one series over one period, in plain NumPy: to be read, and the oracle of the pass."""


def as_tallied(tallied: Tallied) -> Values:
    """The value of an index that is its one tally."""
    return tallied.tallies[0]


def mean(tallied: Tallied) -> Values:
    """A sum divided by the days that had a value, NaN where none had."""
    return ratio(tallied.tallies[0], tallied.valid_days)


def ratio(numerator: Values, denominator: Values) -> Values:
    """A quotient, NaN where the denominator is 0.

    >>> ratio(np.array([3.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [1.5, nan]
    """
    return np.divide(numerator, denominator, out=np.full_like(numerator, np.nan), where=denominator > 0)


@dataclass(frozen=True, slots=True)
class ClimateIndex:
    """A climate index.

    `definition` computes it from one series; `tallies` and `value` compute the same in the pass over all cells.
    `needs` are the variables without which it cannot be computed: a day on which one of them is missing is a
    missing day of the index. `is_yearly` marks an index that has a meaning for periods of twelve months only.
    """

    key: str
    abbreviation: str
    title: str
    text: str
    unit: str
    needs: tuple[str, ...]
    definition: Definition
    tallies: tuple[Tally, ...]
    value: Callable[[Tallied], Values] = as_tallied
    missing: MissingRule = ETCCDI
    source: Source = ETCCDI_SOURCE
    hazards: tuple[str, ...] = ()
    is_yearly: bool = False
    is_etccdi: bool = False

    def is_for(self, period: Period) -> bool:
        """Whether the index can be computed for a period."""
        return period.is_year or not self.is_yearly
