"""Who has to hand in what by when, and what was handed in."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from cascais.pathways.dues import DueState, Report
from cascais.web.api.calling import caller_of
from cascais.web.api.paging import Page, Window, page_of_part, page_of_rows
from cascais.web.api.quantities import address
from cascais.web.api.routes.members import seen_member
from cascais.web.api.routes.totals import narrowed
from cascais.web.api.texts import Country, Slug, SlugInPath
from cascais.web.display.texts import translated
from cascais.web.members.models import MemberKind
from cascais.web.overview import calendar
from cascais.web.overview.models import HandedIn
from cascais.web.overview.policy import SEE_HANDED_IN

router = Router()


class DueItem(Schema):
    """A report of a member that falls due on a day; without a day the reasons say what is missing."""

    member: str
    member_name: str
    report: Report | None
    due_on: date | None
    state: DueState
    reasons: list[str]
    url: str


class HandedInItem(Schema):
    """A report that a member handed in."""

    member: str
    network: str
    report: Report
    handed_in_on: date
    source_url: str
    note: str


class DueFilters(Schema):
    """Whose reports are wanted."""

    network: Slug | None = None
    country: Country | None = None
    kind: MemberKind | None = None
    due: DueState | None = Field(None, description="How near the next date of the member is")


@router.get("/dues", response=Page[DueItem], summary="Who has to hand in what by when")
def dues(request: HttpRequest, filters: Query[DueFilters], window: Query[Window]) -> Page[DueItem]:
    """The reports that fall due, what is overdue first, with the reason why then."""
    wanted = {name: str(value) for name, value in filters.model_dump(exclude_none=True).items()}
    events = calendar.Events(narrowed(wanted))
    part = events[window.offset : window.offset + window.limit]
    told = [
        each
        for quarter in calendar.quarters(part, timezone.localdate(), calendar.Enterer())
        for each in quarter.events
    ]
    return page_of_part(request, [_due(each) for each in told], len(events), window)


@router.get("/members/{slug}/reports", response=Page[HandedInItem], summary="What a member handed in")
def reports(request: HttpRequest, slug: SlugInPath, window: Query[Window]) -> Page[HandedInItem]:
    """The reports that a member handed in to its networks, the latest first."""
    rows = HandedIn.objects.filter(member=seen_member(request, slug)).select_related("network", "member")
    seen = SEE_HANDED_IN.rows(caller_of(request).user, rows)
    return page_of_rows(request, seen.order_by("-handed_in_on", "pk"), window, _handed_in)


def _due(told: calendar.Told) -> DueItem:
    row = told.event.row
    return DueItem(
        member=row.slug,
        member_name=row.name,
        report=told.event.report,
        due_on=told.event.on,
        state=told.state,
        reasons=[translated(reason) for reason in told.reasons],
        url=address("member", row.slug),
    )


def _handed_in(row: HandedIn) -> HandedInItem:
    return HandedInItem(
        member=row.member.slug,
        network=row.network.key,
        report=Report(row.report),
        handed_in_on=row.handed_in_on,
        source_url=row.url,
        note=row.note,
    )
