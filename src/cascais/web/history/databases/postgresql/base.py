"""The connection to PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, operations

from cascais.web.history.databases.guard import POSTGRESQL_OFF, POSTGRESQL_ON
from cascais.web.history.databases.recording import COLUMNS, TABLE, Flushing, Recording

ADD = f"COPY {TABLE} ({COLUMNS}) FROM STDIN"


class DatabaseOperations(Flushing, operations.DatabaseOperations):
    compiler_module = "cascais.web.history.databases.postgresql.compiler"
    DISABLE = POSTGRESQL_OFF
    ENABLE = POSTGRESQL_ON


class DatabaseWrapper(Recording, base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def add_entries(self, cursor: Any, rows: list[tuple[Any, ...]]) -> None:  # noqa: ANN401
        with cursor.copy(ADD) as copy:
            for row in rows:
                copy.write_row(row)

    def settle(self) -> None:
        """Check foreign keys now: at the commit itself that would wait for rows which others hold, who wait for us."""
        self.check_constraints()
