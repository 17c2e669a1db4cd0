"""The members that a coordinator works for, at a glance: what waits, what is wrong, what is due, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.inventory.emissions import Inventory
from cascais.inventory.findings import Finding
from cascais.text import Message, message
from cascais.web.accounts.models import Role
from cascais.web.groups.models import GroupMember
from cascais.web.groups.policy import SPEAK_FOR_PART
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.policy import SEE_INVENTORY
from cascais.web.inventories.reads import computed, found, with_lines
from cascais.web.members.models import Member, MemberKind
from cascais.web.members.policy import DRAFT_FOR
from cascais.web.members.reads import MemberRow, glance
from cascais.web.navigation import Step, trail
from cascais.web.permissions import User
from cascais.workflows.commitments import series
from cascais.workflows.estimates import estimated_share
from cascais.workflows.inventories import stops_publishing
from cascais.workflows.next_steps import YEARS_BETWEEN_INVENTORIES, next_steps

MEMBERS_A_PAGE = 50
ROOMS = {
    "import": "imports:start",
    "inventory": "inventories:edit",
    "findings": "inventories:year",
    "targets": "commitments:targets",
}
ROOMS_OF_A_YEAR = ("inventory", "findings")


@dataclass(frozen=True, slots=True)
class Task:
    """The next thing to do for a member, and where it is done."""

    text: Message
    url: str


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One member: `drafts` are years with a draft, findings are those of the newest draft or inventory."""

    glance: MemberRow
    drafts: tuple[int, ...]
    checked: InventoryYear | None
    blocking: int
    warnings: int
    due: int | None
    is_overdue: bool
    task: Task | None

    @property
    def member(self) -> Member:
        return self.glance.member


@require_safe
@login_required
def agency(request: HttpRequest) -> HttpResponse:
    """All members that the person works for, each with its next step."""
    members = own_members(request.user)
    page = Paginator(members, MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    shown = Member.objects.filter(pk__in=[member.pk for member in page.object_list])
    rows = agency_rows(shown, request.user, timezone.localdate().year)
    waiting = GroupMember.objects.filter(confirmed_at=None, member__in=[row.member for row in rows])
    context = {
        "rows": rows,
        "page": page,
        "waiting": SPEAK_FOR_PART.rows(request.user, waiting).select_related("group", "member"),
        "drafts": sum(bool(row.drafts) for row in rows),
        "blocked": sum(bool(row.blocking) for row in rows),
        "overdue": sum(row.is_overdue for row in rows),
        "trail": trail(Step(_("Your members"))),
    }
    return render(request, "groups/agency.html", context)


def own_members(user: User) -> QuerySet[Member]:
    """The members that a person was given, directly or through an agency; an administrator's are not all of them.

    The agency itself is a member too, but has no inventory to work on.
    """
    through_agency = Q(
        cared_for_by__agency__assignments__user=user,
        cared_for_by__agency__assignments__role=Role.COORDINATOR,
    )
    directly = Q(assignments__user=user)
    found = Member.objects.filter(directly | through_agency).exclude(kind=MemberKind.AGENCY)
    return DRAFT_FOR.rows(user, Member.objects.filter(pk__in=found.values("pk"))).order_by("name")


def agency_rows(members: QuerySet[Member], user: User, now: int) -> list[AgencyRow]:
    """Each member with what waits and what comes next, in a number of queries that does not grow with them."""
    rows = glance(members)
    keys = [row.member.pk for row in rows]
    visible = SEE_INVENTORY.rows(user, InventoryYear.objects.filter(member__in=keys, superseded_at=None))
    by_member: dict[int, list[InventoryYear]] = {}
    for inventory in with_lines(visible.select_related("member")).order_by("year", "-is_published"):
        by_member.setdefault(inventory.member_id, []).append(inventory)
    return [_row(row, by_member.get(row.member.pk, []), now) for row in rows]


def _row(row: MemberRow, inventories: Sequence[InventoryYear], now: int) -> AgencyRow:
    drafts = tuple(each.year for each in inventories if not each.is_published)
    checked = next((each for each in reversed(inventories) if not each.is_published), None)
    checked = checked or (inventories[-1] if inventories else None)
    published = [(each, computed(each)) for each in inventories if each.is_published]
    findings = _findings(checked, published)
    blocking = sum(stops_publishing(finding) for finding in findings)
    due = row.year + YEARS_BETWEEN_INVENTORIES if row.year else None
    return AgencyRow(
        glance=row,
        drafts=drafts,
        checked=checked,
        blocking=blocking,
        warnings=len(findings) - blocking,
        due=due,
        is_overdue=due is not None and due <= now,
        task=_task(row, checked, published, findings, now),
    )


def _findings(
    checked: InventoryYear | None, published: Iterable[tuple[InventoryYear, Inventory]]
) -> tuple[Finding, ...]:
    if checked is None:
        return ()
    known = {row.pk: inventory for row, inventory in published}
    inventory = known.get(checked.pk) or computed(checked)
    earlier = tuple(inventory for row, inventory in published if row.year < checked.year)
    return found(checked, inventory, earlier)


def _task(
    row: MemberRow,
    checked: InventoryYear | None,
    published: Sequence[tuple[InventoryYear, Inventory]],
    findings: Sequence[Finding],
    now: int,
) -> Task | None:
    """A draft that waits comes first: publish it, or put right what forbids it; then the member's own next step."""
    slug = row.member.slug
    if checked is not None and not checked.is_published:
        place = reverse("inventories:year", args=[slug, checked.year])
        blocking = sum(stops_publishing(finding) for finding in findings)
        if blocking:
            return Task(
                message(
                    "Put right what blocks the draft of {year} ({number}).",
                    year=checked.year,
                    number=blocking,
                ),
                place,
            )
        return Task(message("Publish the draft of {year}.", year=checked.year), place)
    share = estimated_share(published[-1][1]) if published else 0.0
    statuses = [each for each in (row.own,) if each is not None]
    steps = next_steps(series([inventory for _row, inventory in published]), findings, statuses, share, now)
    if not steps:
        return None
    first = steps[0]
    needs_year = first.action in ROOMS_OF_A_YEAR
    arguments = [slug, checked.year] if needs_year and checked else [slug]
    return Task(first.text, reverse(ROOMS[first.action], args=arguments))
