"""Writes a member's whole data into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cascais.web.exchange.leaving import archive, archive_name
from cascais.web.members.models import Member


class Command(BaseCommand):
    help = "Write the whole data of a member into an archive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the member as its address names it")
        parser.add_argument(
            "file", type=Path, nargs="?", help="where to write it (default: a name with the date)"
        )

    def handle(self, *arguments: object, **options: Any) -> None:  # noqa: ANN401 – as the parent
        member = Member.objects.filter(slug=options["slug"]).first()
        if member is None:
            raise CommandError(f"There is no member “{options['slug']}”.")
        path: Path = options["file"] or Path(archive_name(member))
        if path.exists():
            raise CommandError(f"{path} exists already. Remove it or name another file.")
        path.write_bytes(archive(member))
        self.stdout.write(str(path))
