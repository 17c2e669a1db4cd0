"""Groups of members that plan together."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from cascais.web.api.calling import caller_of
from cascais.web.api.paging import Page, Window, page_of_rows
from cascais.web.api.quantities import address
from cascais.web.api.routes.target_items import GroupTargetItem, group_target_item
from cascais.web.api.texts import SlugInPath
from cascais.web.groups.models import Group, GroupMember
from cascais.web.groups.policy import SEE_GROUP, SEE_PART

router = Router()


class GroupPartItem(Schema):
    """A member of a group, from and to which year its inventories count."""

    member: str
    from_year: int | None
    to_year: int | None
    is_confirmed: bool = Field(description="Whether the member confirmed it; else it is asked")
    url: str


class GroupItem(Schema):
    """A group with its members."""

    slug: str
    title: str
    kind: Group.Kind
    coordinator: str | None
    about: str
    is_demonstration: bool
    members: list[GroupPartItem]
    url: str


class GroupDetail(GroupItem):
    """A group with its members and its targets."""

    targets: list[GroupTargetItem]
    links: dict[str, str]


@router.get("/groups", response=Page[GroupItem], summary="All groups")
def groups(request: HttpRequest, window: Query[Window]) -> Page[GroupItem]:
    """Joint and regional plans with their members."""
    return page_of_rows(request, _groups(request), window, _item)


@router.get("/groups/{slug}", response=GroupDetail, summary="One group")
def group(request: HttpRequest, slug: SlugInPath) -> GroupDetail:
    """A group with its members and the targets that they share."""
    row = seen_group(request, slug)
    rows = row.targets.select_related("group_of_members")
    links = {name: address(f"group_{name}", slug) for name in ("inventories", "targets")}
    return GroupDetail(**dict(_item(row)), targets=list(map(group_target_item, rows)), links=links)


def seen_group(request: HttpRequest, slug: str) -> Group:
    """The group of an address, if the caller may see it."""
    return get_object_or_404(_groups(request), slug=slug)


def _groups(request: HttpRequest) -> QuerySet[Group]:
    caller = caller_of(request)
    parts = caller.rows(SEE_PART, GroupMember.objects.select_related("member"), "member")
    return (
        SEE_GROUP.rows(caller.user, Group.objects.select_related("coordinator"))
        .prefetch_related(Prefetch("parts", queryset=parts.order_by("member__slug")))
        .order_by("slug")
    )


def _item(row: Group) -> GroupItem:
    return GroupItem(
        slug=row.slug,
        title=row.title,
        kind=Group.Kind(row.kind),
        coordinator=row.coordinator.slug if row.coordinator else None,
        about=row.about,
        is_demonstration=row.is_demonstration,
        members=[_part(each) for each in row.parts.all()],
        url=address("group", row.slug),
    )


def _part(row: GroupMember) -> GroupPartItem:
    slug = row.member.slug
    return GroupPartItem(
        member=slug,
        from_year=row.from_year,
        to_year=row.to_year,
        is_confirmed=row.confirmed_at is not None,
        url=address("member", slug),
    )
