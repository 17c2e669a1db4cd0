"""Stores a member from an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cascais.errors import CascaisError
from cascais.web.exchange.arriving import arrive, open_archive


class Command(BaseCommand):
    help = "Store a member from an archive that another installation has written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", default="", help="the address the member shall have here")

    def handle(self, *arguments: object, **options: Any) -> None:  # noqa: ANN401 – as the parent
        file: Path = options["file"]
        try:
            found = arrive(open_archive(file.read_bytes(), file.name), options["slug"])
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except CascaisError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{found.member.name} is stored as {found.member.slug}.")
        for line in found.missing:
            self.stdout.write(f"not here, and so left out: {line}")
        for year in found.differing:
            self.stdout.write(f"{year}: comes to another total with the tables of this installation")
