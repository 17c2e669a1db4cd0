"""Shows a draft to everybody, frozen as it is, and takes it back.

Whatever is published goes through `publish`: it alone decides whether findings forbid it.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from cascais.errors import CascaisError, ConflictError
from cascais.inventory.emissions import Inventory
from cascais.inventory.findings import Finding
from cascais.web.inventories import reads
from cascais.web.inventories.keeping import keep_totals, results_of
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.standing import lock, standing
from cascais.web.permissions import User
from cascais.workflows.inventories import stops_publishing


class FindingsForbidError(CascaisError):
    """Findings of the checks forbid that an inventory is published."""

    def __init__(self, row: InventoryYear, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        rules = ", ".join(dict.fromkeys(finding.rule for finding in findings))
        super().__init__(f"{row} cannot be published: {rules}.")


@transaction.atomic
def publish(seen: InventoryYear, user: User | None, *, as_printed: bool = False) -> InventoryYear:
    """Freeze a draft with what it comes to today, and put it in the place of what was published before.

    `as_printed` is for figures that their own author has published elsewhere: findings are told and forbid nothing.
    Raises ConflictError where the draft no longer stands, FindingsForbidError where a finding forbids it.
    """
    lock(seen.member)
    row = InventoryYear.objects.select_related("member").filter(pk=seen.pk).first()
    if row is None or row.superseded_at or row.is_published:
        raise ConflictError(f"{seen} was changed in the meantime.")
    computed = reads.computed(row)
    findings = reads.found(row, computed, _earlier(row))
    blocking = tuple(finding for finding in findings if stops_publishing(finding))
    if blocking and not as_printed:
        raise FindingsForbidError(row, blocking)
    now = timezone.now()
    published = standing(row.member, row.year).published
    if published:
        published.superseded_at = now
        published.save(update_fields=["superseded_at"])
    keep_totals(row, computed)
    row.results = results_of(row, computed, findings)
    row.is_published, row.published_at = True, now
    row.published_by = user if user is not None and user.is_authenticated else None
    row.save(update_fields=["results", "is_published", "published_at", "published_by"])
    return row


@transaction.atomic
def hide(row: InventoryYear) -> None:
    """Take a published version back from everybody, together with the ones published before it.

    It stays what it was, with the day it was published, among the versions that editors see.
    """
    lock(row.member)
    taken = InventoryYear.objects.filter(pk=row.pk, superseded_at=None, is_published=True)
    if not taken.update(superseded_at=timezone.now(), is_published=False):
        raise ConflictError(f"{row} was changed in the meantime.")
    row.member.inventories.filter(year=row.year, is_published=True).update(is_published=False)


def _earlier(row: InventoryYear) -> tuple[Inventory, ...]:
    rows = reads.published(row.member).filter(year__lt=row.year)
    return tuple(reads.computed(each) for each in reads.with_lines(rows))
