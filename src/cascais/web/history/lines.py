"""The digest that stands in the history for the lines of an inventory.

A line is written without its empty fields, so that a field which a later version adds does not change the digest of
what was stored before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Model

from cascais.web.history.tracked import LINES, OWNER_FIELD
from cascais.web.history.values import canonical, plain

CHUNK = 200
"""Inventories whose lines are read together."""


def digests(inventories: Iterable[int]) -> dict[int, dict[str, str]]:
    """For each inventory, by kind of line: how many there are and their digest; a kind without lines is left out."""
    keys = list(inventories)
    found: dict[int, dict[str, str]] = {key: {} for key in keys}
    for start in range(0, len(keys), CHUNK):
        for lines in LINES:
            for owner, digest in _of_kind(lines.model, keys[start : start + CHUNK]):
                found[owner][lines.relation] = digest
    return found


def _of_kind(model: type[Model], owners: list[int]) -> Iterator[tuple[int, str]]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields if field.name not in ("id", OWNER_FIELD)]
    rows = model._base_manager.filter(**{f"{OWNER_FIELD}__in": owners}).order_by(
        f"{OWNER_FIELD}_id",  # by the bare name it would be the order of the owners
        "position",
        "pk",
    )
    values = rows.values_list(f"{OWNER_FIELD}_id", *names).iterator(chunk_size=2_000)
    for owner, group in groupby(values, key=itemgetter(0)):
        yield owner, _digest(dict(zip(names, row[1:], strict=True)) for row in group)


def _digest(lines: Iterator[dict[str, Any]]) -> str:
    count, checksum = 0, hashlib.sha256()
    for line in lines:
        said = {name: _plain(value) for name, value in line.items() if not _is_empty(value)}
        checksum.update(canonical(said).encode() + b"\n")
        count += 1
    return f"{count} sha256:{checksum.hexdigest()}"


def _plain(value: object) -> object:
    return value if isinstance(value, list) else plain(value)


def _is_empty(value: object) -> bool:
    return value is None or value is False or value == "" or value == []
