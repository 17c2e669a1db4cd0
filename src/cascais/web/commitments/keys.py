"""Keys and places of targets among those of a member or a group."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet

from cascais.web.commitments.models import TargetFields


def free_key(targets: QuerySet[Any]) -> str:
    """The first of own_1, own_2 … that none of the targets bears."""
    taken = set(targets.values_list("key", flat=True))
    return next(key for number in range(1, len(taken) + 2) if (key := f"own_{number}") not in taken)


def put_behind(target: TargetFields, targets: QuerySet[Any]) -> bool:
    """Give a target the place behind the others, and a free key where it has none; tells whether its key is free.

    Whoever calls it holds the owner of the targets locked, so that two do not take the same key.
    """
    last = targets.aggregate(last=Max("position"))["last"]
    target.position = 0 if last is None else last + 1
    if not target.key:
        target.key = free_key(targets)
        return True
    return not targets.filter(key=target.key).exists()
