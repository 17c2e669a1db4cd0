"""Turns rows into text and back, exactly: the same keys, moments to the microsecond, files byte for byte."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.db.models import Field, JSONField, Model

Packed = dict[str, Any]
"""{"model": label, "fields": {name: text or none}}."""


def pack(row: Model) -> Packed:
    """A row as it can be kept in a JSON document."""
    fields = row._meta.concrete_fields
    return {"model": row._meta.label_lower, "fields": {field.attname: _text(field, row) for field in fields}}


def unpack(packed: Packed) -> Model:
    """The row again, not stored yet. Fields that this version does not have are left out."""
    model: type[Model] = apps.get_model(packed["model"])
    row = model()
    for field in model._meta.concrete_fields:
        if field.attname in packed["fields"]:
            setattr(row, field.attname, _value(field, packed["fields"][field.attname]))
    return row


def _text(field: Field[Any, Any], row: Model) -> str | None:
    value = field.value_from_object(row)
    if value is None:
        return None
    return json.dumps(value) if isinstance(field, JSONField) else field.value_to_string(row)


def _value(field: Field[Any, Any], text: str | None) -> object:
    if text is None:
        return None
    return json.loads(text) if isinstance(field, JSONField) else field.to_python(text)
