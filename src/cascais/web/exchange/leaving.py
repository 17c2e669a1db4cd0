"""Writes a member's whole data into one archive: records, files, checksums, and how to read them."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

import cascais
from cascais.web.exchange.contents import PARTS
from cascais.web.exchange.records import Record, record_of
from cascais.web.history.models import Entry
from cascais.web.inventories.computing import computing_version
from cascais.web.inventories.models import InventoryYear, StoredFile
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Member
from cascais.web.register.models import Resolution

FORMAT = 1
"""Raised when an older installation could not read what is written."""
LICENCE = "The data belong to the member; what is published of them is under CC BY 4.0."


@transaction.atomic
def archive(member: Member) -> bytes:
    """The archive as the bytes of a ZIP file, all of one moment.

    `manifest.json` names every other file with its size and SHA-256; what is not named there is not part of it.
    """
    parts = {f"records/{part.name}.json": _records(part.rows(member), member) for part in PARTS}
    contents = {name: _json(records) for name, records in parts.items()}
    contents["history.json"] = _json(list(_history(member)))
    contents |= {f"files/{file.sha256}": bytes(file.content) for file in _files(member)}
    contents["README.md"] = _read_me(member).encode()
    manifest = {
        "format": FORMAT,
        "cascais": cascais.__version__,
        "computing_version": computing_version(),
        "written_at": timezone.now(),
        "member": {"name": member.name, "slug": member.slug, "country": member.country},
        "licence": LICENCE,
        "records": {name: len(records) for name, records in parts.items()},
        "files": {name: _checksum(content) for name, content in sorted(contents.items())},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("manifest.json", _json(manifest))
        for name, content in sorted(contents.items()):
            target.writestr(name, content)
    return stream.getvalue()


def archive_name(member: Member) -> str:
    """The name under which an archive is saved."""
    return f"{member.slug}-{timezone.now():%Y-%m-%d}.cascais.zip"


def _records(rows: Any, member: Member) -> list[Record]:  # noqa: ANN401 – a queryset of any model
    return [record_of(row, member) for row in rows]


def _files(member: Member) -> Iterator[StoredFile]:
    """The files that the member's records refer to, each content once."""
    keys = [
        *InventoryYear.objects.filter(member=member).values_list("file", flat=True),
        *Resolution.objects.filter(member=member).values_list("file", flat=True),
        *SupportProject.objects.filter(member=member).values_list("evidence_file", flat=True),
        *ProcurementPledge.objects.filter(member=member).values_list("evidence_file", flat=True),
    ]
    seen: set[str] = set()
    for file in StoredFile.objects.filter(pk__in={key for key in keys if key}).order_by("pk"):
        if file.sha256 not in seen:
            seen.add(file.sha256)
            yield file


def _history(member: Member) -> Iterator[dict[str, Any]]:
    """The changes of the member's records, without who made them."""
    fields = ("number", "at", "action", "model", "key", "title", "changes", "hash")
    yield from Entry.objects.filter(member=member.pk).order_by("number").values(*fields)


def _json(value: object) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _checksum(content: bytes) -> dict[str, object]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _read_me(member: Member) -> str:
    lines = [f"- `records/{part.name}.json`: {part.about}" for part in PARTS]
    return "\n".join(
        [
            f"# All data of {member.name}",
            "",
            "Written by Cascais. Another installation of Cascais reads this file as it is; any program can read the",
            "JSON in it. Emissions are in t CO2e unless a field says otherwise; empty fields are null.",
            "",
            *lines,
            "- `files/`: the original files, each named by the SHA-256 of its content.",
            "- `history.json`: what was changed when, to be read; people are not named.",
            "- `manifest.json`: versions, and size and SHA-256 of every file of this archive.",
            "",
            "`id` is the key of a record in the installation that wrote it; other records refer to it by that key.",
            "“this member” stands for the member; other members, networks and groups are named by code and name.",
            "People, passwords and roles are not part of it.",
            "",
        ]
    )
