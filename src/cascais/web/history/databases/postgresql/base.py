"""The connection to PostgreSQL."""

from __future__ import annotations

from django.db.backends.postgresql import base, operations

from cascais.web.history.databases.guard import POSTGRESQL_OFF, POSTGRESQL_ON
from cascais.web.history.databases.recording import Flushing, Recording


class DatabaseOperations(Flushing, operations.DatabaseOperations):
    compiler_module = "cascais.web.history.databases.postgresql.compiler"
    DISABLE = POSTGRESQL_OFF
    ENABLE = POSTGRESQL_ON


class DatabaseWrapper(Recording, base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def settle(self) -> None:
        """Check foreign keys now: at the commit itself that would wait for rows which others hold, who wait for us."""
        self.check_constraints()
