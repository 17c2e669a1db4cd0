"""Groups from the database as the parts of a joint inventory, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cascais.inventory.parts import Edition, OtherGroup, Part
from cascais.web.groups.models import Group, GroupMember
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.policy import SEE_INVENTORY
from cascais.web.inventories.reads import computed, with_lines
from cascais.web.members.models import Member, Succession
from cascais.web.permissions import User

Key = tuple[str, int]
"""Slug of a member and year."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A group with its confirmed members, their inventories as stored and as computed."""

    group: Group
    rows: tuple[GroupMember, ...]
    parts: tuple[Part, ...]
    inventories: Mapping[Key, InventoryYear]

    @property
    def members(self) -> tuple[Member, ...]:
        """The members in the order of their names."""
        return tuple(row.member for row in self.rows)

    @property
    def sources(self) -> str:
        """Where the figures of all members come from, each source once."""
        found = (row.source for row in self.inventories.values() if row.source)
        return "; ".join(dict.fromkeys(found))


def loaded(
    group: Group, user: User, *, is_preview: bool = False, years: tuple[int, int] | None = None
) -> Loaded:
    """A group with what is published of its members; a preview puts the drafts that the user may see in its place.

    `years` bounds the inventories that are read and computed.
    """
    rows = list(
        group.parts.filter(confirmed_at__isnull=False)
        .select_related("member")
        .prefetch_related("member__populations")
    )
    members = [row.member for row in rows]
    wanted = InventoryYear.objects.filter(member__in=members, superseded_at=None)
    if years is not None:
        wanted = wanted.filter(year__gte=years[0], year__lte=years[1])
    inventories = _inventories(wanted, user, is_preview)
    others, successors = _other_groups(group, members), _successors(members)
    parts = tuple(_part(row, inventories, others, successors) for row in rows)
    return Loaded(group, tuple(rows), parts, inventories)


def _inventories(rows: QuerySet[InventoryYear], user: User, is_preview: bool) -> dict[Key, InventoryYear]:
    """One inventory for each member and year; a draft goes before what is published."""
    seen = SEE_INVENTORY.rows(user, rows) if is_preview else rows.filter(is_published=True)
    ordered = with_lines(seen.select_related("member")).order_by("year", "-is_published")
    return {(row.member.slug, row.year): row for row in ordered}


def _part(
    row: GroupMember,
    inventories: Mapping[Key, InventoryYear],
    others: Mapping[int, list[OtherGroup]],
    successors: Mapping[int, list[str]],
) -> Part:
    member = row.member
    return Part(
        key=member.slug,
        name=member.local_name,
        editions=tuple(
            Edition(year, computed(found), found.framework)
            for (slug, year), found in inventories.items()
            if slug == member.slug
        ),
        population={each.year: each.persons for each in member.populations.all()},
        from_year=row.from_year,
        to_year=row.to_year,
        kind=member.kind,
        country=member.country,
        lau_code=member.lau_code,
        nuts_code=member.nuts_code,
        successors=tuple(successors.get(member.pk, ())),
        other_groups=tuple(others.get(member.pk, ())),
    )


def _other_groups(group: Group, members: Iterable[Member]) -> dict[int, list[OtherGroup]]:
    found: dict[int, list[OtherGroup]] = {}
    rows = GroupMember.objects.filter(member__in=list(members), confirmed_at__isnull=False)
    for row in rows.exclude(group=group).select_related("group"):
        other = OtherGroup(row.group.title, row.group.kind, row.from_year, row.to_year)
        found.setdefault(row.member_id, []).append(other)
    return found


def _successors(members: Iterable[Member]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in Succession.objects.filter(predecessor__in=list(members)).select_related("successor"):
        found.setdefault(row.predecessor_id, []).append(row.successor.slug)
    return found


def groups_of(member: Member) -> QuerySet[Group]:
    """The groups that a member belongs to, and those that it coordinates."""
    is_part = Q(parts__member=member, parts__confirmed_at__isnull=False)
    return Group.objects.filter(is_part | Q(coordinator=member)).distinct()
