"""What keeps a status from being told, and the sentence that says so with the next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cascais.pathways.numbers import Truth, is_unknown
from cascais.pathways.observed import Observed, population_of
from cascais.pathways.series import Observation, Scope, Series
from cascais.pathways.targets import Target, TargetKind
from cascais.text import Message, message


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A condition on a target, its base year and the latest inventory, and why it is in the way."""

    holds: Callable[[Target, Observed, Observed], Truth]
    why: Callable[[Target, Observation, Observation], Message]


def _no_people_now(target: Target, _base: Observed, latest: Observed) -> Truth:
    return is_unknown(population_of(latest)) if target.is_per_capita else False


def _no_people_then(target: Target, base: Observed, _latest: Observed) -> Truth:
    is_needed = target.is_per_capita and target.target_year is not None
    return is_unknown(population_of(base)) if is_needed else False


def _no_business_as_usual(target: Target, _base: Observed, _latest: Observed) -> Truth:
    return target.kind is TargetKind.BELOW_BUSINESS_AS_USUAL and target.business_as_usual_t is None


def _no_emissions_then(target: Target, base: Observed, _latest: Observed) -> Truth:
    return False if target.kind is TargetKind.PER_CAPITA_LEVEL else base.emissions_t <= 0


def _no_year(target: Target, _base: Observed, _latest: Observed) -> Truth:
    return target.target_year is None and target.kind is TargetKind.PER_CAPITA_LEVEL


def _no_time_between(_target: Target, base: Observed, latest: Observed) -> Truth:
    return latest.year <= base.year


MISSING_FIGURES = (
    Obstacle(
        _no_people_now,
        lambda _target, _base, latest: message("The population of {year} is missing.", year=latest.year),
    ),
    Obstacle(
        _no_people_then,
        lambda _target, base, _latest: message("The population of {year} is missing.", year=base.year),
    ),
    Obstacle(
        _no_business_as_usual,
        lambda target, _base, _latest: message(
            "The emissions expected without action in {year} are missing.", year=target.target_year
        ),
    ),
    Obstacle(
        _no_emissions_then,
        lambda _target, base, _latest: message(
            "The emissions of the base year {year} are not above nought.", year=base.year
        ),
    ),
)
NOTHING_TO_COMPARE = (
    Obstacle(
        _no_year,
        lambda _target, _base, _latest: message("The target names no year and is not yet reached."),
    ),
    Obstacle(
        _no_time_between,
        lambda _target, base, latest: message(
            "The latest inventory is of {latest} and the base year is {base}: there is nothing to compare yet.",
            latest=latest.year,
            base=base.year,
        ),
    ),
)
"""These do not stand in the way of a level that is met, whatever the base year was."""


def any_of(obstacles: Sequence[Obstacle], target: Target, base: Observed, latest: Observed) -> Truth:
    """Where at least one of the obstacles holds."""
    found: Truth = False
    for each in obstacles:
        found = found | each.holds(target, base, latest)
    return found


def first_of(
    obstacles: Sequence[Obstacle], target: Target, base: Observation, latest: Observation
) -> Message | None:
    """Why the first of the obstacles that holds is in the way; None where none holds."""
    return next(
        (each.why(target, base, latest) for each in obstacles if each.holds(target, base, latest)), None
    )


def obstacle(series: Series, target: Target, base: Observation | None) -> Message | None:
    """Why the status of a target cannot be told, with the next step; None where it can."""
    latest = series.latest
    if latest is None:
        return message("There is no inventory. Enter one.")
    if not is_same_scope(target, series.scope):
        return message("The target covers other sectors, gases or sinks than the inventory.")
    if base is None:
        return message(
            "There is no inventory of the base year {year}. Enter one, or estimate it by a back-cast.",
            year=target.base_year,
        )
    return first_of(MISSING_FIGURES, target, base, latest)


def is_same_scope(target: Target, given: Scope) -> bool:
    """Whether a target covers what the inventories cover.

    Sinks that the target counts and the inventory does not leave the status on the safe side: allowed.
    """
    asked = target.scope
    if asked is None:
        return True
    has_same_sectors = not asked.sectors or asked.sectors == given.sectors
    return has_same_sectors and asked.gases == given.gases and (asked.has_sinks or not given.has_sinks)
