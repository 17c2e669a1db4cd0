"""A member's emissions through the years, under one scope."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from cascais.errors import InputError, Problem
from cascais.text import _


@dataclass(frozen=True, slots=True)
class Scope:
    """What a total covers: sectors, gases, and whether sinks are counted in.

    An empty tuple of sectors means all sectors that the member reports.
    """

    sectors: tuple[str, ...] = ()
    gases: str = "CO2e"
    has_sinks: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """Emissions of one year [t CO2e] from an inventory, or estimated where there is none.

    `uncertainty` is half of the 95 % confidence interval divided by the value (0.05 = ± 5 %),
    None where nobody knows it. `label` names the inventory or the method of the estimate.
    """

    year: int
    emissions_t: float
    uncertainty: float | None = None
    population: float | None = None
    is_estimated: bool = False
    label: str = ""

    @property
    def per_capita_t(self) -> float | None:
        """Emissions per inhabitant [t CO2e], None where the population is unknown."""
        return self.emissions_t / self.population if self.population else None


@dataclass(frozen=True, slots=True)
class Series:
    """Observations in the order of their years, one a year, all of the same scope.

    >>> riga = Series((Observation(2020, 1_837_041), Observation(1990, 4_569_204)))
    >>> riga.first.year, riga.latest.year
    (1990, 2020)
    """

    observations: tuple[Observation, ...]
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.observations, key=lambda observation: observation.year))
        for before, after in zip(ordered, ordered[1:], strict=False):
            if before.year == after.year:
                raise InputError(
                    Problem(
                        _("Two totals are given for one year."),
                        value=str(before.year),
                        next_step=_("Keep one of them."),
                    )
                )
        object.__setattr__(self, "observations", ordered)

    @property
    def inventories(self) -> tuple[Observation, ...]:
        """The observations that are not estimates."""
        return tuple(item for item in self.observations if not item.is_estimated)

    @property
    def first(self) -> Observation | None:
        """The earliest inventory, None where there is none."""
        return next((item for item in self.observations if not item.is_estimated), None)

    @property
    def latest(self) -> Observation | None:
        """The latest inventory, None where there is none."""
        return next((item for item in reversed(self.observations) if not item.is_estimated), None)

    def of(self, year: int) -> Observation | None:
        """The observation of a year, None where there is none."""
        place = bisect_left(self.observations, year, key=lambda item: item.year)
        if place < len(self.observations) and self.observations[place].year == year:
            return self.observations[place]
        return None
