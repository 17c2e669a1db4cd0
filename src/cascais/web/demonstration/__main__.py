"""Starts the demonstration on one's own machine."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from cascais.web.demonstration.people import PASSWORD, PEOPLE
from cascais.web.demonstration.preparing import prepare
from cascais.web.environment import read_environment

HOST = "127.0.0.1"
PATIENCE_SECONDS = 10
"""How long the server waits for requests that are being answered when it is stopped."""


def main(arguments: list[str] | None = None) -> int:
    """Prepare what is missing, then serve the site until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m cascais.web.demonstration", description=__doc__)
    parser.add_argument("--prepare", action="store_true", help="only prepare, do not serve")
    parser.add_argument("--port", type=int, default=8000, help="the port to serve on (8000)")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascais.web.settings")
    os.environ.setdefault("CASCAIS_LOG_LEVEL", "WARNING")
    os.environ.setdefault("CASCAIS_LOG_FORM", "plain")
    if options.prepare:
        prepare(read_environment(), say)
        return 0
    if status := prepared():
        return status
    greet(options.port)
    with working():
        serve(options.port)
    return 0


def prepared() -> int:
    """Prepare in a process of its own; its status.

    The server forks its workers, and polars, which reads the stored results, waits for ever in the fork of a process
    in which it has run.
    """
    command = [sys.executable, "-m", "cascais.web.demonstration", "--prepare"]
    return subprocess.call(command)  # noqa: S603 – our own module


def greet(port: int) -> None:
    """Say where the site is and who can sign in."""
    say(f"\nCascais is at http://{HOST}:{port}  (stop it with Ctrl+C)\n")
    say(f"To enter figures, sign in with the password {PASSWORD} as")
    for person in PEOPLE:
        say(f"  {person.username:<8} {person.task}")
    say("")


@contextmanager
def working() -> Iterator[None]:
    """Let a worker do the jobs beside the server: in a process of its own, which ends with this one in any case."""
    command = [sys.executable, "-m", "cascais.web.manage", "worker", "--with-parent"]
    worker = subprocess.Popen(command)  # noqa: S603 – our own module
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def serve(port: int) -> None:
    """Serve the site to this machine alone."""
    server = Granian(
        "cascais.web.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        workers_kill_timeout=PATIENCE_SECONDS,
        log_level=LogLevels.warning,
    )
    server.serve()


def say(text: str) -> None:
    """Write a line for the person at the keyboard."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
