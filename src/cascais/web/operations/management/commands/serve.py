"""Serves the site."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

PATIENCE_SECONDS = 30
"""How long the server waits for requests that are being answered when it is stopped."""


class Command(BaseCommand):
    help = "Serve the site to the proxy in front of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="processes")
        parser.add_argument("--threads", type=int, default=4, help="threads of each process")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 – as in the parent
        Granian(
            "cascais.web.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=options["threads"],
            respawn_failed_workers=True,
            workers_kill_timeout=PATIENCE_SECONDS,
            log_level=LogLevels.warning,
        ).serve()
