"""Documents that members hand in: what a file is says its content, never its name or what the browser claims."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, ProtectedError
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from cascais.web.history.tombstones import bury
from cascais.web.inventories.kept_files import keep_file
from cascais.web.inventories.models import StoredFile

MEGABYTE = 1024 * 1024
LONGEST_NAME = 120
MOST_ENTRIES = 5_000
ODT = b"application/vnd.oasis.opendocument.text"
NOT_IN_NAMES = re.compile(r"[^\w .()-]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document that is taken."""

    suffix: str
    media_type: str
    other_suffixes: tuple[str, ...] = ()


PDF = Kind(".pdf", "application/pdf")
DOCX = Kind(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
ODF = Kind(".odt", "application/vnd.oasis.opendocument.text")
PNG, JPEG = Kind(".png", "image/png"), Kind(".jpg", "image/jpeg", (".jpeg",))


def kind_of(content: bytes) -> Kind | None:
    """What a file is by its content; None for everything that is not taken."""
    for kind, is_it in SIGNS:
        if is_it(content):
            return kind
    return None


def keep_document(file: UploadedFile[Any], user: User | None) -> StoredFile:
    """Store a document exactly as it came, under a harmless name that says what it is."""
    content = file.read()
    kind = kind_of(content)
    if kind is None:
        raise ValueError("The document was not checked before it was stored.")
    return keep_file(safe_name(file.name or "", kind), content, user)


def put_away(file: StoredFile, owner: Model, field: str, user: User | None) -> None:
    """Move a document that its record no longer shows among the deleted records of the record's member.

    As long as it is kept there it can be brought back into its place, once no other document stands there. A document
    that something else needs stays as it is.
    """
    if file.upload_set.exists() or file.uploads_with_factors.exists() or file.list_uploads.exists():
        return
    link = {"model": owner._meta.label_lower, "key": owner.pk, "field": field, "value": str(file.pk)}
    try:
        stone = bury(file, user)
    except ProtectedError:
        return
    stone.member = owner.member_id  # type: ignore[attr-defined]
    stone.records["links"] = [{**link, "is_needed": True}]
    stone.save(update_fields=["member", "records"])


def refuse_other_documents(file: UploadedFile[Any]) -> None:
    """Raise ValidationError for a file that is too large, empty, or of a kind that is not taken."""
    size, most = file.size or 0, settings.LARGEST_UPLOAD_BYTES
    if size > most:
        raise ValidationError(
            _(
                "The file has %(found).0f MB; at most %(allowed).0f MB are allowed. Save it with smaller pictures."
            ),
            params={"found": size / MEGABYTE, "allowed": most / MEGABYTE},
        )
    file.seek(0)
    content = file.read()
    file.seek(0)
    if kind_of(content) is None:
        raise ValidationError(
            _(
                "This file is no PDF, Word document (DOCX), OpenDocument text (ODT), PNG or JPEG. Save it as a PDF and upload that."
            )
        )


def attachment(file: StoredFile | None) -> HttpResponse:
    """A document to be saved: a browser neither shows it nor guesses what it is. Raises Http404 where there is none."""
    if file is None:
        raise Http404
    content = bytes(file.content)
    kind = kind_of(content)
    return HttpResponse(
        content,
        content_type=kind.media_type if kind else "application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name),
            "X-Content-Type-Options": "nosniff",
            "ETag": f'"{file.sha256}"',
        },
    )


def safe_name(name: str, kind: Kind) -> str:
    """The file's own name without anything that could lead elsewhere, ending as its content says."""
    path = PurePath(name.replace("\\", "/"))
    stem = path.stem if path.suffix.lower() in (kind.suffix, *kind.other_suffixes) else path.name
    bare = NOT_IN_NAMES.sub("_", stem).strip(" ._")[:LONGEST_NAME].strip(" ._")
    return f"{bare or 'document'}{kind.suffix}"


def _is_docx(content: bytes) -> bool:
    names = _entries(content)
    return {"[Content_Types].xml", "word/document.xml"} <= names and not any(
        name.lower().endswith("vbaproject.bin") for name in names
    )


def _is_odt(content: bytes) -> bool:
    """An OpenDocument text says what it is in its first, uncompressed entry."""
    return (
        content[30:38] == b"mimetype"
        and content[38:].startswith(ODT + b"PK")
        and "content.xml" in _entries(content)
    )


def _entries(content: bytes) -> frozenset[str]:
    """The names in a ZIP file; nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return frozenset()
    return frozenset(names) if len(names) <= MOST_ENTRIES else frozenset()


SIGNS: tuple[tuple[Kind, Callable[[bytes], bool]], ...] = (
    (PDF, lambda content: content.startswith(b"%PDF-")),
    (PNG, lambda content: content.startswith(b"\x89PNG\r\n\x1a\n")),
    (JPEG, lambda content: content.startswith(b"\xff\xd8\xff")),
    (DOCX, _is_docx),
    (ODF, _is_odt),
)
