"""Checks the chain of all changes."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from cascais.web.history.verification import check
from cascais.web.history.verifying import Anchor, parse_anchor


class Command(BaseCommand):
    help = "Check the chain of all changes, and name the first link that is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", help="A link that was kept elsewhere, as this command prints it.")

    def handle(self, *args: object, anchor: str | None = None, **options: object) -> None:
        found = check(_anchor(anchor) if anchor is not None else None)
        if found.broken is not None:
            raise CommandError(f"Link {found.broken.number} is broken. {found.broken.why}")
        self.stdout.write(f"All {found.links} links hold. Keep this anchor elsewhere: {found.end}")


def _anchor(text: str) -> Anchor:
    try:
        return parse_anchor(text)
    except ValueError as error:
        raise CommandError(str(error)) from error
