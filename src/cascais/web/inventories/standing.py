"""The versions of a year that stand now, and the lock under which they change."""

from __future__ import annotations

from dataclasses import dataclass

from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member


@dataclass(frozen=True, slots=True)
class Standing:
    """The draft and the published version of a year; either may be missing."""

    draft: InventoryYear | None = None
    published: InventoryYear | None = None

    @property
    def working(self) -> InventoryYear | None:
        """The version that changes begin with: the draft where there is one, else what is published."""
        return self.draft or self.published


def standing(member: Member, year: int) -> Standing:
    """What stands for a year."""
    rows = InventoryYear.objects.filter(member=member, year=year, superseded_at=None)
    found = {row.is_published: row for row in rows.select_related("member", "created_by")}
    return Standing(found.get(False), found.get(True))


def lock(member: Member) -> None:
    """Make everybody else who changes inventories of the member wait until this transaction is over.

    SQLite lets one write at a time anyway: there a transaction that waited sees what the other stored.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
