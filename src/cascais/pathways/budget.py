"""What may still be emitted along a target's path, and what has been emitted since the base year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cascais.errors import InputError, Problem
from cascais.pathways.numbers import NAN, Array, Number, at_least, is_unknown, positive, where
from cascais.pathways.observed import Observed
from cascais.pathways.required import level
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
        years = years_left(self.remaining_t, self.latest_t)
        return None if is_unknown(years) else float(years)


def years_left(remaining_t: Number, latest_t: Number) -> Number:
    """Years that a remaining budget lasts at present emissions, NaN where there are none."""
    return where(latest_t > 0, at_least(remaining_t, 0.0) / positive(latest_t), NAN)


def area_under_path(
    target: Target, base: Observation, start_year: int, end_year: int, population: Array | None = None
) -> float:
    """Emissions allowed from the middle of one year to the middle of another [t CO2e].

    The integral of the path, ∫ E(t) dt, by Simpson's rule in panels of one year: exact on straight paths and on
    straight paths per inhabitant with a population that changes evenly. `population` is that at each half year.
    Whole years add up: area(a, b) + area(b, c) = area(a, c). NaN where a needed population is unknown.

    >>> from cascais.pathways.targets import standard_target
    >>> round(area_under_path(standard_target("climate_alliance_2050"), Observation(1990, 100.0), 1990, 2050), 6)
    3150.0
    """
    if end_year < start_year:
        raise InputError(
            Problem(_("The end year lies before the start year."), value=f"{start_year}–{end_year}")
        )
    return float(area_by_year(level(target, base, half_years(start_year, end_year), population))[-1])


def area_by_year(allowed: Number) -> Array:
    """Area under a path from its start to each whole year, of levels at each half year (…, 2n + 1) → (…, n + 1).

    Simpson's rule in panels of one year: (E_0 + 4·E_½ + E_1)/6.
    """
    levels = np.asarray(allowed)
    areas = np.zeros((*levels.shape[:-1], levels.shape[-1] // 2 + 1))
    panels = areas[..., 1:]
    np.add(levels[..., :-1:2], levels[..., 2::2], out=panels)
    panels += 4.0 * levels[..., 1::2]
    panels /= 6.0
    np.cumsum(panels, axis=-1, out=panels)
    return areas


@lru_cache(maxsize=1024)
def half_years(start_year: int, end_year: int) -> Array:
    """Years and half years from one year to another, both included; read-only, as callers share it."""
    years = np.linspace(start_year, end_year, 2 * (end_year - start_year) + 1)
    years.setflags(write=False)
    return years


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
    return math.fsum(float(trapezoid(*pair)) for pair in zip(inside, inside[1:], strict=False))


def trapezoid(before: Observed, after: Observed) -> Number:
    """Emissions between two observations [t CO2e], straight from one to the other."""
    return (after.year - before.year) * (before.emissions_t + after.emissions_t) / 2.0


def budget(series: Series, target: Target, until_year: int | None = None) -> Budget | None:
    """Carbon budget along a target's path until a year, by default the target year, else 2050.

    After the target year its level goes on. The population of targets per inhabitant changes evenly between the
    observations and stays as in the latest inventory afterwards. None where base year, latest inventory or
    population are missing, or the latest inventory is not after the base year.

    >>> from cascais.pathways.targets import standard_target
    >>> riga = Series((Observation(1990, 4_569_204), Observation(2020, 1_837_041)))
    >>> found = budget(riga, standard_target("climate_alliance_2050"))
    >>> round(found.path_t), round(found.emitted_t), round(found.remaining_t)
    (143929926, 96093675, 47836251)
    """
    base, latest = target.base_in(series), series.latest
    end_year = last_year(target, until_year)
    if base is None or latest is None or not base.year < latest.year <= end_year:
        return None
    people = _people(series, target, base.year, end_year)
    areas = area_by_year(level(target, base, half_years(base.year, end_year), people))
    path_t, until_latest_t = float(areas[-1]), float(areas[latest.year - base.year])
    if math.isnan(path_t):
        return None
    gone = emitted(series, base.year, latest.year)
    return Budget(base.year, latest.year, end_year, path_t, gone, path_t - until_latest_t, latest.emissions_t)


def last_year(target: Target, until_year: int | None = None) -> int:
    """The year to which a budget counts: the one asked for, else the target year, else 2050."""
    return until_year or target.target_year or HORIZON


def _people(series: Series, target: Target, start_year: int, end_year: int) -> Array | None:
    if not target.is_per_capita:
        return None
    known = [(item.year, item.population) for item in series.observations if item.population]
    if not known:
        return None
    years, people = zip(*known, strict=True)
    return np.asarray(np.interp(half_years(start_year, end_year), years, people), dtype=np.float64)
