"""Keeps the secrets of second factors unreadable for whoever sees the database alone."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encrypt(text: str) -> str:
    """Encrypt a text with the site's secret key."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """The text that was encrypted with the site's key, or with one of its former ones."""
    return _keys().decrypt(text.encode()).decode()


def _keys() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(str(secret))) for secret in secrets])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"cascais second factor" + secret.encode()).digest())
