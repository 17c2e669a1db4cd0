"""The members at a glance: latest inventory, change since the base year, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Prefetch, QuerySet

from cascais.charts import Chart, EmptyChart, Style
from cascais.charts.members_map import MemberPoint, MembersMap, members_map
from cascais.pathways.status import TargetStatus, statuses
from cascais.pathways.targets import Target as TargetRecord
from cascais.pathways.targets import standard_target
from cascais.text import message
from cascais.web.commitments.models import Target
from cascais.web.commitments.reads import record, series, worst
from cascais.web.display.states import state
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.years import People, people_near
from cascais.web.members.models import Member
from cascais.workflows.commitments import with_base_year
from cascais.workflows.sinks import LAND

SHARED_TARGET = "climate_alliance_2050"
"""The target that every member is judged against, whether its council has decided it or not."""
GOOD = ("reached", "on_track")
FROM_BEST = (
    "reached",
    "on_track",
    "uncertain",
    "off_track",
    "far_off_track",
    "missed",
    "cannot_tell",
    "no_target",
)
MAP_STATUS = {
    "reached": "on_track",
    "on_track": "on_track",
    "uncertain": "uncertain",
    "off_track": "off_track",
    "far_off_track": "off_track",
    "missed": "off_track",
}
KEPT_FIELDS = ("member_id", "year", "total_t", "total_without_sinks_t", "uncertainty", "by_sector")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member at a glance; emissions in t CO2e without sinks, None where nothing is known.

    `shared` is where it stands against the target that all are judged against, `own` against that of its own
    targets which needs attention first.
    """

    member: Member
    inventories: int
    latest: InventoryYear | None = None
    base: InventoryYear | None = None
    people: People | None = None
    shared: TargetStatus | None = None
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
    def shared_status(self) -> str:
        return self.shared.status.value if self.shared else "cannot_tell"

    @property
    def own_status(self) -> str:
        return self.own.status.value if self.own else "no_target"

    @property
    def is_judged(self) -> bool:
        return self.shared_status in MAP_STATUS

    @property
    def is_estimated(self) -> bool:
        """Whether the judgement rests on an estimate of the base year."""
        return self.is_judged and self.shared is not None and self.shared.is_estimated


def glance(members: QuerySet[Member]) -> list[MemberRow]:
    """Every member at a glance, in four queries whatever their number."""
    published = InventoryYear.objects.filter(superseded_at=None, is_published=True).order_by("year")
    adopted = Target.objects.filter(is_adopted=True)
    rows = members.prefetch_related(
        "populations",
        Prefetch("inventories", queryset=published.only(*KEPT_FIELDS), to_attr="published"),
        Prefetch("targets", queryset=adopted, to_attr="adopted"),
    )
    shared = standard_target(SHARED_TARGET)
    return [_row(member, shared) for member in rows]


def network_map(rows: Iterable[MemberRow], style: Style) -> Chart | EmptyChart:
    """The members as points on the map, by their status against the target that all share."""
    points = tuple(
        MemberPoint(
            name=row.member.local_name,
            latitude=row.member.latitude,
            longitude=row.member.longitude,
            status=(status := MAP_STATUS.get(row.shared_status, "too_little_data")),
            status_title=str(state("cannot_tell" if status == "too_little_data" else status).word),
        )
        for row in rows
        if row.member.latitude is not None and row.member.longitude is not None
    )
    drawing = members_map(MembersMap(points), style)
    if isinstance(drawing, EmptyChart):
        return drawing
    # The page says the message itself; the map need not say it again.
    return replace(
        drawing,
        title=message("Where each member stands"),
        subtitle=message("On the path from 1990 to −95 % by 2050, at the latest inventory"),
    )


def status_counts(rows: Iterable[MemberRow]) -> list[tuple[str, int]]:
    """How many members have each status against the shared target, the best first."""
    found = Counter(row.shared_status for row in rows)
    return [(name, found[name]) for name in FROM_BEST if found[name]]


def _row(member: Member, shared: TargetRecord) -> MemberRow:
    inventories: list[InventoryYear] = member.published  # type: ignore[attr-defined]
    targets: list[Target] = member.adopted  # type: ignore[attr-defined]
    if not inventories:
        return MemberRow(member, 0)
    populations = {row.year: row.persons for row in member.populations.all()}
    base, latest = inventories[0], inventories[-1]
    against_shared, *against_own = _statuses(member, inventories, populations, shared, targets)
    return MemberRow(
        member=member,
        inventories=len(inventories),
        latest=latest,
        base=base if base != latest else None,
        people=people_near(populations, latest.year),
        shared=against_shared,
        own=_own(against_own),
    )


def _statuses(
    member: Member,
    inventories: list[InventoryYear],
    populations: dict[int, int],
    shared: TargetRecord,
    targets: list[Target],
) -> list[TargetStatus]:
    """The status of the shared target, then of the member's own; those that count sinks get no back-cast."""
    first = {sector: value for sector, value in inventories[0].by_sector.items() if sector != LAND}
    wanted = [shared, *(record(row) for row in targets if not row.has_sinks)]
    known, _estimate = with_base_year(
        series(inventories, populations),
        wanted,
        country=member.country,
        earliest=first,
        populations=dict(populations),
    )
    with_sinks = [record(row) for row in targets if row.has_sinks]
    sunk = series(inventories, populations, has_sinks=True) if with_sinks else known
    return [
        *statuses(known, wanted, member.local_name),
        *statuses(sunk, with_sinks, member.local_name),
    ]


def _own(found: list[TargetStatus]) -> TargetStatus | None:
    """The own target to look at first: of those judged on inventories alone, else of all."""
    measured = [each for each in found if not each.is_estimated and each.status.value in MAP_STATUS]
    return worst(measured or found)
