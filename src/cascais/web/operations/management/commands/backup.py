"""Writes everything into one file while the site goes on."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cascais.web.environment import private_folder
from cascais.web.operations.backups.manifest import BackupError
from cascais.web.operations.backups.writing import write_backup


class Command(BaseCommand):
    help = "Write a backup of database and kept files while the site goes on."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="the file, or a folder for one named by the time")
        parser.add_argument("--keep", type=int, default=0, help="how many backups to keep in the folder")

    def handle(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 – as in the parent
        folder = settings.ENVIRONMENT.backup_folder
        if not options["file"]:
            private_folder(folder)
        try:
            path, made = write_backup(settings.ENVIRONMENT, Path(options["file"] or folder), options["keep"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(table.rows for table in made.state.tables.values())
        return (
            f"{path}: {path.stat().st_size} bytes, {len(made.state.tables)} tables, {rows} rows, changes up to "
            f"{made.state.chain.partition(':')[0] or 0}. The secret key is not in it; keep it apart."
        )
