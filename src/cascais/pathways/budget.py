"""What may still be emitted along a target's path, and what has been emitted since the base year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cascais.errors import InputError, Problem
from cascais.pathways.required import Array, level
from cascais.pathways.series import Observation, Series
from cascais.pathways.targets import Target
from cascais.text import _

HORIZON = 2050


@dataclass(frozen=True, slots=True)
class Budget:
    """Carbon budget of one target [t CO2e], from the start of the base year's path to `until_year`.

    `path_t` is the area under the path since the base year, `emitted_t` what was emitted from the base year to the
    latest inventory, `remaining_t` the difference: what may still be emitted if the whole path counts (negative: it is
    used up). `path_from_latest_t` is the area under the path from the latest inventory on, whatever went before.
    `years_left` tells how long `remaining_t` lasts at the emissions of the latest inventory.
    """

    base_year: int
    latest_year: int
    until_year: int
    path_t: float
    emitted_t: float
    path_from_latest_t: float
    latest_t: float

    @property
    def remaining_t(self) -> float:
        """Budget of the whole path less what has been emitted since the base year [t CO2e]."""
        return self.path_t - self.emitted_t

    @property
    def years_left(self) -> float | None:
        """Years that the remaining budget lasts at present emissions, None where there are none."""
        return max(self.remaining_t, 0.0) / self.latest_t if self.latest_t > 0 else None


def area_under_path(
    target: Target, base: Observation, start_year: int, end_year: int, population: Array | None = None
) -> float:
    """Emissions allowed from the middle of one year to the middle of another [t CO2e].

    The integral of the path, ∫ E(t) dt, by Simpson's rule in panels of one year: exact on straight paths and on
    straight paths per inhabitant with a population that changes evenly. `population` is that at each half year.
    Whole years add up: area(a, b) + area(b, c) = area(a, c). NaN where a needed population is unknown.

    >>> from cascais.pathways.targets import standard_target
    >>> area_under_path(standard_target("climate_alliance_2050"), Observation(1990, 100.0), 1990, 2050)
    3150.0
    """
    if end_year < start_year:
        raise InputError(
            Problem(_("The end year lies before the start year."), value=f"{start_year}–{end_year}")
        )
    if end_year == start_year:
        return 0.0
    allowed = level(target, base, half_years(start_year, end_year), population)
    return float(_simpson_weights(end_year - start_year) @ allowed)


@lru_cache(maxsize=1024)
def half_years(start_year: int, end_year: int) -> Array:
    """Years and half years from one year to another, both included; read-only, as callers share it."""
    years = np.linspace(start_year, end_year, 2 * (end_year - start_year) + 1)
    years.setflags(write=False)
    return years


@lru_cache(maxsize=256)
def _simpson_weights(panels: int) -> Array:
    weights = np.full(2 * panels + 1, 2.0 / 6.0)
    weights[1::2] = 4.0 / 6.0
    weights[[0, -1]] = 1.0 / 6.0
    weights.setflags(write=False)
    return weights


def emitted(series: Series, start_year: int, end_year: int) -> float:
    """Emissions from one observed year to another [t CO2e], straight between the observations (trapezoids).

    Estimated years count. Both years must be observed.

    >>> emitted(Series((Observation(2010, 100.0), Observation(2020, 80.0))), 2010, 2020)
    900.0
    """
    inside = [item for item in series.observations if start_year <= item.year <= end_year]
    if not inside or inside[0].year != start_year or inside[-1].year != end_year:
        raise InputError(
            Problem(_("Both ends of the sum need an observation."), value=f"{start_year}–{end_year}")
        )
    return math.fsum(
        (after.year - before.year) * (before.emissions_t + after.emissions_t) / 2.0
        for before, after in zip(inside, inside[1:], strict=False)
    )


def budget(series: Series, target: Target, until_year: int | None = None) -> Budget | None:
    """Carbon budget along a target's path until a year, by default the target year, else 2050.

    After the target year its level goes on. The population of targets per inhabitant changes evenly between the
    observations and stays as in the latest inventory afterwards. None where base year, latest inventory or
    population are missing, or the latest inventory is not after the base year.

    >>> from cascais.pathways.targets import standard_target
    >>> riga = Series((Observation(1990, 4_569_204), Observation(2020, 1_837_041)))
    >>> found = budget(riga, standard_target("climate_alliance_2050"))
    >>> round(found.path_t), round(found.emitted_t), round(found.path_from_latest_t)
    (143929926, 96093675, 39409385)
    """
    base = series.first if target.base_year is None else series.of(target.base_year)
    latest = series.latest
    end_year = until_year or target.target_year or HORIZON
    if base is None or latest is None or not base.year < latest.year <= end_year:
        return None
    start = area_under_path(
        target, base, base.year, latest.year, _people(series, target, base.year, latest.year)
    )
    rest = area_under_path(
        target, base, latest.year, end_year, _people(series, target, latest.year, end_year)
    )
    if math.isnan(start + rest):
        return None
    gone = emitted(series, base.year, latest.year)
    return Budget(base.year, latest.year, end_year, start + rest, gone, rest, latest.emissions_t)


def _people(series: Series, target: Target, start_year: int, end_year: int) -> Array | None:
    if not target.is_per_capita:
        return None
    known = [(item.year, item.population) for item in series.observations if item.population]
    if not known:
        return None
    years, people = zip(*known, strict=True)
    return np.asarray(np.interp(half_years(start_year, end_year), years, people), dtype=np.float64)
