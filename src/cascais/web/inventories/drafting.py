"""Changes of an inventory: each makes a new draft in the place of the version that it was made from, and of no other.

Every function takes the version that the person has seen, and raises ConflictError where that no longer stands, so
that nobody's work is overwritten.
"""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from cascais.errors import ConflictError
from cascais.inventory.activities import Activity
from cascais.inventory.findings import Finding, Severity
from cascais.web.inventories import publishing, reads
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.standing import lock, standing
from cascais.web.inventories.writes import NewInventory, store
from cascais.web.permissions import User
from cascais.workflows.inventories import checked_inventory

HEAD = ("kind", "title", "gwp_set", "variant", "electricity", "framework", "source", "source_url", "note")


def content_of(row: InventoryYear) -> NewInventory:
    """Everything that a version says, to begin another with."""
    return NewInventory(
        year=row.year,
        activities=reads.activities(row),
        prescribed=reads.options(row).prescribed,
        printed=reads.printed_totals(row),
        head={name: getattr(row, name) for name in HEAD},
    )


@transaction.atomic
def save_draft(seen: InventoryYear, content: NewInventory, user: User) -> InventoryYear:
    """Store what somebody made of the version that they saw."""
    _check_still_stands(seen)
    return store(seen.member, content, user, seen.file)


def save_lines(seen: InventoryYear, activities: tuple[Activity, ...], user: User) -> InventoryYear:
    """Store other lines; head, prescribed factors, printed totals and file stay."""
    return save_draft(seen, replace(content_of(seen), activities=activities), user)


@transaction.atomic
def restore(version: InventoryYear, seen: InventoryYear | None, user: User | None) -> InventoryYear:
    """Begin a draft with what another version says. `seen` is what stood for the year, None where nothing did."""
    lock(version.member)
    now = standing(version.member, version.year).working
    if (now.pk if now else None) != (seen.pk if seen else None):
        raise ConflictError(f"{version} was changed in the meantime.")
    return store(version.member, content_of(version), user, version.file)


@transaction.atomic
def discard(seen: InventoryYear) -> None:
    """Lay a draft aside. It stays among the versions and can be restored."""
    lock(seen.member)
    drafts = InventoryYear.objects.filter(pk=seen.pk, superseded_at=None, is_published=False)
    if not drafts.update(superseded_at=timezone.now()):
        raise ConflictError(f"{seen} was changed in the meantime.")


@transaction.atomic
def withdraw(seen: InventoryYear, user: User) -> InventoryYear:
    """Take a published inventory back; what it says becomes a draft, unless there is one already."""
    publishing.hide(seen)
    draft = standing(seen.member, seen.year).draft
    return draft or store(seen.member, content_of(seen), user, seen.file, based_on=seen)


def forbidding(seen: InventoryYear, content: NewInventory) -> tuple[Finding, ...]:
    """The findings that stop a change. A draft may hold all others; publishing asks again."""
    options = replace(
        reads.options(seen),
        prescribed=content.prescribed,
        gwp_set=str(content.head["gwp_set"]),
        electricity=str(content.head["electricity"]),
    )
    after = checked_inventory(content.activities, options, name=seen.member.name, printed=content.printed)
    return tuple(finding for finding in after.findings if finding.severity is Severity.BLOCKS_EDITING)


def _check_still_stands(seen: InventoryYear) -> None:
    lock(seen.member)
    now = standing(seen.member, seen.year).working
    if now is None or now.pk != seen.pk:
        raise ConflictError(f"{seen} was changed in the meantime.")
