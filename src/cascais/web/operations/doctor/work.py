"""Whether jobs are done, backups made and the history checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone
from django_tasks.base import TaskResultStatus

from cascais.web.environment import Environment
from cascais.web.history import verification
from cascais.web.operations import reads
from cascais.web.operations.backups.writing import LAST
from cascais.web.operations.examining import Found, examination, good, missing, weak
from cascais.web.operations.queue import counts

PATIENCE = timedelta(minutes=10)
BACKUP_AGE = timedelta(days=2)
CHECK_AGE = timedelta(days=8)


@examination
def queue(environment: Environment) -> Iterator[Found]:
    """Whether a worker is there, and what it could not do."""
    workers, waited = reads.workers(), reads.longest_wait()
    if workers:
        yield good(
            f"{len(workers)} worker is there." if len(workers) == 1 else f"{len(workers)} workers are there."
        )
    else:
        yield missing("No worker does the jobs.", "Start one: cascais worker")
    if waited > PATIENCE:
        yield weak(
            f"A job has waited for {waited.total_seconds() / 60:.0f} minutes.", "Start one worker more."
        )
    if failed := counts()[TaskResultStatus.FAILED]:
        yield weak(
            f"{failed} jobs have failed.", "See why, and run them again, on the page “Background work”."
        )


@examination
def backups(environment: Environment) -> Iterator[Found]:
    """How old the last backup is, and whether it still is where it was written."""
    note = environment.data_folder / LAST
    if not note.is_file():
        yield missing(
            "There has been no backup.", "Run `cascais backup` every day, and keep it on another machine."
        )
        return
    last = json.loads(note.read_text(encoding="utf-8"))
    age = datetime.now(UTC) - datetime.fromisoformat(last["at"])
    text = f"The last backup is {age.total_seconds() / 3600:.0f} hours old: {last['file']}."
    if age > BACKUP_AGE:
        yield missing(text, "See why the timer of the backup does not run.")
    elif not Path(last["file"]).is_file():
        yield weak(
            f"{text} It is no longer there.", "It was moved to another machine, or is lost: see which."
        )
    else:
        yield good(text)


@examination
def history(environment: Environment) -> Iterator[Found]:
    """When the chain of changes was last checked, and what came out."""
    last = verification.last()
    if last is None:
        yield weak("The chain of changes has never been checked.", "Run: cascais history verify")
    elif last.broken_number is not None:
        yield missing(
            f"The chain of changes is broken at link {last.broken_number}: {last.why}",
            "Compare with a backup.",
        )
    elif last.at < timezone.now() - CHECK_AGE:
        yield weak(
            f"The chain of changes was last checked on {last.at:%Y-%m-%d}.", "Run: cascais history verify"
        )
    else:
        yield good(f"The chain of changes was whole on {last.at:%Y-%m-%d}: {last.links} links.")
