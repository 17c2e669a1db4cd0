"""Judges one target: the probability of being on its path, and the word that stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cascais.inventory.uncertainty import UNKNOWN_REPORTED
from cascais.pathways.probability import Spread, log_standard_deviation, probability_not_above
from cascais.pathways.required import base_share, goal, level
from cascais.pathways.series import Observation
from cascais.pathways.targets import Target, TargetKind

LIKELY = 2 / 3
"""From this probability on a statement is made: "likely" of the IPCC's calibrated language (66 %)."""
FAR = 0.5
"""Below this part of the cut asked for, an off-track member is far off track; a convention of Cascais."""


class Status(StrEnum):
    """Where a member stands, from best to worst; CANNOT_TELL is no judgement."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    UNCERTAIN = "uncertain"
    OFF_TRACK = "off_track"
    FAR_OFF_TRACK = "far_off_track"
    MISSED = "missed"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a status rests on beside the inventories.

    `correlation` is that of the errors of the base year and the latest inventory: factor errors are shared by both
    years, activity errors are not, so ρ = u_f²/(u_f² + u_a²); one half for factors and activities of like quality.
    An estimated base has an error of its own and is taken as uncorrelated. `now` is the year from which the needed
    cuts are counted, by default that of the latest inventory; between the two, emissions are taken not to change.
    """

    correlation: float = 0.5
    unknown_uncertainty: float = UNKNOWN_REPORTED
    now: int | None = None


DEFAULT = Assumptions()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Status, its probability, the level of the path in the latest year and the target's own level [t CO2e]."""

    status: Status
    probability: float
    required_t: float
    goal_t: float


def judge(
    target: Target, base: Observation, latest: Observation, assumptions: Assumptions = DEFAULT
) -> Judgement:
    """Judge the latest inventory against the path and the level of a target; see `status` for the thresholds."""
    required_t = float(level(target, base, latest.year, latest.population))
    goal_t = goal(target, base, latest.population)
    pair = _Pair(target, base, latest, assumptions)
    at_goal = pair.probability(goal_t, target.target_year or latest.year) if _has_goal(target) else 0.0
    if at_goal >= LIKELY:
        return Judgement(Status.REACHED, at_goal, required_t, goal_t)
    if target.target_year is not None and latest.year >= target.target_year:
        word = Status.UNCERTAIN if at_goal >= 1.0 - LIKELY else Status.MISSED
        return Judgement(word, at_goal, required_t, goal_t)
    on_path = pair.probability(required_t, latest.year)
    return Judgement(_word(on_path, pair, required_t), on_path, required_t, goal_t)


def _has_goal(target: Target) -> bool:
    return target.target_year is not None or target.kind is TargetKind.PER_CAPITA_LEVEL


def _word(on_path: float, pair: _Pair, required_t: float) -> Status:
    if on_path >= LIKELY:
        return Status.ON_TRACK
    if on_path >= 1.0 - LIKELY:
        return Status.UNCERTAIN
    base_t = pair.base_t
    return (
        Status.FAR_OFF_TRACK
        if base_t - pair.latest.emissions_t < FAR * (base_t - required_t)
        else Status.OFF_TRACK
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two observations that a probability compares."""

    target: Target
    base: Observation
    latest: Observation
    assumptions: Assumptions

    @property
    def base_t(self) -> float:
        """Emissions of the base year; for targets per inhabitant at the population of the latest year [t CO2e]."""
        if self.target.is_per_capita and self.base.population and self.latest.population:
            return self.base.emissions_t * self.latest.population / self.base.population
        return self.base.emissions_t

    def probability(self, required_t: float, year: int) -> float:
        """Probability that the latest emissions are at or below the level required in a year."""
        share = base_share(self.target, self.base, year)
        required = Spread(required_t, share * self._log_sd(self.base))
        correlation = 0.0 if self.base.is_estimated else self.assumptions.correlation
        return probability_not_above(
            Spread(self.latest.emissions_t, self._log_sd(self.latest)), required, correlation
        )

    def _log_sd(self, item: Observation) -> float:
        known = self.assumptions.unknown_uncertainty if item.uncertainty is None else item.uncertainty
        return log_standard_deviation(known)
