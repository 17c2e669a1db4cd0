"""Installations of their own: a database that is a copy of the demonstration, on whichever database the tests run."""

from __future__ import annotations

import dataclasses
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cascais.web.environment import Database, Environment, read_environment
from cascais.web.operations.backups import postgres

# Programs that the tests start as processes of their own: they are no tests, and find each other by their folder.
collect_ignore = ["killed_server.py", "killed_site.py", "visiting.py", "wholeness.py"]


def own_database() -> Database:
    """The database of the tests, as the environment would name it."""
    given = connection.settings_dict
    engine = "sqlite3" if connection.vendor == "sqlite" else "postgresql"
    return Database(
        engine, str(given["NAME"]), given["USER"], given["PASSWORD"], given["HOST"], str(given["PORT"])
    )


def server(name: str) -> Any:
    return postgres.connect(own_database(), name)


@pytest.fixture(scope="session")
def demonstration(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Database]:
    """A copy of the tests' database as it was after loading; it is not changed."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            path = tmp_path_factory.mktemp("demonstration") / "copy.sqlite3"
            connection.ensure_connection()
            with closing(sqlite3.connect(path)) as copy:
                connection.connection.backup(copy)
            yield Database("sqlite3", str(path))
            return
        own, name = own_database(), f"demonstration_{uuid.uuid4().hex[:8]}"
        connection.close()
        with closing(server("template1")) as session:
            session.execute(f'CREATE DATABASE {name} TEMPLATE "{own.name}"')
            yield dataclasses.replace(own, name=name)
            session.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def installed(demonstration, tmp_path, request) -> Callable[..., Environment]:
    """Makes an installation: with the demonstration in its database, or with none."""

    def make(name: str, *, is_empty: bool = False) -> Environment:
        folder = tmp_path / name
        folder.mkdir(mode=0o700)
        environment = read_environment({"CASCAIS_DATA": str(folder)})
        if demonstration.is_sqlite:
            if not is_empty:
                Path(environment.database.name).write_bytes(Path(demonstration.name).read_bytes())
            return environment
        database = f"{name}_{uuid.uuid4().hex[:8]}"
        with closing(server("template1")) as session:
            template = "template0" if is_empty else demonstration.name
            session.execute(f"CREATE DATABASE {database} TEMPLATE {template}")
        request.addfinalizer(lambda: drop(database))
        return dataclasses.replace(environment, database=dataclasses.replace(demonstration, name=database))

    return make


def drop(database: str) -> None:
    with closing(server("template1")) as session:
        found = session.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{database}%"])
        for (name,) in found.fetchall():
            session.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def session_of() -> Callable[[Environment], Any]:
    """Opens a connection of the driver itself that commits each statement, for either database."""

    def connect(environment: Environment) -> Any:
        if environment.database.is_sqlite:
            return sqlite3.connect(environment.database.name, isolation_level=None, timeout=20)
        return postgres.connect(environment.database)

    return connect
