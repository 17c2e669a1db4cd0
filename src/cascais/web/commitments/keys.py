"""Keys of targets in a member's or a group's own words."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


def free_key(targets: QuerySet[Any]) -> str:
    """The first of own_1, own_2 … that none of the targets bears."""
    taken = set(targets.values_list("key", flat=True))
    return next(key for number in range(1, len(taken) + 2) if (key := f"own_{number}") not in taken)
