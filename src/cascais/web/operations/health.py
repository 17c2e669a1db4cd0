"""Whether the site can answer: for whatever watches it, in two words and without details."""

from __future__ import annotations

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def readiness() -> dict[str, str]:
    """What has to be right for the site to answer, each with `ok` or what is wrong."""
    try:
        applied = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    except DatabaseError:
        return {"database": "unreachable", "migrations": "unknown"}
    return {"database": "ok", "migrations": "ok" if newest_migrations() <= applied else "missing"}


@cache
def newest_migrations() -> frozenset[str]:
    """The last migration of each app in this version of Cascais."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(f"{app}.{name}" for app, name in loader.graph.leaf_nodes())
