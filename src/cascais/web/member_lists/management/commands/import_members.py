"""Brings a list of members into a network from the shell."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cascais.errors import InputError
from cascais.web.member_lists.reads import preview_of
from cascais.web.member_lists.writes import store
from cascais.web.register.models import Network
from cascais.workflows.reading import Uploaded


class Command(BaseCommand):
    help = "Bring a list of members (CSV or XLSX) into a network; doubtful rows are named and left out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--network", required=True, help="the key of the network, such as ceesen")
        parser.add_argument("--look", action="store_true", help="say what would be done, and store nothing")

    def handle(self, *arguments: object, **options: Any) -> None:  # noqa: ANN401 – as the parent
        file: Path = options["file"]
        network = Network.objects.filter(key=options["network"]).first()
        if network is None:
            known = ", ".join(Network.objects.values_list("key", flat=True))
            raise CommandError(f"There is no network “{options['network']}”. There are: {known}.")
        try:
            found = preview_of(Uploaded(file.name, file.read_bytes()), {}, {})
        except InputError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        if found.read.problems:
            raise CommandError("\n".join(map(str, found.read.problems)))
        for way, count in Counter(row.matched.match.found.value for row in found.rows).items():
            self.stdout.write(f"{way}: {count}")
        for row in found.undecided:
            offered = ", ".join(member.name for member in row.offered)
            self.stdout.write(
                f"row {row.listed.row}: {row.listed.name} ({row.listed.country}) may be {offered}"
            )
        if not options["look"]:
            done = store(network, found, file.name)
            self.stdout.write(f"{done.added} added, {done.completed} completed, {done.joined} joined")
