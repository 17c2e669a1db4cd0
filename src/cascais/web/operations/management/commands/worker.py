"""Does what waits in the queue."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cascais.web.operations.worker import RunningWorker


class Command(BaseCommand):
    help = "Do the jobs of the queue until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end as soon as no job waits")
        parser.add_argument(
            "--with-parent", action="store_true", help="end with the process that began this one"
        )

    def handle(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 – as in the parent
        worker = RunningWorker()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, worker.stop)
        done = worker.run(until_empty=options["once"], with_parent=options["with_parent"])
        return f"{done} jobs are done." if options["once"] else None
