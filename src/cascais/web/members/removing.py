"""Takes a row away for a person who asked for it."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest


def remove(row: Model, request: HttpRequest) -> None:
    """Take a row away."""
    row.delete()
