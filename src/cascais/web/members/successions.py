"""What a member inherits: its predecessors with their published inventories, and the sums over them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from cascais.inventory.parts import Edition, Part
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.reads import computed, with_lines
from cascais.web.members.models import Member, Succession
from cascais.workflows.successions import Inheritance, InheritedYear, Predecessor, inheritance

DEEPEST = 10
"""Generations of predecessors that are looked at; towns were not merged more often."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The members that one came from, and what it inherits of them."""

    successions: tuple[Succession, ...]
    found: Inheritance


@dataclass(frozen=True, slots=True)
class _Known:
    """The successions that lead to some members by the key of the successor, and all predecessors as parts."""

    before: Mapping[int, list[Succession]]
    parts: Mapping[int, Part]

    def origin(self, member: int) -> Origin:
        return Origin(tuple(self.before.get(member, ())), inheritance(self.predecessors(member)))

    def predecessors(self, member: int, depth: int = 1) -> tuple[Predecessor, ...]:
        return tuple(
            Predecessor(
                part=self.parts[row.predecessor_id],
                happened_on=row.happened_on,
                share=row.share,
                before=self.predecessors(row.predecessor_id, depth + 1) if depth < DEEPEST else (),
            )
            for row in self.before.get(member, ())
        )


def origin(member: Member) -> Origin:
    """Where a member came from; for one that came from nobody this is one query."""
    return _known([member.pk]).origin(member.pk)


def inheritances(members: Collection[int]) -> dict[int, Inheritance]:
    """What some members inherit, by their keys; those that came from nobody are left out.

    The number of queries does not grow with the members; where nobody came from others it is one.
    """
    known = _known(members)
    return {member: known.origin(member).found for member in members if member in known.before}


def inherited_years(member: Member) -> tuple[InheritedYear, ...]:
    """The years that a member inherits."""
    return origin(member).found.years


def besides(inherited: Iterable[InheritedYear], own: Collection[int]) -> tuple[InheritedYear, ...]:
    """The inherited years of which a member has no inventory of its own, which goes before."""
    return tuple(each for each in inherited if each.year not in own)


def inhabitants(own: Mapping[int, int], inherited: Iterable[InheritedYear]) -> dict[int, int]:
    """The inhabitants by year, in inherited years those of the predecessors where no own figure stands."""
    before = {each.year: round(each.population) for each in inherited if each.population is not None}
    return {**before, **own}


def ancestors(member: Member) -> set[int]:
    """The keys of all members that one came from, however long ago."""
    found: set[int] = set()
    newest = {member.pk}
    while newest:
        rows = Succession.objects.filter(successor__in=newest).values_list("predecessor", flat=True)
        newest = set(rows) - found
        found |= newest
    return found


def successions_after(members: Iterable[int]) -> dict[int, list[Succession]]:
    """All successions that begin with some members, however much later, by the key of the predecessor."""
    after: dict[int, list[Succession]] = {}
    newest = set(members)
    while newest:
        rows = list(Succession.objects.filter(predecessor__in=newest).select_related("successor"))
        for row in rows:
            after.setdefault(row.predecessor_id, []).append(row)
        newest = {row.successor_id for row in rows} - set(after)
    return after


def heirs(members: Iterable[int]) -> set[int]:
    """The keys of all members that came of some, however much later."""
    return {row.successor_id for rows in successions_after(members).values() for row in rows}


def _known(members: Collection[int]) -> _Known:
    before: dict[int, list[Succession]] = {}
    newest = set(members)
    for _generation in range(DEEPEST):
        wanted = Succession.objects.filter(successor__in=newest).select_related("predecessor")
        rows = list(wanted.order_by("happened_on", "pk"))
        for row in rows:
            before.setdefault(row.successor_id, []).append(row)
        newest = {row.predecessor_id for row in rows} - set(before)
        if not newest:
            break
    return _Known(before, _parts(row.predecessor for rows in before.values() for row in rows))


def _parts(members: Iterable[Member]) -> dict[int, Part]:
    """Members with their published inventories."""
    by_key = {member.pk: member for member in members}
    if not by_key:
        return {}
    rows = InventoryYear.objects.filter(member__in=by_key, superseded_at=None, is_published=True)
    inventories: dict[int, list[InventoryYear]] = {}
    for row in with_lines(rows.select_related("member").order_by("year")):
        inventories.setdefault(row.member_id, []).append(row)
    return {key: _part(member, inventories.get(key, ())) for key, member in by_key.items()}


def _part(member: Member, rows: Collection[InventoryYear]) -> Part:
    populations = {each.year: float(each.persons) for row in rows for each in row.member.populations.all()}
    return Part(
        key=member.slug,
        name=member.local_name,
        editions=tuple(Edition(row.year, computed(row), row.framework) for row in rows),
        population=populations,
        country=member.country,
    )
