"""Restores a backup: beside the database first, then, checked, in its place."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from cascais.web.environment import Database, Environment
from cascais.web.operations.backups import manifest, postgres, sqlite
from cascais.web.operations.backups.manifest import BackupError, Manifest, State
from cascais.web.operations.backups.writing import KEPT_FOLDERS, PIECE
from cascais.web.operations.health import newest_migrations

UNPACKED = ".restoring"


def restore_backup(
    environment: Environment, file: Path, say: Callable[[str], None], *, replaces: bool
) -> None:
    """Restore a backup; raises BackupError where it is damaged or does not fit, and changes nothing then."""
    with _opened(file) as (archive, found):
        _check_fit(environment, found, replaces=replaces)
        folder = environment.data_folder / UNPACKED
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        try:
            for name in found.files:
                _unpack(archive, found, name, folder / name)
            say("The checksums of all files are right.")
            kept = f"before-{datetime.now(UTC):%Y%m%dT%H%M%S}"
            put = _put_sqlite if environment.database.is_sqlite else _put_postgres
            put(environment, found, folder, kept, say)
            _put_files(environment, folder, kept)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    if not os.access(file, os.R_OK) or not file.is_file():
        raise BackupError(f"{file} is not there, or cannot be read.")
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive, manifest.read(archive.read(manifest.NAME).decode())
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, UnicodeDecodeError) as error:
        raise BackupError(f"{file} is no whole backup of Cascais ({error}); take another one.") from error


def _check_fit(environment: Environment, found: Manifest, *, replaces: bool) -> None:
    database = environment.database
    if found.engine != database.engine:
        raise BackupError(
            f"The backup is one of {found.engine}, and DATABASE_URL names {database.engine}. Restore it into a "
            f"{found.engine} database; members go from one to the other by their archives."
        )
    if unknown := manifest.unknown_migrations(found.state):
        raise BackupError(
            f"The backup was made by Cascais {found.version}, which is newer than this one: it has {unknown[0]}"
            f"{f' and {len(unknown) - 1} more' if unknown[1:] else ''}. Install that version and restore with it."
        )
    if not replaces and _has_records(database):
        raise BackupError(
            f"{database.name} holds records already. Restore with --replace; the old ones are kept beside."
        )


def _has_records(database: Database) -> bool:
    return sqlite.has_records(Path(database.name)) if database.is_sqlite else postgres.has_records(database)


def _unpack(archive: zipfile.ZipFile, found: Manifest, name: str, target: Path) -> None:
    """Unpack one file and compare it with the manifest."""
    parts = Path(name).parts
    if ".." in parts or Path(name).is_absolute() or (len(parts) > 1 and parts[0] not in KEPT_FOLDERS):
        raise BackupError(f"The backup holds a file that belongs nowhere: {name}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    checksum, size = hashlib.sha256(), 0
    with archive.open(name) as source, target.open("wb") as unpacked:
        while piece := source.read(PIECE):
            checksum.update(piece)
            size += unpacked.write(piece)
    stored = found.files[name]
    if (size, checksum.hexdigest()) != (stored.size, stored.sha256):
        raise BackupError(f"{name} in the backup is damaged: its checksum is wrong. Take another backup.")


def _put_sqlite(
    environment: Environment, found: Manifest, folder: Path, kept: str, say: Callable[[str], None]
) -> None:
    database = Path(environment.database.name)
    new = database.with_name(f".{database.name}{UNPACKED}")
    shutil.move(folder / sqlite.COPY, new)
    try:
        sqlite.check(new)
        _compare(found, sqlite.state_of(new))
        _bring_up_to_date(Database("sqlite3", str(new)), found, say)
        beside = database.with_name(f"{database.name}.{kept}")
        had = database.exists()
        sqlite.replace(database, new, beside)
    finally:
        new.unlink(missing_ok=True)
    say(f"The database is restored.{f' The one of before is {beside}.' if had else ''}")


def _put_postgres(
    environment: Environment, found: Manifest, folder: Path, kept: str, say: Callable[[str], None]
) -> None:
    database = environment.database
    stamp = kept.removeprefix("before-").lower()
    new, beside = f"{database.name[:30]}_restoring_{stamp}", f"{database.name[:30]}_before_{stamp}"
    with postgres.temporary(database, new):
        restored = dataclasses.replace(database, name=new)
        _compare(found, postgres.load(folder / postgres.COPY, restored))
        _bring_up_to_date(restored, found, say)
        postgres.replace(database, new, beside)
    say(f"The database is restored. The one of before is the database {beside}.")


def _compare(found: Manifest, state: State) -> None:
    if different := found.state.differences(state):
        raise BackupError(
            f"The restored database is not the one of the backup: {', '.join(different[:5])} differ."
        )
    if found.state.chain != state.chain:
        raise BackupError("The chain of changes ends elsewhere than the backup says.")


def _bring_up_to_date(database: Database, found: Manifest, say: Callable[[str], None]) -> None:
    """Bring the restored database up to this version, and let the chain of all changes in it be checked; both by a
    process that sees no other database."""
    if not newest_migrations() <= set(found.state.migrations):
        _manage(database, "migrate", "--no-input", problem="The backup cannot be brought up to this version")
        say(f"The backup of Cascais {found.version} is brought up to this version.")
    say(_manage(database, "verify_history", problem="The chain of changes in the backup is broken"))


def _manage(database: Database, *words: str, problem: str) -> str:
    own = {"DATABASE_URL": address_of(database), "DJANGO_SETTINGS_MODULE": "cascais.web.settings"}
    command = [sys.executable, "-m", "cascais.web.manage", *words]
    variables = {**os.environ, **own}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{problem}: {(done.stdout + done.stderr).strip()[-2000:]}")
    return done.stdout.strip()


def address_of(database: Database) -> str:
    """A database as DATABASE_URL names it."""
    if database.is_sqlite:
        return f"sqlite:///{quote(database.name)}"
    user = quote(database.user, safe="") + (
        f":{quote(database.password, safe='')}" if database.password else ""
    )
    port = f":{database.port}" if database.port else ""
    return f"postgres://{user}@{quote(database.host)}{port}/{quote(database.name, safe='')}"


def _put_files(environment: Environment, folder: Path, kept: str) -> None:
    for name in KEPT_FOLDERS:
        if (folder / name).is_dir():
            target = environment.data_folder / name
            if target.exists():
                target.rename(target.with_name(f"{name}.{kept}"))
            (folder / name).rename(target)
