"""To whom a record belongs, and what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cascais.web.history.pending import Place
from cascais.web.history.tracked import Tracked
from cascais.web.history.values import Image

AT_ONCE = 500
LONGEST_TITLE = 200


def places(tracked: Tracked, keys: Sequence[Any]) -> dict[Any, Place]:
    """The places of the records with these keys, as far as the records are there."""
    paths = [path for path in (tracked.member, tracked.title) if path]
    found: dict[Any, Place] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows = tracked.model._base_manager.filter(pk__in=keys[start : start + AT_ONCE])
        for key, *values in rows.values_list("pk", *paths):
            said = dict(zip(paths, values, strict=True))
            found[key] = Place(said.get(tracked.member), _title(said.get(tracked.title)))
    return found


def place_of(tracked: Tracked, key: str, held: Image) -> Place | None:
    """The place of a record where its own fields say it; None where another record has to be asked."""
    if says_place_elsewhere(tracked):
        return None
    member = int(key) if tracked.member == "pk" else held.get(tracked.member)
    return Place(int(member) if member is not None else None, _title(held.get(tracked.title)))


def says_place_elsewhere(tracked: Tracked) -> bool:
    """Whether another record says to whom a record belongs or what it is called."""
    return "__" in tracked.member or "__" in tracked.title


def _title(value: object) -> str:
    return "" if value is None else str(value)[:LONGEST_TITLE]
