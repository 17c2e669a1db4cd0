"""What a rule looks at: one member's observation, or those of many members as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cascais.pathways.numbers import NAN, Array, Number, Truth, is_unknown, positive, where
from cascais.pathways.series import Observation


@dataclass(frozen=True, slots=True)
class Observations:
    """One observation of each of M members as columns (M,); NaN where a member has none or a figure is unknown."""

    year: Array
    emissions_t: Array
    uncertainty: Array
    population: Array
    is_estimated: NDArray[np.bool_]

    def as_columns(self) -> Observations:
        """The same with shape (M, 1), so that it meets years along the second axis."""
        return Observations(
            self.year[:, None],
            self.emissions_t[:, None],
            self.uncertainty[:, None],
            self.population[:, None],
            self.is_estimated[:, None],
        )


Observed: TypeAlias = Observation | Observations


def population_of(item: Observed) -> Number:
    """Inhabitants, NaN where unknown."""
    return NAN if item.population is None else positive(item.population)


def per_head(item: Observed) -> Number:
    """Emissions per inhabitant [t CO2e], NaN where the population is unknown."""
    return item.emissions_t / population_of(item)


def uncertainty_of(item: Observed, unknown: float) -> Number:
    """Relative uncertainty, `unknown` where nobody knows it."""
    if item.uncertainty is None:
        return unknown
    return where(is_unknown(item.uncertainty), unknown, item.uncertainty)


def is_absent(item: Observations) -> Truth:
    """Which members have no such observation."""
    return is_unknown(item.year)
