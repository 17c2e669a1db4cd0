"""Some members at a glance with the judgement of their own targets, for pages of a few of them.

The pages of all members read the kept glances of `cascais.web.overview`, which are judged by the rules of this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from cascais.pathways.status import TargetStatus, statuses
from cascais.web.commitments.models import Target
from cascais.web.commitments.reads import record, series, worst
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.years import People, people_near
from cascais.web.members.models import Member
from cascais.workflows.commitments import with_base_year
from cascais.workflows.sinks import LAND

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
    latest: InventoryYear | None = None
    base: InventoryYear | None = None
    people: People | None = None
    own: TargetStatus | None = None

    @property
    def total_t(self) -> float | None:
        return self.latest.total_without_sinks_t if self.latest else None

    @property
    def year(self) -> int | None:
        return self.latest.year if self.latest else None

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
    """What a member is judged on: its published inventories in the order of their years, and its adopted targets."""

    member: Member
    inventories: Sequence[InventoryYear]
    targets: Sequence[Target]
    populations: Mapping[int, int]

    @property
    def earliest(self) -> dict[str, float]:
        """Emissions by sector of the first inventory, the land left out [t CO2e]."""
        first = self.inventories[0].by_sector if self.inventories else {}
        return {sector: value for sector, value in first.items() if sector != LAND}


def published_at_a_glance(members: QuerySet[Member]) -> list[Judging]:
    """The members with what they are judged on, in four queries whatever their number."""
    published = InventoryYear.objects.filter(superseded_at=None, is_published=True).order_by("year")
    adopted = Target.objects.filter(is_adopted=True)
    rows = members.prefetch_related(
        "populations",
        Prefetch("inventories", queryset=published.only(*KEPT_FIELDS), to_attr="published"),
        Prefetch("targets", queryset=adopted, to_attr="adopted"),
    )
    return [
        Judging(
            member,
            member.published,
            member.adopted,
            {row.year: row.persons for row in member.populations.all()},
        )
        for member in rows
    ]


def glance(members: QuerySet[Member]) -> list[MemberRow]:
    """Every member at a glance, in four queries whatever their number."""
    return [_row(known) for known in published_at_a_glance(members)]


def own_first(known: Judging) -> TargetStatus | None:
    """The own target to look at first: of those judged on inventories alone, else of all."""
    found = _own_statuses(known) if known.inventories and known.targets else []
    measured = [each for each in found if not each.is_estimated and each.status.value in JUDGED]
    return worst(measured or found)


def _own_statuses(known: Judging) -> list[TargetStatus]:
    """The status of each own target; those that count sinks get no back-cast."""
    plain = [record(row) for row in known.targets if not row.has_sinks]
    sunk = [record(row) for row in known.targets if row.has_sinks]
    emissions, _estimate = with_base_year(
        series(known.inventories, known.populations),
        plain,
        country=known.member.country,
        earliest=known.earliest,
        populations=dict(known.populations),
    )
    with_sinks = series(known.inventories, known.populations, has_sinks=True) if sunk else emissions
    name = known.member.local_name
    return [*statuses(emissions, plain, name), *statuses(with_sinks, sunk, name)]


def _row(known: Judging) -> MemberRow:
    if not known.inventories:
        return MemberRow(known.member, 0)
    base, latest = known.inventories[0], known.inventories[-1]
    return MemberRow(
        member=known.member,
        inventories=len(known.inventories),
        latest=latest,
        base=base if base != latest else None,
        people=people_near(known.populations, latest.year),
        own=own_first(known),
    )
