"""Turns the changes of a transaction into links of the chain, at the end of the same transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from cascais.web.history.acting import acting
from cascais.web.history.lines import digests
from cascais.web.history.pending import Change, Place
from cascais.web.history.places import place_of, places
from cascais.web.history.tracked import LINES, OWNER_OF_LINES, by_label
from cascais.web.history.values import HIDDEN, START, Image, Plain, canonical, hash_of

__all__ = ["acting", "write"]

CREATED, CHANGED, DELETED, RESTORED = "created", "changed", "deleted", "restored"
BEGIN = "INSERT INTO history_chainhead (id, number, hash) VALUES (1, 0, %s) ON CONFLICT DO NOTHING"
END = "SELECT number, hash FROM history_chainhead WHERE id = 1"
MOVE = "UPDATE history_chainhead SET number = %s, hash = %s WHERE id = 1"
CHANGES_OF = "SELECT changes FROM history_entry WHERE model = %s AND key = %s ORDER BY number"
RELATIONS = tuple(each.relation for each in LINES)
NOWHERE = Place(None, "")

Changes = dict[str, list[Plain]]


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry says, without its number and its hash."""

    change: Change
    action: str
    changes: Changes


def write(connection: Any, changes: list[Change]) -> int:  # noqa: ANN401 – a wrapper with our own part
    """Add what a transaction did to the chain; returns how many entries that took."""
    whole = folded(changes)
    with connection.cursor() as cursor:
        lines = _lines(cursor, whole)
        told = [entry for change, _has_lines in whole if (entry := _told(change, lines.get(change.key, {})))]
        if told:
            _append(connection, cursor, told, _places(told))
    return len(told)


def folded(changes: Iterable[Change]) -> list[tuple[Change, bool]]:
    """One change for each record: from what it held first to what it held last. Tells whether its lines changed."""
    whole: dict[tuple[str, str], Change] = {}
    lines: set[tuple[str, str]] = set()
    for change in changes:
        place = (change.tracked.label, change.key)
        if change.has_new_lines:
            lines.add(place)
            whole.setdefault(place, change)
        elif (first := whole.get(place)) is None or first.has_new_lines:
            whole[place] = change
        else:
            whole[place] = replace(
                change, before=_both(change.before, first.before), after=_both(first.after, change.after)
            )
    return [(change, place in lines) for place, change in whole.items()]


def _both(base: Image | None, over: Image | None) -> Image | None:
    """Two images as one, of which the second counts more; one may hold only the fields that a statement set."""
    return None if over is None else {**(base or {}), **over}


def _told(change: Change, lines: Changes) -> Told | None:
    """What the entry of a change says; None where in the end nothing changed."""
    said = _differences(change) | (lines if change.tracked.label == OWNER_OF_LINES else {})
    if change.before is None and change.after is not None:
        return Told(change, RESTORED if change.by.is_restoring else CREATED, said)
    if change.before is not None and change.after is None:
        return Told(change, DELETED, said)
    return Told(change, CHANGED, said) if said else None


def _differences(change: Change) -> Changes:
    before, after = change.before or {}, change.after or {}
    hidden = change.tracked.hidden
    return {
        name: _pair(before.get(name), after.get(name), is_hidden=name in hidden)
        for name in {**before, **after}
        if _weight(before.get(name)) != _weight(after.get(name))
    }


def _weight(value: Plain) -> Plain:
    """An empty text says no more than nothing."""
    return None if value == "" else value


def _pair(before: Plain, after: Plain, *, is_hidden: bool) -> list[Plain]:
    if not is_hidden:
        return [before, after]
    return [HIDDEN if _weight(before) is not None else None, HIDDEN if _weight(after) is not None else None]


def _lines(cursor: Any, whole: list[tuple[Change, bool]]) -> dict[str, Changes]:  # noqa: ANN401
    """By inventory, how the digests of its lines changed."""
    owners = {change.key: change for change, has_lines in whole if has_lines and not _is_deletion(change)}
    found = digests(int(key) for key in owners)
    changed = {}
    for key, change in owners.items():
        is_new = change.before is None and change.after is not None
        before, now = {} if is_new else _lines_before(cursor, key), found[int(key)]
        changed[key] = {
            name: [before.get(name), now.get(name)] for name in RELATIONS if before.get(name) != now.get(name)
        }
    return changed


def _is_deletion(change: Change) -> bool:
    return change.before is not None and change.after is None


def _lines_before(cursor: Any, key: str) -> dict[str, Plain]:  # noqa: ANN401
    """What the history says last of the lines of an inventory."""
    cursor.execute(CHANGES_OF, [OWNER_OF_LINES, key])
    last: dict[str, Plain] = {}
    for (text,) in cursor.fetchall():
        said = json.loads(text)
        last |= {name: said[name][1] for name in RELATIONS if name in said}
    return last


def _places(told: list[Told]) -> list[Place]:
    """The place of each entry's record; records that do not say it themselves are asked for together."""
    places_ = [each.change.place or _own_place(each.change) for each in told]
    wanted: dict[str, list[str]] = {}
    for entry, place in zip(told, places_, strict=True):
        if place is None:
            wanted.setdefault(entry.change.tracked.label, []).append(entry.change.key)
    found = {
        (label, str(key)): place
        for label, keys in wanted.items()
        for key, place in places(by_label(label), keys).items()
    }
    return [
        place or found.get((entry.change.tracked.label, entry.change.key), NOWHERE)
        for entry, place in zip(told, places_, strict=True)
    ]


def _own_place(change: Change) -> Place | None:
    held = change.after or change.before
    return place_of(change.tracked, change.key, held) if held else None


def _append(connection: Any, cursor: Any, told: list[Told], where: list[Place]) -> None:  # noqa: ANN401
    """Add entries behind the last one, whose lock is held until the transaction is over."""
    number, last = _end(connection, cursor)
    at, rows = timezone.now(), []
    stored_at = connection.ops.adapt_datetimefield_value(at)
    for entry, place in zip(told, where, strict=True):
        number += 1
        fields = _fields(entry, place, number, at)
        new = hash_of(fields, last)
        stored = fields | {"at": stored_at, "changes": canonical(entry.changes)}
        rows.append((*stored.values(), last, new))
        last = new
    connection.add_entries(cursor, rows)
    cursor.execute(MOVE, [number, last])


def _end(connection: Any, cursor: Any) -> tuple[int, str]:  # noqa: ANN401
    """The number and the hash of the last link, locked; the first who asks makes the row that says so."""
    ask = END + (" FOR UPDATE" if connection.features.has_select_for_update else "")
    cursor.execute(ask)
    if (end := cursor.fetchone()) is None:
        cursor.execute(BEGIN, [START])
        cursor.execute(ask)
        end = cursor.fetchone()
    return int(end[0]), str(end[1])


def _fields(entry: Told, place: Place, number: int, at: datetime) -> dict[str, Any]:
    """What an entry says, in the order of the columns."""
    change = entry.change
    return {
        "number": number,
        "at": at,
        "actor": change.by.actor,
        "origin": change.by.origin,
        "action": entry.action,
        "model": change.tracked.label,
        "key": change.key,
        "title": place.title,
        "member": place.member,
        "changes": entry.changes,
    }
