"""Whether a site is whole after it was killed. Read by scripts of their own, which have set Django up."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from cascais.web.history.verifying import verify
from cascais.web.imports.models import Upload
from cascais.web.inventories.models import InventoryYear
from cascais.web.operations.backups import manifest, sqlite
from cascais.web.operations.queue import JOBS


def check_all(backups: Path, lines_of: Mapping[str, int], years_of: Mapping[str, int]) -> None:
    """Look at everything; `lines_of` and `years_of` say what the imports of each file name come to."""
    rest = DBTaskResult.objects.exclude(status="SUCCESSFUL")
    left = [(row.task_path, row.status, row.traceback) for row in rest if not may_have_been_sent(row)]
    assert not left, f"the queue is not drained: {left}"
    for name, lines in lines_of.items():
        check_imports(name, lines, years_of[name])
    published = InventoryYear.objects.filter(is_published=True, superseded_at=None)
    unfrozen = [row.pk for row in published if not (row.results and row.published_at and row.lines.exists())]
    assert not unfrozen, f"published by halves: {unfrozen}"
    standing = list(
        InventoryYear.objects.filter(superseded_at=None).values_list("member", "year", "is_published")
    )
    assert len(standing) == len(set(standing)), "two versions stand in the same place"
    found = verify()
    assert found.broken is None, found.broken
    for path in sorted(backups.glob("*.zip")):
        check_backup(path)
    if connection.vendor == "sqlite":
        sqlite.check(Path(settings.ENVIRONMENT.database.name))


def may_have_been_sent(row: DBTaskResult) -> bool:
    """A letter whose worker was killed while sending it: it is shown as failed, since nobody can take it back."""
    return row.status == "FAILED" and JOBS[row.task_path].is_outward


def check_imports(name: str, lines: int, years: int) -> None:
    """Each inventory has all its lines and its total, each import all its inventories or none."""
    imported = InventoryYear.objects.filter(source=name)
    halves = [row.pk for row in imported if row.lines.count() != lines or row.total_t is None]
    assert not halves, f"half-stored inventories: {halves}"
    for upload in Upload.objects.filter(file__name=name).defer("file__content"):
        stored = upload.inventories.count()
        assert stored == (years if upload.stored_at else 0), f"upload {upload.pk} holds {stored} inventories"
    of_uploads = Upload.inventories.through.objects.filter(upload__file__name=name).count()
    assert of_uploads == imported.count(), "an inventory belongs to no upload"


def check_backup(path: Path) -> None:
    """A backup that is there is whole."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        held = manifest.read(archive.read(manifest.NAME).decode())
        assert {
            info.filename: info.file_size for info in archive.infolist() if info.filename != manifest.NAME
        } == {name: stored.size for name, stored in held.files.items()}
