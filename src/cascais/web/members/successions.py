"""What a member inherits: its predecessors with their published inventories, and the sums over them."""

from __future__ import annotations

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


def origin(member: Member) -> Origin:
    """Where a member came from; for one that came from nobody this is one query."""
    rows = tuple(member.predecessions.select_related("predecessor").order_by("happened_on", "pk"))
    predecessors = tuple(_predecessor(row, 1) for row in rows)
    return Origin(rows, inheritance(predecessors))


def inherited_years(member: Member, besides: set[int]) -> tuple[InheritedYear, ...]:
    """The years that a member inherits and has no inventory of its own for."""
    return tuple(each for each in origin(member).found.years if each.year not in besides)


def ancestors(member: Member) -> set[int]:
    """The keys of all members that one came from, however long ago."""
    found: set[int] = set()
    newest = {member.pk}
    while newest:
        rows = Succession.objects.filter(successor__in=newest).values_list("predecessor", flat=True)
        newest = set(rows) - found
        found |= newest
    return found


def _predecessor(row: Succession, depth: int) -> Predecessor:
    earlier = row.predecessor.predecessions.select_related("predecessor") if depth < DEEPEST else ()
    return Predecessor(
        part=_part(row.predecessor),
        happened_on=row.happened_on,
        share=row.share,
        before=tuple(_predecessor(each, depth + 1) for each in earlier),
    )


def _part(member: Member) -> Part:
    """A member with its published inventories."""
    rows = InventoryYear.objects.filter(member=member, superseded_at=None, is_published=True)
    full = with_lines(rows.select_related("member").order_by("year"))
    return Part(
        key=member.slug,
        name=member.local_name,
        editions=tuple(Edition(row.year, computed(row), row.framework) for row in full),
        population={each.year: float(each.persons) for each in member.populations.all()},
        country=member.country,
    )
