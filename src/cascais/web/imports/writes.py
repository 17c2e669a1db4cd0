"""Keeps an upload, and stores the inventories that it becomes: all of them or none."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cascais.web.imports.models import Upload
from cascais.web.imports.reads import PreviewYear, computing_options
from cascais.web.inventories.models import InventoryYear, StoredFile
from cascais.web.inventories.writes import NewInventory, store
from cascais.web.members.models import Member

KEPT_FOR = timedelta(days=30)


@transaction.atomic
def keep(member: Member, user: User, name: str, content: bytes) -> Upload:
    """Keep a file exactly as it came, and forget uploads that came to nothing long ago."""
    abandoned = Upload.objects.filter(user=user, stored_at=None, created_at__lt=timezone.now() - KEPT_FOR)
    StoredFile.objects.filter(upload__in=abandoned, inventoryyear=None).delete()
    file = StoredFile.objects.create(
        name=name[-200:],
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=user,
    )
    return Upload.objects.create(member=member, user=user, file=file)


@transaction.atomic
def store_upload(upload: Upload, years: list[PreviewYear], *, is_published: bool) -> list[InventoryYear]:
    """Store the inventory of each year with the original file, and close the upload."""
    chosen = computing_options(upload)
    head: dict[str, str | bool] = {
        "is_published": is_published,
        "source": upload.file.name,
        "electricity": chosen.electricity,
        "gwp_set": chosen.gwp_set,
    }
    inventories = [
        store(
            upload.member,
            NewInventory(each.year, each.activities, head={**head, "kind": _kind(upload.member, each.year)}),
            upload.user,
            upload.file,
        )
        for each in years
    ]
    upload.stored_at = timezone.now()
    upload.save(update_fields=["stored_at"])
    upload.inventories.set(inventories)
    return inventories


def _kind(member: Member, year: int) -> str:
    """The earliest inventory is the baseline; what is later monitors it."""
    has_earlier = member.inventories.filter(superseded_at=None, year__lt=year).exists()
    return "monitoring" if has_earlier else "baseline"
