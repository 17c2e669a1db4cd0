"""Checks a backup and puts it in the place of the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from cascais.web.operations.backups.manifest import BackupError
from cascais.web.operations.backups.restoring import restore_backup


class Command(BaseCommand):
    help = "Check a backup and put it in the place of the database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--replace", action="store_true", help="also where there are records already")

    def handle(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 – as in the parent
        connections.close_all()
        try:
            restore_backup(
                settings.ENVIRONMENT, Path(options["file"]), self.stdout.write, replaces=options["replace"]
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        return "Now run `cascais migrate`, and start the site."
