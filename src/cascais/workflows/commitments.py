"""From inventories to the status of every target, and its form as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cascais.errors import MissingFigureError
from cascais.inventory.emissions import Inventory
from cascais.inventory.uncertainty import approach_1
from cascais.pathways.backcast import BASE_YEAR, Backcast, backcast
from cascais.pathways.budget import HORIZON, Budget, budget
from cascais.pathways.required import level
from cascais.pathways.series import Observation, Scope, Series
from cascais.pathways.status import TargetStatus, statuses
from cascais.pathways.targets import PathShape, Target, TargetKind, standard_targets
from cascais.text import Translate
from cascais.workflows.sinks import LAND, lines_without_land


@dataclass(frozen=True, slots=True)
class Commitments:
    """A member's emissions through the years, the estimate of 1990 where one was needed, and every target's status.

    `budgets` stand beside `statuses`, None where a target leaves no budget to compute.
    """

    series: Series
    backcast: Backcast | None
    statuses: tuple[TargetStatus, ...]
    budgets: tuple[Budget | None, ...]


def current_standard_targets() -> tuple[Target, ...]:
    """The targets that the networks ask for today."""
    return tuple(each.target for each in standard_targets().values() if each.is_current)


def member_commitments(
    known: Series,
    targets: Iterable[Target],
    *,
    name: str = "",
    country: str = "",
    earliest: Mapping[str, float] | None = None,
    populations: Mapping[int, float] | None = None,
) -> Commitments:
    """Judge every target of a member, with a back-cast of 1990 where a target needs it and nobody measured it.

    `earliest` are the emissions by sector [t CO2e] of the first inventory, from which the back-cast starts; the land
    is left out of it. A series that counts the sinks gets none: no national series tells what the land took up.
    """
    wanted = tuple(targets)
    series, estimate = with_base_year(
        known, wanted, country=country, earliest=earliest, populations=populations
    )
    found = statuses(series, wanted, name)
    return Commitments(series, estimate, found, tuple(budget(series, target) for target in wanted))


def with_base_year(
    known: Series,
    targets: Sequence[Target],
    *,
    country: str = "",
    earliest: Mapping[str, float] | None = None,
    populations: Mapping[int, float] | None = None,
) -> tuple[Series, Backcast | None]:
    """The series with the back-cast of 1990 where a target needs it and nobody measured it."""
    estimate = _backcast(known, targets, country, earliest or {}, populations or {})
    if estimate is None:
        return known, None
    return replace(known, observations=(*known.observations, estimate.observation)), estimate


def _backcast(
    known: Series,
    targets: Sequence[Target],
    country: str,
    earliest: Mapping[str, float],
    populations: Mapping[int, float],
) -> Backcast | None:
    first = known.first
    emissions_t = {sector: value for sector, value in earliest.items() if sector != LAND}
    is_wanted = any(target.base_year == BASE_YEAR for target in targets) and not known.scope.has_sinks
    if first is None or not is_wanted or first.year <= BASE_YEAR or not country or not emissions_t:
        return None
    try:
        return backcast(emissions_t, country, first.year, populations)
    except MissingFigureError:
        return None


def observation(inventory: Inventory, year: int, *, has_sinks: bool = False, label: str = "") -> Observation:
    """Total of one year with its uncertainty; the land-use sector only where the scope counts sinks."""
    lines = np.flatnonzero(inventory.activities.year == year).astype(np.int32)
    total = approach_1(
        inventory, lines if has_sinks else np.intersect1d(lines, lines_without_land(inventory))
    )
    return Observation(
        year=year,
        emissions_t=total.total_t,
        uncertainty=total.relative,
        population=inventory.options.population.get(year),
        label=label,
    )


def series(inventories: Iterable[Inventory], *, has_sinks: bool = False) -> Series:
    """The totals of a member's inventories through the years."""
    observations = [
        observation(inventory, int(year), has_sinks=has_sinks)
        for inventory in inventories
        for year in np.unique(inventory.activities.year)
    ]
    return Series(tuple(observations), Scope(has_sinks=has_sinks))


def as_record(found: TargetStatus, translate: Translate = str) -> dict[str, Any]:
    """The status of one target as plain data; emissions in t CO2e, shares of one."""
    needed = found.needed
    return {
        "target": _target_record(found.target),
        "status": found.status.value,
        "probability": found.probability,
        "sentence": translate(found.sentence),
        "base": _observation_record(found.base),
        "latest": _observation_record(found.latest),
        "required_t": found.required_t,
        "goal_t": found.goal_t,
        "distance_t": found.distance_t,
        "years_ahead": found.years_ahead,
        "achieved_cut": found.achieved_cut,
        "required_cut": found.required_cut,
        "needed_per_year_t": needed.per_year_t if needed else None,
        "needed_rate": needed.rate if needed else None,
        "continual": found.continuity.verdict.value,
        "is_estimated": found.is_estimated,
        "notes": [translate(note) for note in found.notes],
        "unit": "t CO2e",
    }


def _target_record(target: Target) -> dict[str, Any]:
    return {
        "key": target.key,
        "title": target.title,
        "kind": target.kind.value,
        "base_year": target.base_year,
        "target_year": target.target_year,
        "reduction": target.reduction,
        "level": target.level,
        "source": target.source.citation if target.source else "",
    }


def _observation_record(item: Observation | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {
        "year": item.year,
        "emissions_t": item.emissions_t,
        "uncertainty": item.uncertainty,
        "population": item.population,
        "is_estimated": item.is_estimated,
        "label": item.label,
    }


def target_path(series: Series, target: Target) -> tuple[tuple[int, float], ...]:
    """The path that a target asks for as (year, t CO2e), empty where it cannot be told.

    Targets per inhabitant are drawn at the population of the latest inventory. A target without a year is drawn
    until 2050. Steps are drawn in steps of their years, other shapes by their ends, equal percentages in tenths.

    >>> from cascais.pathways.targets import standard_target
    >>> known = Series((Observation(1990, 100.0), Observation(2020, 60.0)))
    >>> target_path(known, standard_target("climate_alliance_2050"))
    ((1990, 100.0), (2050, 5.0))
    """
    base, latest = target.base_in(series), series.latest
    end = target.target_year or HORIZON
    if base is None or latest is None or base.year >= end:
        return ()
    levels = tuple(
        (year, float(level(target, base, year, latest.population))) for year in _years(target, base.year, end)
    )
    return () if any(np.isnan(value) for _, value in levels) else levels


def _years(target: Target, first: int, last: int) -> list[int]:
    if target.kind is TargetKind.STEPS:
        return sorted({*range(first, last, target.step_years or 1), last})
    parts = 10 if target.shape is PathShape.COMPOUND else 1
    return sorted({round(year) for year in np.linspace(first, last, parts + 1)})
