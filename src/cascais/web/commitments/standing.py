"""Where a member stands against each of its targets: status, path, budget, and the estimate of 1990 behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cascais.charts.emissions_and_targets import TargetPath
from cascais.inventory import totals
from cascais.pathways.backcast import Backcast
from cascais.pathways.budget import Budget
from cascais.pathways.judgement import Status
from cascais.pathways.series import Series
from cascais.pathways.status import TargetStatus
from cascais.web.commitments.models import Target, TargetFields
from cascais.web.commitments.reads import FROM_WORST, earliest, record, series
from cascais.web.display.texts import translated
from cascais.web.inventories.years import ComputedYear
from cascais.web.members.models import Member
from cascais.web.members.successions import besides, inhabitants, inherited_years
from cascais.workflows.commitments import Commitments, member_commitments, target_path
from cascais.workflows.successions import InheritedYear

GOOD = (Status.ON_TRACK, Status.REACHED)


@dataclass(frozen=True, slots=True)
class Standing:
    """One target and where the member stands against it."""

    row: TargetFields
    status: TargetStatus
    budget: Budget | None
    path: tuple[tuple[int, float], ...]

    @property
    def is_judged(self) -> bool:
        return self.status.status is not Status.CANNOT_TELL

    @property
    def below_t(self) -> float:
        """How far the latest inventory lies below the path [t CO2e]."""
        return -(self.status.distance_t or 0.0)

    @property
    def overspent_t(self) -> float:
        """By how much the budget of the whole path is overspent [t CO2e], below nought where something is left."""
        return -self.budget.remaining_t if self.budget else 0.0

    @property
    def years_apart(self) -> float:
        """Years between the latest inventory and the path, whichever is ahead."""
        return abs(self.status.years_ahead or 0.0)


@dataclass(frozen=True, slots=True)
class MemberStanding:
    """All targets of a member; `backcast` is the estimate of 1990 where a target needed one.

    `inherited` are the years that it has from its predecessors, and no inventory of its own for.
    """

    items: tuple[Standing, ...]
    series: Series
    backcast: Backcast | None
    inherited: tuple[InheritedYear, ...] = ()

    @property
    def headline(self) -> Standing | None:
        """The target to speak of first: of those adopted and judged the one that needs attention most.

        A judgement against an estimated base year is shown in its place, but nobody's headline.
        """
        judged = [each for each in self.judged if not each.status.is_estimated]
        adopted = [each for each in judged if each.row.is_adopted]
        return min(
            adopted or judged, key=lambda each: FROM_WORST.index(each.status.status.value), default=None
        )

    @property
    def judged(self) -> list[Standing]:
        """The targets that can be judged."""
        return [each for each in self.items if each.is_judged]

    @property
    def good(self) -> list[Standing]:
        """The targets that are on track or reached."""
        return [each for each in self.items if each.status.status in GOOD]

    @property
    def paths(self) -> tuple[TargetPath, ...]:
        """The paths as the chart draws them."""
        return tuple(
            TargetPath(translated(each.row.title), each.path) for each in self.items if len(each.path) > 1
        )


def member_standing(
    member: Member,
    years: Sequence[ComputedYear],
    targets: Sequence[Target],
    *,
    inherited: Sequence[InheritedYear] | None = None,
) -> MemberStanding:
    """Judge every target on the published inventories, and on those that the member inherits.

    Who knows what it inherits says so, and saves the question.
    """
    known = inherited_years(member) if inherited is None else inherited
    before = besides(known, {each.year for each in years})
    by_sinks = {
        has_sinks: _judged(member, _Known(years, before), targets, has_sinks) for has_sinks in (False, True)
    }
    positions = dict.fromkeys((False, True), 0)
    items = []
    for row in targets:
        found, position = by_sinks[row.has_sinks], positions[row.has_sinks]
        positions[row.has_sinks] += 1
        path = target_path(found.series, found.statuses[position].target)
        items.append(Standing(row, found.statuses[position], found.budgets[position], path))
    return MemberStanding(tuple(items), by_sinks[False].series, by_sinks[False].backcast, before)


@dataclass(frozen=True, slots=True)
class _Known:
    """A member's own inventories, and the years that it inherits from those it came from."""

    years: Sequence[ComputedYear]
    inherited: Sequence[InheritedYear]

    def series(self, populations: dict[int, int], *, has_sinks: bool) -> Series:
        own = [each.row for each in self.years]
        return series(own, populations, has_sinks=has_sinks, inherited=self.inherited)

    def earliest(self) -> Mapping[str, float]:
        own = totals.by_sector(self.years[0].inventory) if self.years else {}
        return earliest(self.years[0].year if self.years else None, own, self.inherited)


def _judged(member: Member, known: _Known, targets: Sequence[Target], has_sinks: bool) -> Commitments:
    own = {each.year: each.persons for each in member.populations.all()}
    populations = inhabitants(own, known.inherited)
    return member_commitments(
        known.series(populations, has_sinks=has_sinks),
        [record(row) for row in targets if row.has_sinks == has_sinks],
        name=member.local_name,
        country=member.country,
        earliest=known.earliest(),
        populations=dict(populations),
    )
