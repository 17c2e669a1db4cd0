"""Drafts of inventories: read, written whole, laid aside, published."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from cascais.inventory.findings import Finding, Severity
from cascais.web.api.answers import check_version
from cascais.web.api.calling import caller_of, holder
from cascais.web.api.models import Scope
from cascais.web.api.problems import FieldProblem, RefusalError
from cascais.web.api.routes.draft_items import DraftIn, DraftItem, activities_of, draft_item
from cascais.web.api.routes.inventory_items import InventoryDetail, finding_item, inventory_detail
from cascais.web.api.routes.members import seen_member
from cascais.web.api.texts import SlugInPath, YearInPath
from cascais.web.inventories import reads
from cascais.web.inventories.drafting import content_of, discard
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.publishing import FindingsForbidError, publish
from cascais.web.inventories.standing import lock, standing
from cascais.web.inventories.writes import NewInventory, kind_of, store
from cascais.web.members.models import Member
from cascais.web.members.policy import DRAFT_FOR, EDIT_MEMBER, SEE_DRAFTS_OF

router = Router()
WHERE = "/members/{slug}/inventories/{year}/draft"
DRAFTING = {"x-scope": Scope.DRAFT.value}
PUBLISHING = {"x-scope": Scope.PUBLISH.value, "x-has-version": True}


@router.get(WHERE, response=DraftItem, summary="The draft of a year")
def draft(request: HttpRequest, slug: SlugInPath, year: YearInPath) -> DraftItem:
    """The draft with its lines as they were entered, for those who may see it."""
    member, caller = seen_member(request, slug), caller_of(request)
    if caller.member_id not in (None, member.pk) or not SEE_DRAFTS_OF.allows(caller.user, member):
        raise Http404
    return draft_item(_draft_or_404(member, year))


@router.put(
    WHERE,
    response=DraftItem,
    auth=holder(Scope.DRAFT),
    openapi_extra=DRAFTING,
    summary="Write the draft of a year",
)
def write_draft(request: HttpRequest, slug: SlugInPath, year: YearInPath, given: DraftIn) -> DraftItem:
    """Put a draft in the place of the one that stands; prescribed factors, printed totals and the file stay."""
    member = seen_member(request, slug)
    caller_of(request).check(DRAFT_FOR, member)
    with transaction.atomic():
        lock(member)
        now = standing(member, year)
        check_version(request, draft_item(with_lines(now.draft)) if now.draft else None)
        content = _content(member, year, given, with_lines(now.working) if now.working else None)
        row = store(member, content, request.user, now.working.file if now.working else None)
        row = with_lines(row)
        _refuse(_forbidding(row))
    return draft_item(row)


@router.delete(
    WHERE,
    response={204: None},
    auth=holder(Scope.DRAFT),
    openapi_extra=DRAFTING,
    summary="Lay the draft of a year aside",
)
def discard_draft(request: HttpRequest, slug: SlugInPath, year: YearInPath) -> HttpResponse:
    """Lay a draft aside. It stays among the versions and can be restored on its page."""
    member = seen_member(request, slug)
    caller_of(request).check(DRAFT_FOR, member)
    with transaction.atomic():
        lock(member)
        row = _draft_or_404(member, year)
        check_version(request, draft_item(row))
        discard(row)
    return HttpResponse(status=204)


@router.post(
    f"{WHERE}/publish",
    response=InventoryDetail,
    auth=holder(Scope.PUBLISH),
    openapi_extra=PUBLISHING,
    summary="Publish the draft of a year",
)
def publish_draft(request: HttpRequest, slug: SlugInPath, year: YearInPath) -> InventoryDetail:
    """Freeze the draft and show it to everybody; findings that forbid it are named and nothing changes."""
    member = seen_member(request, slug)
    caller_of(request).check(EDIT_MEMBER, member)
    try:
        with transaction.atomic():
            lock(member)
            row = _draft_or_404(member, year)
            check_version(request, draft_item(row))
            return inventory_detail(publish(row, request.user))
    except FindingsForbidError as error:
        _refuse(error.findings)
        raise


def with_lines(row: InventoryYear) -> InventoryYear:
    """A version with its lines, as they stand in the database now."""
    rows = InventoryYear.objects.filter(pk=row.pk).select_related("member")
    return reads.with_lines(rows).get()


def _draft_or_404(member: Member, year: int) -> InventoryYear:
    row = standing(member, year).draft
    if row is None:
        raise Http404
    return with_lines(row)


def _content(member: Member, year: int, given: DraftIn, seen: InventoryYear | None) -> NewInventory:
    """What is stored: what was sent, and of the version before what cannot be sent."""
    before = content_of(seen) if seen else NewInventory(year, ())
    kind = given.kind.value if given.kind else str(before.head.get("kind") or kind_of(member, year))
    head = {name: value for name, value in given.model_dump(exclude={"lines", "kind"}).items()}
    return replace(before, activities=activities_of(given, year), head={**before.head, **head, "kind": kind})


def _forbidding(row: InventoryYear) -> tuple[Finding, ...]:
    found = reads.found(row, reads.computed(row))
    return tuple(finding for finding in found if finding.severity is Severity.BLOCKS_EDITING)


def _refuse(findings: tuple[Finding, ...]) -> None:
    """Raise RefusalError that names the findings, if there are any."""
    if not findings:
        return
    problems = []
    for item in map(finding_item, findings):
        where = f"body.lines.{item.lines[0]}" if item.lines else "body"
        problems.append(
            FieldProblem(
                field=where,
                message=f"{item.place}: {item.why}",
                value=item.value,
                allowed=None,
                next_step=item.what_to_do,
            )
        )
    raise RefusalError("conflict", _("Findings of the checks forbid it."), tuple(problems))
