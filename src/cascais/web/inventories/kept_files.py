"""Keeps files exactly as they came."""

from __future__ import annotations

import hashlib

from django.contrib.auth.models import User

from cascais.web.inventories.models import StoredFile

LONGEST_NAME = 200


def keep_file(name: str, content: bytes, user: User | None = None) -> StoredFile:
    """Store a file with its checksum; of a name that is too long the end is kept, as it says what the file is."""
    return StoredFile.objects.create(
        name=name[-LONGEST_NAME:],
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=user,
    )
