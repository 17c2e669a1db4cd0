"""Where a member stands against a target at its latest inventory, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from cascais.pathways.continuity import CHARTER_YEARS, Continuity, Verdict, continuity
from cascais.pathways.distance import NeededCut, needed_cut, years_ahead
from cascais.pathways.judgement import DEFAULT, STATUSES, Assumptions, Status, judge
from cascais.pathways.numbers import Number, positive, where
from cascais.pathways.observed import Observed
from cascais.pathways.obstacles import NOTHING_TO_COMPARE, first_of, obstacle
from cascais.pathways.required import FIXED_GOALS, base_at_population_of
from cascais.pathways.sentences import notes, sentence
from cascais.pathways.series import Observation, Series
from cascais.pathways.targets import Target, TargetKind
from cascais.text import Message, _, message

HEADLINES = {
    Status.REACHED: _("Reached: {probability:.0f} %"),
    Status.ON_TRACK: _("On track: {probability:.0f} %"),
    Status.UNCERTAIN: _("Uncertain, on track with {probability:.0f} %"),
    Status.OFF_TRACK: _("Off track, on track with {probability:.0f} %"),
    Status.FAR_OFF_TRACK: _("Far off track, on track with {probability:.0f} %"),
    Status.MISSED: _("Missed, reached with {probability:.0f} %"),
    Status.CANNOT_TELL: _("Too little data"),
}


@dataclass(frozen=True, slots=True)
class TargetStatus:
    """The status of one target. Shares are of one (0.33 = 33 %); what cannot be told is None.

    `probability` is that of emissions at or below the path (of the target's level once it is REACHED or MISSED);
    `required_t` the level of the path in the year of the latest inventory, `goal_t` the target's own level [t CO2e];
    `distance_t` how far the latest inventory lies above the path (below: negative); `years_ahead` how many years ago
    or hence the path passes the level of the latest inventory (behind: negative); `achieved_cut` and `required_cut`
    are measured against the base year, per inhabitant for targets per inhabitant.
    """

    target: Target
    status: Status
    sentence: Message
    base: Observation | None = None
    latest: Observation | None = None
    probability: float | None = None
    required_t: float | None = None
    goal_t: float | None = None
    distance_t: float | None = None
    years_ahead: float | None = None
    achieved_cut: float | None = None
    required_cut: float | None = None
    needed: NeededCut | None = None
    continuity: Continuity = field(
        default_factory=lambda: Continuity(Verdict.CANNOT_TELL, CHARTER_YEARS, 0.0)
    )
    notes: tuple[Message, ...] = ()

    @property
    def is_estimated(self) -> bool:
        """Whether the base year is a back-cast and no inventory."""
        return self.base is not None and self.base.is_estimated

    @property
    def headline(self) -> Message:
        """Status and probability in a few words, e.g. "On track: 72 %"."""
        return message(HEADLINES[self.status], probability=100.0 * (self.probability or 0.0))


def status(
    series: Series, target: Target, member: str = "", assumptions: Assumptions = DEFAULT
) -> TargetStatus:
    """Status of one target at the latest inventory.

    The probability is that of the true emissions being at or below the true required level, with the errors of the
    latest inventory and of the base year (`probability_not_above`). REACHED: the target's own level is met with at
    least ⅔. ON_TRACK: the path is met with at least ⅔. UNCERTAIN: between ⅓ and ⅔. OFF_TRACK: below ⅓, of which
    FAR_OFF_TRACK with less than half of the cut that the path asked for. MISSED: the target year has passed and the
    level is met with less than ⅓. CANNOT_TELL: no inventory, no base year, nothing after the base year, another
    scope, or an unknown population, business as usual or target year.

    >>> from cascais.pathways.targets import standard_target
    >>> riga = Series((Observation(1990, 4_569_204, 0.10), Observation(2020, 1_837_041, 0.10)))
    >>> found = status(riga, standard_target("climate_alliance_2050"), "Riga")
    >>> found.status.value, round(found.achieved_cut, 3), round(found.needed.per_year_t)
    ('on_track', 0.598, 53619)
    """
    return _status(series, target, member, assumptions, _continuity(series, target))


def statuses(
    series: Series, targets: Iterable[Target], member: str = "", assumptions: Assumptions = DEFAULT
) -> tuple[TargetStatus, ...]:
    """Status of each of a member's targets, in their order."""
    plain = continuity(series)
    return tuple(
        _status(
            series,
            target,
            member,
            assumptions,
            _continuity(series, target) if target.kind is TargetKind.STEPS else plain,
        )
        for target in targets
    )


def _status(
    series: Series, target: Target, member: str, assumptions: Assumptions, continual: Continuity
) -> TargetStatus:
    base, latest = target.base_in(series), series.latest
    why = obstacle(series, target, base)
    if base is None or latest is None or why is not None:
        why = why or message("There is no inventory. Enter one.")
        return TargetStatus(target, Status.CANNOT_TELL, why, base, latest, continuity=continual)
    found = judge(target, base, latest, assumptions)
    word = STATUSES[int(found.code)]
    is_met = word is Status.REACHED and target.kind in FIXED_GOALS
    why = None if is_met else first_of(NOTHING_TO_COMPARE, target, base, latest)
    if why is not None:
        return TargetStatus(target, Status.CANNOT_TELL, why, base, latest, continuity=continual)
    required_t, ahead = float(found.required_t), float(years_ahead(target, base, latest))
    achieved_cut, required_cut = (
        float(cut_from_base(target, base, latest, level_t)) for level_t in (latest.emissions_t, required_t)
    )
    return TargetStatus(
        target,
        word,
        sentence(target, (base.year, latest.year), (achieved_cut, required_cut), latest.per_capita_t, member),
        base,
        latest,
        float(found.probability),
        required_t,
        float(found.goal_t),
        distance_t=latest.emissions_t - required_t,
        years_ahead=None if math.isnan(ahead) else ahead,
        achieved_cut=achieved_cut,
        required_cut=required_cut,
        needed=needed_cut(target, base, latest, assumptions.now),
        continuity=continual,
        notes=notes(series, target, base, latest, assumptions.unknown_uncertainty),
    )


def cut_from_base(target: Target, base: Observed, latest: Observed, level_t: Number) -> Number:
    """By which share a level lies below the base, per inhabitant for targets per inhabitant; 0 without a base."""
    base_t = base_at_population_of(target, base, latest)
    return where(base_t > 0, 1.0 - level_t / positive(base_t), 0.0)


def _continuity(series: Series, target: Target) -> Continuity:
    if target.kind is TargetKind.STEPS:
        return continuity(series, target.step_years or CHARTER_YEARS, target.reduction or 0.0)
    return continuity(series)
