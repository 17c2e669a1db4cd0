"""Whether the database answers, is of this version, and shares the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import DatabaseError, connection

from cascais.web.environment import Environment
from cascais.web.operations.backups.manifest import BackupError
from cascais.web.operations.backups.programs import find_program, program_for
from cascais.web.operations.examining import Found, examination, good, missing, weak
from cascais.web.operations.health import readiness

CLOCK = timedelta(seconds=5)


@examination
def database(environment: Environment) -> Iterator[Found]:
    """The database, and PostgreSQL's programs where it is one."""
    own = environment.database
    if own.is_sqlite and not Path(own.name).is_file():
        yield missing(f"There is no database at {own.name}.", "Run: cascais migrate")
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT CURRENT_TIMESTAMP")
            now = cursor.fetchone()[0]
    except DatabaseError as error:
        reason = str(error).strip().partition("\n")[0]
        yield missing(f"The database does not answer: {reason}.", "Start it, or correct DATABASE_URL.")
        return
    yield good(
        f"The database answers: {connection.vendor} {'.'.join(map(str, connection.get_database_version()))}."
    )
    yield _migrations()
    if not own.is_sqlite:
        yield from _postgres(now)


def _migrations() -> Found:
    if readiness()["migrations"] != "ok":
        return missing("The database is of another version of Cascais.", "Run: cascais migrate")
    return good("The database is of this version.")


def _postgres(now: datetime) -> Iterator[Found]:
    apart = abs(datetime.now(UTC) - now)
    if apart > CLOCK:
        yield weak(
            f"The clocks of the site and of its database are {apart.total_seconds():.0f} s apart.",
            "Let both machines take their time from the network (systemd-timesyncd, chrony).",
        )
    version = connection.get_database_version()[0]
    for name in ("pg_dump", "pg_restore"):
        try:
            program_for(name, version)
        except BackupError as error:
            yield missing(f"There can be no backup: {error}", f"apt install postgresql-client-{version}")
        else:
            yield good(f"{find_program(name)} is there for backups.")
