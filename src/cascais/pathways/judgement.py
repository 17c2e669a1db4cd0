"""Judges one target: the probability of being on its path, and the word that stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cascais.inventory.uncertainty import UNKNOWN_REPORTED
from cascais.pathways.numbers import Number, Truth, where
from cascais.pathways.observed import Observed, population_of, uncertainty_of
from cascais.pathways.probability import Spread, log_standard_deviation, probability_not_above
from cascais.pathways.required import base_at_population_of, base_share, goal, level
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


STATUSES = tuple(Status)
"""The words in the order of the codes that stand for them in arrays."""
CODE = {status: float(code) for code, status in enumerate(STATUSES)}


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
    """Code of the status, its probability, the level of the path in the latest year and the target's own [t CO2e]."""

    code: Number
    probability: Number
    required_t: Number
    goal_t: Number


def judge(target: Target, base: Observed, latest: Observed, assumptions: Assumptions = DEFAULT) -> Judgement:
    """Judge the latest inventory against the path and the level of a target; see `status` for the thresholds."""
    required_t = level(target, base, latest.year, population_of(latest))
    goal_t = goal(target, base, population_of(latest))
    pair = _pair(target, base, latest, assumptions)
    on_path = pair.probability(required_t, latest.year)
    code = _code_on_path(on_path, pair, required_t)
    if not _has_goal(target):
        return Judgement(code, on_path, required_t, goal_t)
    end = latest.year if target.target_year is None else target.target_year
    at_goal = pair.probability(goal_t, end)
    is_met, is_over = at_goal >= LIKELY, _is_over(target, latest)
    in_the_end = where(at_goal >= 1.0 - LIKELY, CODE[Status.UNCERTAIN], CODE[Status.MISSED])
    return Judgement(
        where(is_met, CODE[Status.REACHED], where(is_over, in_the_end, code)),
        where(is_met | is_over, at_goal, on_path),
        required_t,
        goal_t,
    )


def _has_goal(target: Target) -> bool:
    return target.target_year is not None or target.kind is TargetKind.PER_CAPITA_LEVEL


def _is_over(target: Target, latest: Observed) -> Truth:
    return False if target.target_year is None else latest.year >= target.target_year


def _code_on_path(on_path: Number, pair: _Pair, required_t: Number) -> Number:
    base_t = base_at_population_of(pair.target, pair.base, pair.latest)
    is_far = base_t - pair.latest.emissions_t < FAR * (base_t - required_t)
    below = where(is_far, CODE[Status.FAR_OFF_TRACK], CODE[Status.OFF_TRACK])
    unlikely = where(on_path >= 1.0 - LIKELY, CODE[Status.UNCERTAIN], below)
    return where(on_path >= LIKELY, CODE[Status.ON_TRACK], unlikely)


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two observations that a probability compares, the spreads of their logarithms, and how these correlate."""

    target: Target
    base: Observed
    latest: Observed
    base_log_sd: Number
    latest_log_sd: Number
    correlation: Number

    def probability(self, required_t: Number, year: Number) -> Number:
        """Probability that the latest emissions are at or below the level required in a year."""
        share = base_share(self.target, self.base, year)
        required = Spread(required_t, share * self.base_log_sd)
        return probability_not_above(
            Spread(self.latest.emissions_t, self.latest_log_sd), required, self.correlation
        )


def _pair(target: Target, base: Observed, latest: Observed, assumptions: Assumptions) -> _Pair:
    base_log_sd, latest_log_sd = (
        log_standard_deviation(uncertainty_of(item, assumptions.unknown_uncertainty))
        for item in (base, latest)
    )
    correlation = where(base.is_estimated, 0.0, assumptions.correlation)
    return _Pair(target, base, latest, base_log_sd, latest_log_sd, correlation)
