"""A backup holds one moment, is restored to the same tables, and changes nothing where it is not whole."""

from __future__ import annotations

import dataclasses
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cascais.web.environment import Database, read_database
from cascais.web.operations.backups import manifest, postgres, sqlite
from cascais.web.operations.backups.manifest import BackupError, State
from cascais.web.operations.backups.programs import find_program, program_for
from cascais.web.operations.backups.restoring import address_of, restore_backup
from cascais.web.operations.backups.writing import LAST, write_backup

pytestmark = pytest.mark.django_db  # so that there is a database to copy

PAIR = "INSERT INTO operations_occasion (key, at) VALUES ('{0} a', '2026-01-01'), ('{0} b', '2026-01-01')"


def state(environment) -> State:
    if environment.database.is_sqlite:
        return sqlite.state_of(Path(environment.database.name))
    with closing(postgres.connect(environment.database)) as session:
        return postgres._state(session)


def differences(one: State, other: State) -> set[str]:
    """Tables that differ, but for the one in which the check of the restored chain is written down."""
    return set(one.differences(other)) - {"history_verification"}


def restore(environment, file, *, replaces=False) -> list[str]:
    said: list[str] = []
    restore_backup(environment, file, said.append, replaces=replaces)
    return said


@contextmanager
def writing(environment, session_of) -> Iterator[list[int]]:
    """Somebody who writes pairs of rows, each pair in one statement, all the time."""
    stopped, written = threading.Event(), []

    def write() -> None:
        with closing(session_of(environment)) as session:
            while not stopped.is_set():
                session.execute(PAIR.format(len(written)))
                written.append(len(written))

    threads = [threading.Thread(target=write)]
    for thread in threads:
        thread.start()
    yield written
    stopped.set()
    for thread in threads:
        thread.join()


def wait_for(written: list[int], count: int) -> None:
    while len(written) < count:
        threading.Event().wait(0.01)


@pytest.fixture
def backup(installed, tmp_path) -> Path:
    path, _ = write_backup(installed("first"), tmp_path / "backup.zip")
    return path


def changed(backup: Path, **values: object) -> Path:
    """The same backup with another manifest."""
    path = backup.with_name("changed.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == manifest.NAME:
                content = json.dumps({**json.loads(content), **values}).encode()
            new.writestr(name, content)
    return path


def test_a_backup_made_while_others_write_holds_one_moment_and_is_restored_elsewhere(
    installed, session_of, tmp_path
):
    here, elsewhere = installed("here"), installed("elsewhere", is_empty=True)
    with writing(here, session_of) as written:
        wait_for(written, 20)
        path, made = write_backup(here, tmp_path / "online.zip")
        wait_for(written, len(written) + 20)
    rows = made.state.tables["operations_occasion"].rows
    assert rows % 2 == 0 and 40 <= rows < 2 * len(written)
    restore(elsewhere, path)
    assert differences(state(elsewhere), made.state) == set()
    assert (state(elsewhere).migrations, state(elsewhere).chain) == (made.state.migrations, made.state.chain)
    assert made.state.tables["members_member"].rows >= 11
    assert len(made.state.tables) > 50
    assert len(made.state.migrations) > 30


def test_a_backup_is_readable_for_its_owner_alone_and_holds_no_secret(installed, tmp_path):
    here = installed("here")
    (here.data_folder / "files").mkdir()
    (here.data_folder / "files" / "resolution.pdf").write_bytes(b"%PDF")
    path, made = write_backup(here, tmp_path / "backup.zip")
    assert path.stat().st_mode & 0o077 == 0
    assert sorted(zipfile.ZipFile(path).namelist()) == sorted([*made.files, manifest.NAME])
    assert here.secret_key.encode() not in b"".join(zipfile.ZipFile(path).read(name) for name in made.files)
    assert json.loads((here.data_folder / LAST).read_text())["file"] == str(path)
    elsewhere = installed("elsewhere", is_empty=True)
    restore(elsewhere, path)
    assert (elsewhere.data_folder / "files" / "resolution.pdf").read_bytes() == b"%PDF"


def test_records_are_not_overwritten_unless_asked_and_are_kept_beside(installed, session_of, backup):
    other = installed("other")
    with closing(session_of(other)) as session:
        session.execute("DELETE FROM members_population")
    before = state(other)
    with pytest.raises(BackupError, match="holds records already"):
        restore(other, backup)
    assert state(other) == before
    said = restore(other, backup, replaces=True)
    assert state(other).tables["members_population"].rows > 0
    kept = said[-1].rpartition(" ")[2].rstrip(".")
    database = dataclasses.replace(other.database, name=kept)
    assert state(dataclasses.replace(other, database=database)) == before


def test_a_database_in_use_is_not_replaced(installed, session_of, backup):
    other = installed("other")
    before = state(other)
    with closing(session_of(other)) as session:
        if other.database.is_sqlite:
            session.execute("PRAGMA journal_mode=WAL")
        session.execute("SELECT count(*) FROM members_member").fetchone()
        with pytest.raises(BackupError, match="Stop the site"):
            restore(other, backup, replaces=True)
    assert state(other) == before


@pytest.mark.parametrize("share", (0.0, 0.3, 0.9, 0.999))
def test_a_torn_backup_changes_nothing(installed, backup, share):
    backup.write_bytes(backup.read_bytes()[: int(backup.stat().st_size * share)])
    other = installed("other")
    before = state(other)
    with pytest.raises(BackupError, match="no whole backup"):
        restore(other, backup, replaces=True)
    assert state(other) == before
    assert not (other.data_folder / ".restoring").exists()


@pytest.mark.parametrize("share", (0.1, 0.5, 0.8))
def test_a_backup_with_a_damaged_byte_changes_nothing(installed, backup, share):
    content = bytearray(backup.read_bytes())
    content[int(len(content) * share)] ^= 0xFF
    backup.write_bytes(content)
    other = installed("other")
    before = state(other)
    with pytest.raises(BackupError):
        restore(other, backup, replaces=True)
    assert state(other) == before


def test_a_backup_whose_tables_are_not_those_of_its_manifest_is_refused(installed, backup):
    tables = json.loads(zipfile.ZipFile(backup).read(manifest.NAME))["state"]
    tables["tables"]["members_member"]["sha256"] = "0" * 64
    other = installed("other", is_empty=True)
    with pytest.raises(BackupError, match="members_member differ"):
        restore(other, changed(backup, state=tables))
    assert not other.database.is_sqlite or not Path(other.database.name).exists()


def test_a_newer_backup_says_which_version_to_install(installed, backup):
    other = installed("other", is_empty=True)
    with pytest.raises(BackupError, match=r"written by Cascais 9\.1"):
        restore(other, changed(backup, format=2, version="9.1"))
    later = json.loads(zipfile.ZipFile(backup).read(manifest.NAME))["state"]
    later["migrations"].append("members.0099_of_tomorrow")
    with pytest.raises(BackupError, match=r"made by Cascais 9\.1.*members\.0099_of_tomorrow"):
        restore(other, changed(backup, state=later, version="9.1"))


def test_a_backup_of_the_other_database_is_refused(installed, backup):
    other = installed("other", is_empty=True)
    with pytest.raises(BackupError, match="archives"):
        restore(other, changed(backup, engine="mysql"))


def test_what_is_no_backup_is_refused(installed, tmp_path):
    file = tmp_path / "members.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("members.csv", "name")
    with pytest.raises(BackupError, match="no whole backup"):
        restore(installed("other", is_empty=True), file)
    with pytest.raises(BackupError, match="not there"):
        restore(installed("another", is_empty=True), tmp_path / "nothing.zip")


def test_a_backup_overwrites_nothing(installed, backup):
    with pytest.raises(BackupError, match="there already"):
        write_backup(installed("other"), backup)
    with pytest.raises(BackupError, match="Make it first"):
        write_backup(installed("another"), backup.parent / "nowhere" / "backup.zip")


def test_a_folder_keeps_the_newest_backups(installed, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"cascais-2026010{day}T000000.zip").touch()
    path, _ = write_backup(installed("here"), folder, keep=2)
    assert sorted(folder.iterdir()) == [folder / "cascais-20260103T000000.zip", path]


def test_a_missing_program_says_what_to_install(monkeypatch, tmp_path):
    assert find_program("no-such-program") is None
    with pytest.raises(BackupError, match="apt install postgresql-client-17"):
        program_for("no-such-program", 17)
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("cascais.web.operations.backups.programs.DEBIAN", tmp_path)
    with pytest.raises(BackupError, match="of version 9, and the server of version 17"):
        program_for("pg_dump", 17)


def test_an_address_is_written_as_it_is_read():
    for database in (
        Database("sqlite3", "/srv/my data/100%.sqlite3"),
        Database("postgresql", "climate", "mari", "p@ss:/word", "db.example", "5433"),
    ):
        assert read_database(address_of(database)) == database
