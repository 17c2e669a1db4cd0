"""Writes a backup: the database of one moment and the kept files, in one file that is there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cascais
from cascais.web.environment import Environment
from cascais.web.operations.backups import manifest, postgres, sqlite
from cascais.web.operations.backups.manifest import BackupError, Manifest, State, Stored

KEPT_FOLDERS = ("files",)
"""Folders of the data folder that cannot be made anew. The secret key is kept out on purpose: whoever finds a backup
must not be able to sign sessions."""
LAST = "last-backup.json"
PIECE = 1024 * 1024
FAST = 1
UNFINISHED = ".{name}.part"
COPIES = ".cascais-"
NAMES = "cascais-*.zip"


def write_backup(environment: Environment, target: Path, keep: int = 0) -> tuple[Path, Manifest]:
    """Write a backup into a file, or into a folder under a name by the time; returns where it is and what it holds.

    `keep` leaves only so many backups in the folder, if it is above 0.
    """
    now = datetime.now(UTC)
    is_folder = target.is_dir()
    path = target / f"cascais-{now:%Y%m%dT%H%M%S}.zip" if is_folder else target
    if path.exists():
        raise BackupError(f"{path} is there already; a backup overwrites nothing. Name another file.")
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}. Make it first.")
    _sweep(path.parent, now)
    unfinished = path.with_name(UNFINISHED.format(name=path.name))
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=COPIES) as folder:
        written = _write(environment, Path(folder), unfinished, now)
    unfinished.replace(path)
    _sync_folder(path.parent)
    _note(environment, path, now)
    if is_folder and keep > 0:
        for old in sorted(target.glob(NAMES))[:-keep]:
            old.unlink()
    return path, written


def _write(environment: Environment, folder: Path, unfinished: Path, now: datetime) -> Manifest:
    copy, state, version = _copied(environment, folder)
    unfinished.touch(mode=0o600)
    with unfinished.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as archive:
            files = {name: _add(archive, path, name) for name, path in _files(environment, copy)}
            engine = environment.database.engine
            made = Manifest(cascais.__version__, now.isoformat(), engine, version, state, files)
            archive.writestr(manifest.NAME, made.written())
        file.flush()
        os.fsync(file.fileno())
    return made


def _copied(environment: Environment, folder: Path) -> tuple[Path, State, str]:
    database = environment.database
    if database.is_sqlite:
        if not Path(database.name).is_file():
            raise BackupError(f"There is no database at {database.name}.")
        copy = folder / sqlite.COPY
        return copy, sqlite.copy(Path(database.name), copy), sqlite.VERSION
    copy = folder / postgres.COPY
    return copy, postgres.dump(database, copy), str(postgres.server_version(database))


def _files(environment: Environment, copy: Path) -> Iterator[tuple[str, Path]]:
    yield copy.name, copy
    for name in KEPT_FOLDERS:
        for path in sorted((environment.data_folder / name).rglob("*")):
            if path.is_file():
                yield path.relative_to(environment.data_folder).as_posix(), path


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> Stored:
    checksum, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            checksum.update(piece)
            size += target.write(piece)
    return Stored(size, checksum.hexdigest())


def _sweep(folder: Path, now: datetime) -> None:
    """Remove what a backup that was killed long ago left behind."""
    for path in [*folder.glob(UNFINISHED.format(name="*")), *folder.glob(f"{COPIES}*")]:
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) > now - timedelta(days=1):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":
        number = os.open(folder, os.O_RDONLY)
        os.fsync(number)
        os.close(number)


def _note(environment: Environment, path: Path, now: datetime) -> None:
    note = {"at": now.isoformat(), "file": str(path.resolve())}
    unfinished = environment.data_folder / UNFINISHED.format(name=LAST)
    unfinished.write_text(json.dumps(note), encoding="utf-8")
    unfinished.replace(environment.data_folder / LAST)
