"""Imports a file of climate results: checked as a whole, stored as a whole, or refused with every reason named."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cascais.errors import InputError
from cascais.web.hazards.checking import checked
from cascais.web.hazards.importing import Wish, known_places, store_results
from cascais.workflows.climate_summaries import summary


class Command(BaseCommand):
    help = "Import the climate results of members from a Parquet file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--private", action="store_true", help="for administrators only")

    def handle(self, *args: Any, **options: Any) -> str:  # noqa: ANN401 – as in the parent
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            found = checked(path.read_bytes(), path.name, known_places())
        except InputError as error:
            raise CommandError(f"Nothing was imported.\n{error}") from error
        row, is_new = store_results(found, summary(found.results), Wish(is_public=not options["private"]))
        if not is_new:
            return f"“{row.title}” was imported before; nothing changed."
        return f"“{row.title}”: {row.rows} rows of {row.places.count()} members are stored."
