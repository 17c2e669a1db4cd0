"""Secrets that stand in a letter alone; the database knows their digest."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """A secret of 256 bits for an address."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
