"""Targets of members, and where each member stands against them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from cascais.web.api.answers import check_version
from cascais.web.api.calling import caller_of, holder
from cascais.web.api.models import Scope
from cascais.web.api.paging import Page, Window, page_of, page_of_rows
from cascais.web.api.routes.members import seen_member
from cascais.web.api.routes.resolution_keys import resolution_of
from cascais.web.api.routes.target_items import (
    PromiseIn,
    TargetItem,
    TargetStanding,
    standing_item,
    target_item,
)
from cascais.web.api.texts import Key, KeyInPath, Slug, SlugInPath
from cascais.web.commitments.keys import put_behind
from cascais.web.commitments.models import Target
from cascais.web.commitments.policy import SEE_TARGET
from cascais.web.commitments.reads import record
from cascais.web.commitments.standing import member_standing
from cascais.web.history.tombstones import bury
from cascais.web.inventories.years import computed_years, published
from cascais.web.members.models import Member
from cascais.web.members.policy import EDIT_MEMBER

router = Router()
publisher = holder(Scope.PUBLISH)
PUBLISHING = {"x-scope": Scope.PUBLISH.value}


class TargetFilters(Schema):
    """Which targets are wanted."""

    member: Slug | None = None
    is_adopted: bool | None = None


class TargetIn(PromiseIn):
    """A target of a member to be stored."""

    resolution: Key | None = Field(None, description="The id of a resolution of the same member")


@router.get("/targets", response=Page[TargetItem], summary="All targets")
def targets(request: HttpRequest, filters: Query[TargetFilters], window: Query[Window]) -> Page[TargetItem]:
    """What members promised; where one stands is told for one member at a time."""
    names = {"member": "member__slug", "is_adopted": "is_adopted"}
    wanted = {names[name]: value for name, value in filters.model_dump(exclude_none=True).items()}
    rows = _targets(request).filter(**wanted).order_by("member__slug", "position", "pk")
    return page_of_rows(request, rows, window, target_item)


@router.get("/targets/{id}", response=TargetItem, summary="One target")
def target(request: HttpRequest, id: KeyInPath) -> TargetItem:
    """What a member promised."""
    return target_item(get_object_or_404(_targets(request), pk=id))


@router.get(
    "/members/{slug}/targets", response=Page[TargetStanding], summary="Where a member stands on its targets"
)
def member_targets(request: HttpRequest, slug: SlugInPath, window: Query[Window]) -> Page[TargetStanding]:
    """The targets of a member, judged on its published inventories."""
    member = seen_member(request, slug)
    rows = list(_targets(request).filter(member=member).order_by("position", "pk"))
    years = published(computed_years(member, caller_of(request).user))
    standing = member_standing(member, years, rows)
    found = list(zip(rows, standing.items, strict=True))
    return page_of(
        request, found, window, lambda each: standing_item(each[0], each[1].status, each[1].budget)
    )


@router.post(
    "/members/{slug}/targets",
    response={201: TargetItem},
    auth=publisher,
    openapi_extra=PUBLISHING,
    summary="Add a target",
)
def add_target(request: HttpRequest, slug: SlugInPath, given: TargetIn) -> Status[TargetItem]:
    """Store a target behind the others of the member."""
    member = _writable(request, slug)
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        row = Target(member=member, group="own", **_fields(given, member))
        put_behind(row, member.targets.all())
        record(row)
        row.save()
    return Status(201, target_item(row))


@router.put(
    "/targets/{id}", response=TargetItem, auth=publisher, openapi_extra=PUBLISHING, summary="Change a target"
)
def change_target(request: HttpRequest, id: KeyInPath, given: TargetIn) -> TargetItem:
    """Put new content into a target; its key and its place stay."""
    row = _editable(request, id)
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=row.member_id)
        row.refresh_from_db()
        check_version(request, target_item(row))
        for name, value in _fields(given, row.member).items():
            setattr(row, name, value)
        record(row)
        row.save()
    return target_item(row)


@router.delete(
    "/targets/{id}", response={204: None}, auth=publisher, openapi_extra=PUBLISHING, summary="Remove a target"
)
def remove_target(request: HttpRequest, id: KeyInPath) -> HttpResponse:
    """Remove a target; for ninety days that can be undone."""
    row = _editable(request, id)
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=row.member_id)
        row.refresh_from_db()
        check_version(request, target_item(row))
        bury(row, request)
    return HttpResponse(status=204)


def _targets(request: HttpRequest) -> QuerySet[Target]:
    return SEE_TARGET.rows(caller_of(request).user, Target.objects.select_related("member"))


def _writable(request: HttpRequest, slug: str) -> Member:
    member = seen_member(request, slug)
    caller_of(request).check(EDIT_MEMBER, member)
    return member


def _editable(request: HttpRequest, id: int) -> Target:
    row = get_object_or_404(_targets(request), pk=id)
    caller_of(request).check(EDIT_MEMBER, row.member)
    return row


def _fields(given: TargetIn, member: Member) -> dict[str, object]:
    """The columns of a target, named one by one."""
    fields = given.model_dump()
    fields["kind"] = given.kind.value
    fields["resolution"] = resolution_of(given.resolution, member)
    return fields
