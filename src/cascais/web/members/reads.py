"""Some members at a glance with the judgement of their own targets, for pages of a few of them.

The pages of all members read the kept glances of `cascais.web.overview`, which are judged by the rules of this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from cascais.pathways.series import Series
from cascais.pathways.status import TargetStatus, statuses
from cascais.web.commitments.models import Target
from cascais.web.commitments.reads import earliest, record, series, worst
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.years import People, people_near
from cascais.web.members.models import Member
from cascais.web.members.successions import besides, inhabitants, inheritances
from cascais.workflows.commitments import with_base_year
from cascais.workflows.sinks import LAND
from cascais.workflows.successions import Inheritance, InheritedYear

JUDGED = ("reached", "on_track", "uncertain", "off_track", "far_off_track", "missed")
KEPT_FIELDS = (
    "member_id", "year", "total_t", "total_without_sinks_t", "uncertainty", "by_sector", "estimated_share",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member at a glance; emissions in t CO2e without sinks, None where nothing is known.

    `own` is where it stands against that of its own targets which needs attention first.
    """

    member: Member
    inventories: int
    latest: InventoryYear | InheritedYear | None = None
    base: InventoryYear | InheritedYear | None = None
    people: People | None = None
    own: TargetStatus | None = None

    @property
    def total_t(self) -> float | None:
        return self.latest.total_without_sinks_t if self.latest else None

    @property
    def year(self) -> int | None:
        return self.latest.year if self.latest else None

    @property
    def is_inherited(self) -> bool:
        """Whether the latest year is a sum over predecessors, so that there is no inventory to open."""
        return isinstance(self.latest, InheritedYear)

    @property
    def per_head_t(self) -> float | None:
        return self.total_t / self.people.persons if self.people and self.total_t is not None else None

    @property
    def change(self) -> float | None:
        before = self.base.total_without_sinks_t if self.base else None
        return self.total_t / before - 1 if before and self.total_t is not None else None

    @property
    def own_status(self) -> str:
        return self.own.status.value if self.own else "no_target"


@dataclass(frozen=True, slots=True)
class Judging:
    """What a member is judged on: its published inventories in the order of their years, the years that it inherits
    and has no inventory of its own for, and its adopted targets."""

    member: Member
    inventories: Sequence[InventoryYear]
    targets: Sequence[Target]
    populations: Mapping[int, int]
    inherited: Sequence[InheritedYear] = ()

    @property
    def years(self) -> list[InventoryYear | InheritedYear]:
        """All years of which its emissions are known, in their order."""
        return sorted((*self.inventories, *self.inherited), key=lambda each: each.year)

    @property
    def earliest(self) -> dict[str, float]:
        """Emissions by sector of the first year, the land left out [t CO2e]."""
        own = self.inventories[0] if self.inventories else None
        first = earliest(own.year if own else None, own.by_sector if own else {}, self.inherited)
        return {sector: value for sector, value in first.items() if sector != LAND}

    def series(self, *, has_sinks: bool = False) -> Series:
        """The series that targets are judged on."""
        return series(self.inventories, self.populations, has_sinks=has_sinks, inherited=self.inherited)


def published_at_a_glance(members: QuerySet[Member]) -> list[Judging]:
    """The members with what they are judged on, in a number of queries that does not grow with theirs."""
    published = InventoryYear.objects.filter(superseded_at=None, is_published=True).order_by("year")
    adopted = Target.objects.filter(is_adopted=True)
    rows = members.prefetch_related(
        "populations",
        Prefetch("inventories", queryset=published.only(*KEPT_FIELDS), to_attr="published"),
        Prefetch("targets", queryset=adopted, to_attr="adopted"),
    )
    known = list(rows)
    inherited = inheritances([member.pk for member in known])
    return [_judging(member, inherited.get(member.pk, Inheritance())) for member in known]


def _judging(member: Any, found: Inheritance) -> Judging:  # noqa: ANN401 – a member with what was prefetched for it
    inherited = besides(found.years, {row.year for row in member.published})
    own = {row.year: row.persons for row in member.populations.all()}
    return Judging(member, member.published, member.adopted, inhabitants(own, inherited), inherited)


def glance(members: QuerySet[Member]) -> list[MemberRow]:
    """Every member at a glance, in a number of queries that does not grow with theirs."""
    return [_row(known) for known in published_at_a_glance(members)]


def own_first(known: Judging) -> TargetStatus | None:
    """The own target to look at first: of those judged on inventories alone, else of all."""
    found = _own_statuses(known) if known.years and known.targets else []
    measured = [each for each in found if not each.is_estimated and each.status.value in JUDGED]
    return worst(measured or found)


def _own_statuses(known: Judging) -> list[TargetStatus]:
    """The status of each own target; those that count sinks get no back-cast."""
    plain = [record(row) for row in known.targets if not row.has_sinks]
    sunk = [record(row) for row in known.targets if row.has_sinks]
    emissions, _estimate = with_base_year(
        known.series(),
        plain,
        country=known.member.country,
        earliest=known.earliest,
        populations=dict(known.populations),
    )
    with_sinks = known.series(has_sinks=True) if sunk else emissions
    name = known.member.local_name
    return [*statuses(emissions, plain, name), *statuses(with_sinks, sunk, name)]


def _row(known: Judging) -> MemberRow:
    if not known.years:
        return MemberRow(known.member, 0)
    base, latest = known.years[0], known.years[-1]
    return MemberRow(
        member=known.member,
        inventories=len(known.inventories),
        latest=latest,
        base=base if base.year != latest.year else None,
        people=people_near(known.populations, latest.year),
        own=own_first(known),
    )
