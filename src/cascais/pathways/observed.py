"""What a rule looks at: one member's observation, or those of many members as columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cascais.errors import InputError, Problem
from cascais.pathways.numbers import NAN, Array, Number, is_unknown, positive, where
from cascais.pathways.series import Observation, Scope, Series
from cascais.text import _

Places: TypeAlias = NDArray[np.intp]
Truths: TypeAlias = NDArray[np.bool_]
Index: TypeAlias = Places | Truths | slice | tuple[slice, None]
NONE = -1
"""Place of an observation that a member does not have: the last row of `ManySeries.padded`, which is empty."""


@dataclass(frozen=True, slots=True)
class Observations:
    """Observations as columns, mostly one of each of M members (M,); NaN where there is none or a figure is unknown."""

    year: Array
    emissions_t: Array
    uncertainty: Array
    population: Array
    is_estimated: Truths

    def __getitem__(self, places: Index) -> Observations:
        """The same columns at some places, or with an axis more."""
        return Observations(
            self.year[places],
            self.emissions_t[places],
            self.uncertainty[places],
            self.population[places],
            self.is_estimated[places],
        )

    def as_columns(self) -> Observations:
        """The same with shape (M, 1), so that it meets years along the second axis."""
        return self[:, None]


Observed: TypeAlias = Observation | Observations


def population_of(item: Observed) -> Number:
    """Inhabitants, NaN where unknown."""
    return NAN if item.population is None else positive(item.population)


def per_capita_of(item: Observed) -> Number:
    """Emissions per inhabitant [t CO2e], NaN where the population is unknown."""
    return item.emissions_t / population_of(item)


def uncertainty_of(item: Observed, unknown: float) -> Number:
    """Relative uncertainty, `unknown` where nobody knows it."""
    if item.uncertainty is None:
        return unknown
    return where(is_unknown(item.uncertainty), unknown, item.uncertainty)


@dataclass(frozen=True, slots=True)
class ManySeries:
    """The series of M members under one scope: R observations in the order of members and years.

    `member` (R,) numbers the members from 0; `padded` (R + 1,) ends with an empty observation. Build it by
    `many_series`, which sorts.
    """

    members: int
    member: Places
    padded: Observations
    scope: Scope = field(default_factory=Scope)

    @property
    def observations(self) -> Observations:
        """All R observations."""
        return self.padded[:-1]

    def first(self) -> Observations:
        """Each member's earliest inventory."""
        return self._last_of(self._inventories()[::-1])

    def latest(self) -> Observations:
        """Each member's latest inventory."""
        return self._last_of(self._inventories())

    def of(self, year: int) -> Observations:
        """Each member's observation of a year."""
        return self._last_of(np.flatnonzero(self.padded.year == year))

    def _inventories(self) -> Places:
        return np.flatnonzero(np.logical_not(self.padded.is_estimated[:-1]))

    def _last_of(self, rows: Places) -> Observations:
        """For each member the last of its rows that are given, nothing where there is none."""
        places = np.full(self.members, NONE, dtype=np.intp)
        places[self.member[rows]] = rows
        return self.padded[places]


def many_series(
    members: int, member: NDArray[np.integer], observations: Observations, scope: Scope | None = None
) -> ManySeries:
    """Put the observations of many members in the order of members and years.

    Raises InputError where a member has two totals of one year.
    """
    order = np.lexsort((observations.year, member))
    sorted_member, ordered = member[order].astype(np.intp), observations[order]
    is_twice = (np.diff(sorted_member) == 0) & (np.diff(ordered.year) == 0)
    if is_twice.any():
        year = int(ordered.year[1:][is_twice][0])
        raise InputError(
            Problem(
                _("Two totals are given for one year."), value=str(year), next_step=_("Keep one of them.")
            )
        )
    return ManySeries(members, sorted_member, _padded(ordered), scope or Scope())


def _padded(rows: Observations) -> Observations:
    return Observations(
        np.append(rows.year, NAN),
        np.append(rows.emissions_t, NAN),
        np.append(rows.uncertainty, NAN),
        np.append(rows.population, NAN),
        np.append(rows.is_estimated, False),
    )


def together(series: list[Series], scope: Scope | None = None) -> ManySeries:
    """The series of members given as records, as columns.

    >>> both = together([Series((Observation(1990, 9.0), Observation(2020, 6.0))), Series((Observation(2020, 5.0),))])
    >>> both.latest().emissions_t.tolist(), both.first().year.tolist()
    ([6.0, 5.0], [1990.0, 2020.0])
    """
    rows = [(number, item) for number, each in enumerate(series) for item in each.observations]
    columns = [
        [item.year, item.emissions_t, _known(item.uncertainty), _known(item.population)] for _, item in rows
    ]
    year, emissions_t, uncertainty, population = np.array(columns, dtype=np.float64).reshape(-1, 4).T
    is_estimated = np.array([item.is_estimated for _, item in rows], dtype=bool)
    member = np.array([number for number, _ in rows], dtype=np.intp)
    observations = Observations(year, emissions_t, uncertainty, population, is_estimated)
    return many_series(len(series), member, observations, scope)


def _known(figure: float | None) -> float:
    return NAN if figure is None else figure
