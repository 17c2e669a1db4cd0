"""Takes rows away that a person no longer wants."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest


def remove(row: Model, request: HttpRequest) -> None:
    """Delete a row in the name of the person who asks."""
    row.delete()
