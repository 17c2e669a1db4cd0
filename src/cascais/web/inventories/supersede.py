"""Puts a new version of an inventory in the place of the one that it was made from, and of no other."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from cascais.errors import ConflictError
from cascais.inventory.activities import Activity
from cascais.inventory.findings import Finding, Severity
from cascais.web.inventories import reads
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.writes import NewInventory, store
from cascais.web.permissions import User
from cascais.workflows.inventories import checked_inventory, stops_publishing

KEPT_FIELDS = (
    "kind", "title", "gwp_set", "variant", "electricity", "framework", "source", "source_url", "note", "is_published",
)  # fmt: skip


@transaction.atomic
def supersede(seen: InventoryYear, activities: tuple[Activity, ...], user: User) -> InventoryYear:
    """Store a new version with the same head, factors, printed totals and file.

    Raises ConflictError where the version it was made from no longer stands, so that nobody's work is overwritten.
    """
    taken = InventoryYear.objects.filter(pk=seen.pk, superseded_at=None).update(superseded_at=timezone.now())
    if not taken:
        raise ConflictError(f"{seen} was changed in the meantime.")
    new = NewInventory(
        year=seen.year,
        activities=activities,
        prescribed=reads.options(seen).prescribed,
        printed=reads.printed_totals(seen),
        head={name: getattr(seen, name) for name in KEPT_FIELDS},
    )
    return store(seen.member, new, user, seen.file)


@transaction.atomic
def show(row: InventoryYear, *, is_published: bool) -> None:
    """Publish an inventory, or take it back from everybody together with its earlier versions."""
    row.is_published = is_published
    row.save(update_fields=["is_published"])
    if not is_published:
        row.member.inventories.filter(year=row.year, is_published=True).update(is_published=False)


def new_findings(seen: InventoryYear, activities: tuple[Activity, ...]) -> tuple[Finding, ...]:
    """The findings that stop a change: those that block editing, and on a published inventory those that are new
    and block publishing. A draft may hold any other."""
    after = checked_inventory(
        activities, reads.options(seen), name=seen.member.name, printed=reads.printed_totals(seen)
    )
    known = {(finding.rule, str(finding.place)) for finding in reads.found(seen, reads.computed(seen))}
    return tuple(
        finding
        for finding in after.findings
        if finding.severity is Severity.BLOCKS_EDITING
        or (
            seen.is_published
            and stops_publishing(finding)
            and (finding.rule, str(finding.place)) not in known
        )
    )
