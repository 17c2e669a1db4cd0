"""How values are written down, the same on every database, and the hash of an entry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Field, FloatField, JSONField

from cascais.web.history.tracked import Tracked

Plain = str | int | bool | None
"""What stands in an entry. Numbers with a fraction are text: databases store them in forms that differ."""

Image = dict[str, Plain]
"""What a record held, by field."""

HIDDEN = "…"
START = "0" * 64
"""What stands in the place of the hash before the first entry."""
HASHED = ("number", "at", "actor", "origin", "action", "model", "key", "title", "member", "changes")


Keeper = tuple[str, Callable[[Any], Plain]]
"""The name of a field and what makes of a value what is written down of it."""


@cache
def keepers(tracked: Tracked, fields: tuple[Field[Any, Any], ...]) -> list[Keeper]:
    """How each of these fields of a model is written down."""
    return [(field.name, _keeping(tracked, field)) for field in fields]


def image(keepers_: Iterable[Keeper], values: Iterable[Any]) -> Image:
    """What is written down of a record."""
    return {name: keep(value) for (name, keep), value in zip(keepers_, values, strict=True)}


def _keeping(tracked: Tracked, field: Field[Any, Any]) -> Callable[[Any], Plain]:
    if tracked.keeps_digest_of(field):
        return digest
    if isinstance(field, FloatField):
        return _float
    return _document if isinstance(field, JSONField) else plain


def _float(value: float | None) -> Plain:
    """A number; SQLite returns a whole one of them as an integer from the statement that stores it."""
    return None if value is None else repr(float(value))


def _document(value: object) -> Plain:
    return None if value is None else canonical(value)


def plain(value: object) -> Plain:
    """A value as it stands in an entry."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return digest(value)
    return str(value)


def digest(value: object) -> str | None:
    """A digest of bytes, or of anything that has a canonical form; of nothing it is none."""
    if value is None or value in ({}, [], b"", ""):
        return None
    content = bytes(value) if isinstance(value, (bytes, bytearray, memoryview)) else canonical(value).encode()
    return "sha256:" + hashlib.sha256(content).hexdigest()


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: object) -> str:
    """The one way to write a value as JSON."""
    return _ENCODER.encode(value)


def moment(value: datetime) -> str:
    """A moment in world time, to the microsecond."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hash_of(fields: Mapping[str, Any], hash_before: str) -> str:
    """The hash of an entry over all that it says and the hash of the one before."""
    said = {name: fields[name] for name in HASHED} | {"at": moment(fields["at"]), "hash_before": hash_before}
    return hashlib.sha256(canonical(said).encode()).hexdigest()
