"""Copies, reads and replaces the file of an SQLite database."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from cascais.web.operations.backups.manifest import BackupError, Contents, State

COPY = "database.sqlite3"
VERSION = sqlite3.sqlite_version


def copy(database: Path, target: Path) -> State:
    """Copy a database as it stands at one moment, while others write, and return the state of the copy."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=60)) as source:
        with closing(sqlite3.connect(target)) as copied:
            source.backup(copied)
            # A single file: the copy needs no log beside it.
            copied.execute("PRAGMA journal_mode=DELETE")
    return state_of(target)


def state_of(database: Path) -> State:
    """Read the state of a database."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        names = _tables(connection)
        tables = {name: _contents(connection, name) for name in names}
        migrations = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        chain = (
            ("SELECT number || ':' || hash FROM history_chainhead",) if "history_chainhead" in names else ()
        )
        heads = [row[0] for query in chain for row in connection.execute(query)]
        return State(tuple(row[0] for row in migrations), tables, heads[0] if heads else "")


def check(database: Path) -> None:
    """Let SQLite check every page, index and reference; raises BackupError with what it found."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [
            f"{row[0]} row {row[1]} refers to nothing"
            for row in connection.execute("PRAGMA foreign_key_check")
        ]
    if found:
        raise BackupError(f"The database in the backup is damaged: {'; '.join(found[:5])}.")


def has_records(database: Path) -> bool:
    """Whether a database is there and has tables."""
    if not database.is_file() or not database.stat().st_size:
        return False
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return bool(_tables(connection))


def replace(database: Path, new: Path, kept: Path) -> None:
    """Put a new file in the place of a database, and keep the old one; raises BackupError while it is in use."""
    if not database.exists():
        new.replace(database)
        return
    with closing(sqlite3.connect(database, timeout=2)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise BackupError(
                f"{database} is in use ({error}). Stop the site and its workers, and restore again."
            ) from error
        os.link(database, kept)
        new.replace(database)
    for rest in ("-wal", "-shm"):
        database.with_name(database.name + rest).unlink(missing_ok=True)


def _tables(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return sorted(row[0] for row in connection.execute(query))


def _contents(connection: sqlite3.Connection, table: str) -> Contents:
    checksum, rows = hashlib.sha256(), 0
    for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):  # noqa: S608 – from its own list
        checksum.update(repr(row).encode())
        rows += 1
    return Contents(rows, checksum.hexdigest())
