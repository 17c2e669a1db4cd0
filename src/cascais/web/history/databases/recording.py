"""The part of a connection that keeps a transaction's changes and writes them into the chain at its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cascais.web.history.log import write
from cascais.web.history.pending import Pending

TABLE = "history_entry"
COLUMNS = "number, at, actor, origin, action, model, key, title, member, changes, hash_before, hash"
ADD = f"INSERT INTO {TABLE} ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608 – our own columns


class Recording:
    """A connection whose transactions end with their entries in the chain, or without any trace."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.history = Pending()

    def write_history(self) -> None:
        """Write what was not written yet."""
        if waiting := self.history.unwritten():
            self.history.written = len(self.history.changes)
            write(self, waiting)

    def add_entries(self, cursor: Any, rows: list[tuple[Any, ...]]) -> None:  # noqa: ANN401
        """Store entries, all at once."""
        cursor.executemany(ADD, rows)

    def settle(self) -> None:
        """Take whatever lock the end of the transaction would take, before the end of the chain is locked."""

    def commit(self) -> None:
        try:
            if self.history.unwritten():
                self.settle()
            self.write_history()
        except BaseException:
            self.rollback()
            raise
        super().commit()  # type: ignore[misc]
        self.history.clear()

    def rollback(self) -> None:
        self.history.clear()
        super().rollback()  # type: ignore[misc]

    def close(self) -> None:
        self.history.clear()
        super().close()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        super()._savepoint(sid)  # type: ignore[misc]
        self.history.mark(sid)

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.history.go_back(sid)


class Flushing:
    """Emptying the whole database, as tests do between each other, is the one thing that may empty the history."""

    DISABLE: tuple[str, ...]
    ENABLE: tuple[str, ...]
    compiler_module: str

    def sql_flush(self, style: Any, tables: Sequence[str], **options: bool) -> list[str]:  # noqa: ANN401
        statements: list[str] = super().sql_flush(style, tables, **options)  # type: ignore[misc]
        return [*self.DISABLE, *statements, *self.ENABLE] if TABLE in tables else statements
