"""The members at a glance: latest inventory, change since the base year, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Prefetch, QuerySet

from cascais.charts import Chart, EmptyChart, Style
from cascais.charts.members_map import MemberPoint, MembersMap, members_map
from cascais.pathways.status import TargetStatus
from cascais.text import message
from cascais.web.commitments.models import Target
from cascais.web.commitments.reads import nearest_population, statuses, worst
from cascais.web.display.states import state
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member

MAP_STATUS = {
    "reached": "on_track",
    "on_track": "on_track",
    "uncertain": "uncertain",
    "off_track": "off_track",
    "far_off_track": "off_track",
    "missed": "off_track",
}


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member at a glance; emissions in t CO2e without sinks, None where nothing is known."""

    member: Member
    inventories: int
    latest: InventoryYear | None = None
    base: InventoryYear | None = None
    per_head_t: float | None = None
    change: float | None = None
    standing: TargetStatus | None = None

    @property
    def total_t(self) -> float | None:
        return self.latest.total_without_sinks_t if self.latest else None

    @property
    def year(self) -> int | None:
        return self.latest.year if self.latest else None

    @property
    def status(self) -> str:
        return self.standing.status.value if self.standing else "no_target"

    @property
    def is_judged(self) -> bool:
        return self.status in MAP_STATUS


def glance(members: QuerySet[Member]) -> list[MemberRow]:
    """Every member at a glance, in four queries whatever their number."""
    published = InventoryYear.objects.filter(superseded_at=None, is_published=True).order_by("year")
    adopted = Target.objects.filter(is_adopted=True)
    rows = members.prefetch_related(
        "populations",
        Prefetch("inventories", queryset=published, to_attr="published"),
        Prefetch("targets", queryset=adopted, to_attr="adopted"),
    )
    return [_row(member) for member in rows]


def network_map(rows: Iterable[MemberRow], style: Style) -> Chart | EmptyChart:
    """The members as points on the map, by status."""
    points = tuple(
        MemberPoint(
            name=row.member.local_name,
            latitude=row.member.latitude,
            longitude=row.member.longitude,
            status=(status := MAP_STATUS.get(row.status, "too_little_data")),
            status_title=str(state("cannot_tell" if status == "too_little_data" else status).word),
        )
        for row in rows
        if row.member.latitude is not None and row.member.longitude is not None
    )
    drawing = members_map(MembersMap(points), style)
    if isinstance(drawing, EmptyChart):
        return drawing
    # The page says the message itself, for those that can be judged; the map need not say it again.
    return replace(
        drawing,
        title=message("Where each member stands"),
        subtitle=message("Own target at the latest inventory"),
    )


def status_counts(rows: Iterable[MemberRow]) -> list[tuple[str, int]]:
    """How many members have each status, the best first."""
    found = Counter(row.status for row in rows)
    order = (
        "reached",
        "on_track",
        "uncertain",
        "off_track",
        "far_off_track",
        "missed",
        "cannot_tell",
        "no_target",
    )
    return [(name, found[name]) for name in order if found[name]]


def _row(member: Member) -> MemberRow:
    inventories: list[InventoryYear] = member.published  # type: ignore[attr-defined]
    targets: list[Target] = member.adopted  # type: ignore[attr-defined]
    populations = {row.year: row.persons for row in member.populations.all()}
    if not inventories:
        return MemberRow(member, 0)
    base, latest = inventories[0], inventories[-1]
    persons = nearest_population(populations, latest.year)
    total, base_total = latest.total_without_sinks_t, base.total_without_sinks_t
    return MemberRow(
        member=member,
        inventories=len(inventories),
        latest=latest,
        base=base if base != latest else None,
        per_head_t=total / persons if total is not None and persons else None,
        change=total / base_total - 1 if base != latest and total is not None and base_total else None,
        standing=worst(statuses(targets, inventories, populations, member.local_name)),
    )
