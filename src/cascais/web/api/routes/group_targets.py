"""Targets that a group shares, and where the group stands against them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from cascais.web.api.answers import check_version
from cascais.web.api.calling import caller_of, holder
from cascais.web.api.models import Scope
from cascais.web.api.paging import Page, Window, page_of
from cascais.web.api.problems import RefusalError
from cascais.web.api.routes.groups import seen_group
from cascais.web.api.routes.target_items import (
    GroupTargetItem,
    GroupTargetStanding,
    PromiseIn,
    group_standing_item,
    group_target_item,
)
from cascais.web.api.texts import KeyInPath, SlugInPath
from cascais.web.commitments.keys import put_behind
from cascais.web.commitments.reads import record
from cascais.web.groups.models import Group, GroupTarget
from cascais.web.groups.policy import EDIT_GROUP
from cascais.web.groups.reads import loaded
from cascais.web.groups.standing import group_standing, joint_years
from cascais.web.history.tombstones import bury

router = Router()
publisher = holder(Scope.PUBLISH)
PUBLISHING = {"x-scope": Scope.PUBLISH.value}
WHERE = "/groups/{slug}/targets"


@router.get(WHERE, response=Page[GroupTargetStanding], summary="Where a group stands on its targets")
def group_targets(request: HttpRequest, slug: SlugInPath, window: Query[Window]) -> Page[GroupTargetStanding]:
    """The targets that a group shares, judged on the sums of its members' published inventories."""
    group = seen_group(request, slug)
    found, rows = loaded(group, caller_of(request).user), list(_targets(group))
    standing = group_standing(found, joint_years(found, 0), rows)
    judged = list(zip(rows, standing.items, strict=True))
    return page_of(
        request, judged, window, lambda each: group_standing_item(each[0], each[1].status, each[1].budget)
    )


@router.get(f"{WHERE}/{{id}}", response=GroupTargetItem, summary="One target of a group")
def group_target(request: HttpRequest, slug: SlugInPath, id: KeyInPath) -> GroupTargetItem:
    """What a group promised."""
    return group_target_item(get_object_or_404(_targets(seen_group(request, slug)), pk=id))


@router.post(
    WHERE,
    response={201: GroupTargetItem},
    auth=publisher,
    openapi_extra=PUBLISHING,
    summary="Add a target to a group",
)
def add_group_target(request: HttpRequest, slug: SlugInPath, given: PromiseIn) -> Status[GroupTargetItem]:
    """Store a target behind the others of the group."""
    group = _kept_group(request, slug)
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        row = GroupTarget(group_of_members=group, group="own", **_fields(given))
        put_behind(row, group.targets.all())
        record(row)
        row.save()
    return Status(201, group_target_item(row))


@router.put(
    f"{WHERE}/{{id}}",
    response=GroupTargetItem,
    auth=publisher,
    openapi_extra=PUBLISHING,
    summary="Change a target of a group",
)
def change_group_target(
    request: HttpRequest, slug: SlugInPath, id: KeyInPath, given: PromiseIn
) -> GroupTargetItem:
    """Put new content into a target; its key and its place stay."""
    group = _kept_group(request, slug)
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        row = get_object_or_404(_targets(group), pk=id)
        check_version(request, group_target_item(row))
        for name, value in _fields(given).items():
            setattr(row, name, value)
        record(row)
        row.save()
    return group_target_item(row)


@router.delete(
    f"{WHERE}/{{id}}",
    response={204: None},
    auth=publisher,
    openapi_extra=PUBLISHING,
    summary="Remove a target of a group",
)
def remove_group_target(request: HttpRequest, slug: SlugInPath, id: KeyInPath) -> HttpResponse:
    """Remove a target; for ninety days that can be undone."""
    group = _kept_group(request, slug)
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        row = get_object_or_404(_targets(group), pk=id)
        check_version(request, group_target_item(row))
        bury(row, request)
    return HttpResponse(status=204)


def _targets(group: Group) -> QuerySet[GroupTarget]:
    return group.targets.select_related("group_of_members").order_by("position", "pk")


def _kept_group(request: HttpRequest, slug: str) -> Group:
    """The group, if the caller keeps it; a token for one member keeps what this member coordinates."""
    group, caller = seen_group(request, slug), caller_of(request)
    if caller.member_id not in (None, group.coordinator_id):
        raise RefusalError("forbidden", _("The token is for another member."))
    if not EDIT_GROUP.allows(caller.user, group):
        raise RefusalError(
            "forbidden", _("The owner of the token has no role that allows this at the member.")
        )
    return group


def _fields(given: PromiseIn) -> dict[str, object]:
    """The columns of a target, named one by one in what was sent."""
    return {**given.model_dump(), "kind": given.kind.value}
