"""Makes the database mark every member of which something changes.

Signals of Django miss `update()`, `bulk_create()` and whatever else writes; a trigger misses nothing, and the mark is
part of the transaction of the change. The triggers are made anew after each migration, because SQLite drops those of a
table that a migration rebuilds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections


@dataclass(frozen=True, slots=True)
class Watched:
    """A table, the column that holds the member's key, and the condition on a row that makes it matter."""

    table: str
    column: str = "member_id"
    condition: str = ""


MARKS = "overview_mark"
WATCHED = (
    Watched("members_member", "id"),
    Watched("members_population"),
    Watched("members_succession", "successor_id"),
    Watched("inventories_inventoryyear", condition="is_published"),
    Watched("commitments_target"),
    Watched("register_membership"),
    Watched("register_resolution"),
    Watched("overview_handedin"),
)
EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def install_triggers(using: str = "default", **_signal: Any) -> None:  # noqa: ANN401 – whatever the signal says
    """Make the triggers of every watched table that exists."""
    connection = connections[using]
    write = {"sqlite": _for_sqlite, "postgresql": _for_postgresql}[connection.vendor]
    existing = set(connection.introspection.table_names())
    if MARKS not in existing:
        return
    with connection.cursor() as cursor:
        for watched in WATCHED:
            if watched.table in existing:
                for statement in write(watched):
                    cursor.execute(statement)


def _for_sqlite(watched: Watched) -> Iterator[str]:
    for trigger, event, row in _triggers(watched):
        condition = f"WHEN {row}.{watched.condition} " if watched.condition else ""
        yield f"DROP TRIGGER IF EXISTS {trigger}"
        yield (
            f"CREATE TRIGGER {trigger} AFTER {event} ON {watched.table} FOR EACH ROW {condition}"
            f"BEGIN {_mark(watched, row)}; END"
        )


def _for_postgresql(watched: Watched) -> Iterator[str]:
    for trigger, event, row in _triggers(watched):
        condition = f"WHEN ({row}.{watched.condition}) " if watched.condition else ""
        yield (
            f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {_mark(watched, row)}; RETURN NULL; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {trigger} ON {watched.table}"
        yield (
            f"CREATE TRIGGER {trigger} AFTER {event} ON {watched.table} FOR EACH ROW {condition}"
            f"EXECUTE FUNCTION {trigger}()"
        )


def _triggers(watched: Watched) -> Iterator[tuple[str, str, str]]:
    for event, rows in EVENTS.items():
        for row in rows:
            yield f"mark_{watched.table}_{event.lower()}_{row.lower()}", event, row


def _mark(watched: Watched, row: str) -> str:
    return f"INSERT INTO {MARKS} (member_id) VALUES ({row}.{watched.column})"  # noqa: S608 – our own names
