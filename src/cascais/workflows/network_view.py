"""What a network's pages say of many members together: sums with their uncertainty, spreads, classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cascais.inventory.activities import FloatArray

LEAST_OF_A_SPREAD = 5
"""Members of a country from which quarters and tenths say something; a convention of Cascais."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over members [t CO2e] with two half widths of its 95 % interval [t CO2e].

    `apart_t` holds if the members' errors have nothing to do with each other, `together_t` if all of them err in the
    same direction, as they do where they use the same emission factors. The truth lies between the two. Members whose
    uncertainty nobody knows are in the sum, and `unknown` counts them; the half widths do not tell of them.
    """

    members: int
    total_t: float
    apart_t: float
    together_t: float
    unknown: int = 0

    @property
    def apart(self) -> float | None:
        """The smaller half width as a share of the sum."""
        return self.apart_t / abs(self.total_t) if self.total_t else None

    @property
    def together(self) -> float | None:
        """The larger half width as a share of the sum."""
        return self.together_t / abs(self.total_t) if self.total_t else None


def sum_of(total_t: FloatArray, half_width_t: FloatArray) -> Sum:
    """The sum over members, both [t CO2e]; members without a total are left out.

    Equation: IPCC 2006 Guidelines, Vol. 1, equation 3.2 (U² = Σ Uᵢ²) for independent errors; for fully correlated
    ones U = Σ Uᵢ.

    >>> found = sum_of(np.array([300.0, 400.0, np.nan]), np.array([30.0, 40.0, np.nan]))
    >>> found.members, found.total_t, found.apart_t, found.together_t
    (2, 700.0, 50.0, 70.0)
    """
    is_there = ~np.isnan(total_t)
    totals, widths = total_t[is_there], half_width_t[is_there]
    known = np.nan_to_num(widths)
    return Sum(
        members=len(totals),
        total_t=float(totals.sum()),
        apart_t=float(np.sqrt(np.sum(known**2))),
        together_t=float(np.abs(known).sum()),
        unknown=int(np.isnan(widths).sum()),
    )


def sums_by_year(
    year: NDArray[np.int64], total_t: FloatArray, half_width_t: FloatArray
) -> tuple[tuple[int, Sum], ...]:
    """The sum of each year over the members that have an inventory of it, the latest year first.

    >>> [(year, found.members) for year, found in sums_by_year(np.array([2018, 2008, 2018]), np.ones(3), np.zeros(3))]
    [(2018, 2), (2008, 1)]
    """
    order = np.argsort(year, kind="stable")
    years, starts = np.unique(year[order], return_index=True)
    parts = zip(np.split(total_t[order], starts[1:]), np.split(half_width_t[order], starts[1:]), strict=True)
    found = [(int(each), sum_of(*part)) for each, part in zip(years, parts, strict=False)]
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Spread:
    """How a figure is spread over the members of a group: the values that a tenth, a quarter, half … lie below."""

    group: str
    members: int
    tenth: float
    quarter: float
    median: float
    three_quarters: float
    nine_tenths: float


def spreads(group: NDArray[np.str_], value: FloatArray) -> tuple[Spread, ...]:
    """The spread of a figure in every group with at least five members that have it, the highest median first.

    >>> spreads(np.array(["EE"] * 5), np.arange(5.0))[0].median
    2.0
    """
    is_there = ~np.isnan(value)
    groups, values = group[is_there], value[is_there]
    found = []
    for name in np.unique(groups):
        chosen = values[groups == name]
        if len(chosen) >= LEAST_OF_A_SPREAD:
            parts = np.quantile(chosen, (0.1, 0.25, 0.5, 0.75, 0.9))
            found.append(Spread(str(name), len(chosen), *map(float, parts)))
    return tuple(sorted(found, key=lambda spread: -spread.median))


def counts_between(value: FloatArray, bounds: Sequence[float]) -> tuple[int, ...]:
    """How many values lie from each bound up to the next, those beyond the ends in the outermost classes.

    >>> counts_between(np.array([-2.0, 0.0, 0.5, 9.0, np.nan]), (0.0, 1.0, 2.0))
    (3, 1)
    """
    known = value[~np.isnan(value)]
    places = np.clip(np.searchsorted(bounds, known, side="right") - 1, 0, len(bounds) - 2)
    return tuple(np.bincount(places, minlength=len(bounds) - 1).tolist())
