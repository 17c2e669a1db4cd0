"""Groups from the database as the parts of a joint inventory, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet

from cascais.inventory.parts import Edition, OtherGroup, Part
from cascais.web.groups.models import Group, GroupMember
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.policy import SEE_INVENTORY
from cascais.web.inventories.reads import computed, with_lines
from cascais.web.members.models import Member, Succession
from cascais.web.members.successions import besides, inheritances, successions_after
from cascais.web.permissions import User
from cascais.workflows.successions import InheritedYear

Key = tuple[str, int]
"""Slug of a member and year."""
LAST = 9999


@dataclass(frozen=True, slots=True)
class Loaded:
    """A group with its confirmed members, their inventories as stored and as computed, and the years that members
    inherit by the members' keys."""

    group: Group
    rows: tuple[GroupMember, ...]
    parts: tuple[Part, ...]
    inventories: Mapping[Key, InventoryYear]
    inherited: Mapping[int, Sequence[InheritedYear]] = field(default_factory=dict)

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
    inherited = {key: found.years for key, found in inheritances([row.pk for row in members]).items()}
    others, successors = _other_groups(group, members), _successors(members)
    parts = tuple(
        _with_inherited(_part(row, inventories, others, successors), inherited.get(row.member_id, ()), years)
        for row in rows
    )
    return Loaded(group, tuple(rows), parts, inventories, inherited)


def _with_inherited(part: Part, inherited: Sequence[InheritedYear], years: tuple[int, int] | None) -> Part:
    """The part with the years that its member inherits and has no inventory of its own for."""
    first, last = years or (0, LAST)
    wanted = besides(inherited, {each.year for each in part.editions})
    before = [each.edition for each in wanted if first <= each.year <= last]
    known = {each.year: each.population for each in wanted if each.population is not None}
    return replace(
        part,
        editions=tuple(sorted((*before, *part.editions), key=lambda each: each.year)),
        population={**known, **part.population},
    )


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
    """The slugs of the members that came of each, by its key; of one outside the group those that came of it."""
    inside = {member.pk for member in members}
    after = successions_after(inside)
    return {member: list(_came_of(member, inside, after)) for member in inside if member in after}


def _came_of(
    member: int, inside: Collection[int], after: Mapping[int, Sequence[Succession]]
) -> Iterator[str]:
    for row in after.get(member, ()):
        if row.successor_id in inside or row.successor_id not in after:
            yield row.successor.slug
        else:
            yield from _came_of(row.successor_id, inside, after)


def groups_of(member: Member) -> QuerySet[Group]:
    """The groups that a member belongs to, and those that it coordinates."""
    is_part = Q(parts__member=member, parts__confirmed_at__isnull=False)
    return Group.objects.filter(is_part | Q(coordinator=member)).distinct()
