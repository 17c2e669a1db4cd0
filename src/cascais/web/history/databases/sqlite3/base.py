"""The connection to SQLite."""

from __future__ import annotations

from django.db.backends.sqlite3 import base, operations

from cascais.web.history.databases.guard import SQLITE_GUARD, SQLITE_OFF
from cascais.web.history.databases.recording import Flushing, Recording


class DatabaseOperations(Flushing, operations.DatabaseOperations):
    compiler_module = "cascais.web.history.databases.sqlite3.compiler"
    DISABLE = SQLITE_OFF
    ENABLE = SQLITE_GUARD


class DatabaseWrapper(Recording, base.DatabaseWrapper):
    ops_class = DatabaseOperations
