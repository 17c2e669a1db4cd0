"""Dumps, reads and replaces a PostgreSQL database with PostgreSQL's own programs."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from cascais.web.environment import Database
from cascais.web.operations.backups.manifest import BackupError, Contents, State
from cascais.web.operations.backups.programs import program_for

COPY = "database.dump"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
KEYS = """
SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
WHERE i.indisprimary AND i.indrelid = %s::regclass
"""


def connect(database: Database, name: str = "") -> Any:  # noqa: ANN401 – the driver may not be installed
    """A connection of the driver itself, in no transaction."""
    keys = {"dbname": name or database.name, "user": database.user, "password": database.password}
    keys |= {"host": database.host, "port": database.port}
    given = {key: value for key, value in keys.items() if value}
    return connection.Database.connect(**given, autocommit=True, options="-c timezone=UTC")  # type: ignore[attr-defined]


def server_version(database: Database) -> int:
    """The first number of the server's version."""
    with closing(connect(database)) as session:
        return int(session.info.server_version) // 10_000


def dump(database: Database, target: Path) -> State:
    """Dump a database as it stands at one moment, while others write, and return the state of that moment."""
    with closing(connect(database)) as session:
        program = program_for("pg_dump", session.info.server_version // 10_000)
        session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = session.execute("SELECT pg_export_snapshot()").fetchone()[0]
        options = [
            "--format=custom",
            "--compress=0",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
        ]
        _call([program, *options, f"--file={target}", database.name], database)
        return _state(session)


def load(dumped: Path, database: Database) -> State:
    """Load a dump into an empty database, and return its state."""
    program = program_for("pg_restore", server_version(database))
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _call([program, *options, f"--dbname={database.name}", dumped], database)
    with closing(connect(database)) as session:
        return _state(session)


def has_records(database: Database) -> bool:
    """Whether a database has tables."""
    with closing(connect(database)) as session:
        return bool(session.execute(TABLES).fetchall())


@contextmanager
def temporary(database: Database, name: str) -> Iterator[None]:
    """An empty database beside the real one; it is dropped at the end, unless it has taken another name."""
    with closing(connect(database, _maintenance(database))) as session:
        query = (
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = %s"
        )
        encoding, collation, characters = session.execute(query, [database.name]).fetchone()
        # The new database sorts and compares as the old one.
        places = f"ENCODING '{encoding}' LC_COLLATE '{collation}' LC_CTYPE '{characters}'"
        try:
            session.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 {places}')
        except connection.Database.errors.InsufficientPrivilege as error:  # type: ignore[attr-defined]
            raise BackupError(
                f"{database.user} may not make a database beside {database.name}. Let it: "
                f"ALTER ROLE {database.user} CREATEDB."
            ) from error
        try:
            yield
        finally:
            session.execute(f'DROP DATABASE IF EXISTS "{name}"')


def replace(database: Database, new: str, kept: str) -> None:
    """Give the new database the name of the old one, in one step; raises BackupError while the old one is in use."""
    with closing(connect(database, _maintenance(database))) as session:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        users = session.execute(query, [database.name]).fetchone()[0]
        if users:
            raise BackupError(
                f"{database.name} is in use by {users} others. Stop the site and its workers, and restore again."
            )
        with session.transaction():
            session.execute(f'ALTER DATABASE "{database.name}" RENAME TO "{kept}"')
            session.execute(f'ALTER DATABASE "{new}" RENAME TO "{database.name}"')


def _maintenance(database: Database) -> str:
    """The database from which others are made and renamed."""
    return "template1" if database.name == "postgres" else "postgres"


def _state(session: Any) -> State:  # noqa: ANN401 – the driver may not be installed
    names = [row[0] for row in session.execute(TABLES).fetchall()]
    tables = {name: _contents(session, name) for name in names}
    names_of_migrations = "(app || '.' || name) COLLATE \"C\""
    migrations = session.execute(f"SELECT {names_of_migrations} FROM django_migrations ORDER BY 1")  # noqa: S608
    found = tuple(row[0] for row in migrations.fetchall())
    heads = (
        session.execute("SELECT number || ':' || hash FROM history_chainhead").fetchall()
        if "history_chainhead" in names
        else []
    )
    return State(found, tables, heads[0][0] if heads else "")


def _contents(session: Any, table: str) -> Contents:  # noqa: ANN401 – the driver may not be installed
    keys = session.execute(KEYS, [f'public."{table}"']).fetchone()[0] or "t::text"
    checksum, rows = hashlib.sha256(), 0
    query = f'COPY (SELECT * FROM public."{table}" t ORDER BY {keys}) TO STDOUT'  # noqa: S608 – from its own list
    with session.cursor() as cursor, cursor.copy(query) as lines:
        for line in lines:
            checksum.update(line)
            rows += bytes(line).count(b"\n")
    return Contents(rows, checksum.hexdigest())


def _call(command: list[str | Path], database: Database) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, where others do not see it."""
    names = {"PGHOST": database.host, "PGPORT": database.port, "PGUSER": database.user}
    names |= {"PGPASSWORD": database.password}
    variables = {**os.environ, **{name: value for name, value in names.items() if value}}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{Path(command[0]).name} failed: {done.stderr.strip()[:2000]}")
