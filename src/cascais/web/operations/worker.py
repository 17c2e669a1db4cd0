"""Does the jobs of the queue one after the other, and takes over those of workers that have died.

A claim is known by the moment it was made. Only the claim that still stands may mark its job as done, in the
transaction of the job itself: a worker that was thought dead and wakes up late leaves no trace.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cascais.web.history.acting import JOB, acting
from cascais.web.operations.models import Worker
from cascais.web.operations.queue import JOBS, Job, NeedsPersonError, enqueue_due, next_try, waiting

LOG = logging.getLogger("cascais.jobs")
BEAT = timedelta(seconds=5)
DEAD_AFTER = timedelta(seconds=60)
CLOCK = timedelta(seconds=30)
"""How often a worker looks at the clock and for dead colleagues."""
MOST_BEGINNINGS = 5
"""A job that so many workers died of is not begun again: it may be what kills them."""

OWN_NAMES: set[str] = set()
"""The workers of this very process."""

Row = DBTaskResult[Any, Any]


class ClaimLostError(Exception):
    """Another worker has taken the job over; what this one did is rolled back."""


class RunningWorker:
    """A worker of this process."""

    def __init__(self) -> None:
        self.host = socket.gethostname()[:255]
        self.name = f"{self.host[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.stopped = threading.Event()
        OWN_NAMES.add(self.name)

    def stop(self, *_: object) -> None:
        """End after the job that is being done."""
        self.stopped.set()

    def run(self, *, until_empty: bool = False, pause_seconds: float = 1.0, with_parent: bool = False) -> int:
        """Do jobs until stopped, or until none waits; returns how many were done."""
        done, parent, looked_at = 0, os.getppid(), 0.0
        beating = threading.Thread(target=self._beat_on, daemon=True)
        self.beat()
        beating.start()
        try:
            while not self.stopped.is_set() and not (with_parent and os.getppid() != parent):
                if time.monotonic() - looked_at >= CLOCK.total_seconds() or not looked_at:
                    looked_at = time.monotonic()
                    self.look_around()
                row = claim(self.name)
                if row is not None:
                    perform(row)
                    done += 1
                elif until_empty:
                    break
                else:
                    self.stopped.wait(pause_seconds)
                if not connection.in_atomic_block:  # as in a test, which keeps its own transaction
                    close_old_connections()
        finally:
            self.stopped.set()
            beating.join()
            Worker.objects.filter(name=self.name).delete()
        return done

    def look_around(self) -> None:
        """Put back what dead workers left, and begin what is due; where the database is busy, the next time."""
        with suppress(OperationalError):
            take_back(self.host)
            enqueue_due(timezone.now())

    def beat(self) -> None:
        """Write down that this worker is there."""
        own = {"host": self.host, "process": os.getpid(), "seen_at": timezone.now()}
        Worker.objects.update_or_create(name=self.name, defaults=own)

    def _beat_on(self) -> None:
        while not self.stopped.wait(BEAT.total_seconds()):
            # While a long job holds SQLite's only write lock, nobody else can take it over either.
            with suppress(OperationalError):
                self.beat()
        connection.close()


def claim(worker: str) -> Row | None:
    """Take the next job that waits."""
    if not DBTaskResult.objects.ready().exists():
        return None
    with transaction.atomic():
        row = DBTaskResult.objects.ready().get_locked()
        if row is not None:
            row.claim(worker)
    return row


def perform(row: Row) -> None:
    """Do a job that was claimed, and mark it as done or failed."""
    started = time.perf_counter()
    try:
        _do(row)
        outcome = "done"
    except ClaimLostError:
        outcome = "lost"
    except Exception as error:
        LOG.exception("job failed", extra={"fields": {"job": row.task_path, "number": str(row.pk)}})
        outcome = _fail(row, error)
    milliseconds = round((time.perf_counter() - started) * 1000, 1)
    fields = {"job": row.task_path, "number": str(row.pk), "outcome": outcome, "milliseconds": milliseconds}
    LOG.info("job", extra={"fields": fields})


def _do(row: Row) -> None:
    job = JOBS.get(row.task_path)
    if job is None:
        raise LookupError(f"There is no job {row.task_path} in this version of Cascais.")
    if job.in_steps:
        with acting(None, JOB):
            _settle(row, _call(job, row))
        return
    with acting(None, JOB), transaction.atomic():
        # The lock says to those who look for dead workers that this one is at work, however long it takes.
        if not _claimed(row).select_for_update().exists():
            raise ClaimLostError
        _settle(row, _call(job, row))


def _call(job: Job, row: Row) -> object:
    given = row.args_kwargs
    return job.task.call(*given["args"], **given["kwargs"])


def _settle(row: Row, result: object) -> None:
    done = {"status": TaskResultStatus.SUCCESSFUL, "finished_at": timezone.now(), "return_value": result}
    if not _claimed(row).update(**done, exception_class_path="", traceback=""):
        raise ClaimLostError


def _fail(row: Row, error: Exception) -> str:
    """Let a job wait for its next try, or give it up; tells which."""
    job, attempts = JOBS.get(row.task_path), len(row.worker_ids)
    if job and attempts < job.tries and not isinstance(error, NeedsPersonError):
        _claimed(row).update(**waiting(next_try(attempts), row.worker_ids))
        return "tried again later"
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    _claimed(row).update(**failed(kind, str(error)))
    return "failed"


def failed(kind: str, reason: str) -> dict[str, Any]:
    """The fields of a job that was given up. The reason is kept where the library keeps the traceback: a traceback
    says nothing to who has to decide, and is in the log."""
    return {
        "status": TaskResultStatus.FAILED,
        "finished_at": timezone.now(),
        "exception_class_path": kind,
        "traceback": reason,
    }


def _claimed(row: Row) -> Any:  # noqa: ANN401 – the library's manager has no type of its own
    return DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)


def take_back(host: str) -> int:
    """Put the jobs of workers that have died back into the queue; tells how many."""
    if not DBTaskResult.objects.running().exists():
        return 0
    alive = {worker.name for worker in Worker.objects.all() if is_alive(worker, host)}
    taken = 0
    with transaction.atomic():
        for row in DBTaskResult.objects.running().select_for_update(skip_locked=True):
            if row.worker_ids and row.worker_ids[-1] in alive:
                continue
            reason = _reason_to_give_up(row)
            fields = failed("", reason) if reason else waiting(worker_ids=row.worker_ids)
            taken += _claimed(row).update(**fields)
    Worker.objects.exclude(name__in=alive).delete()
    return taken


def _reason_to_give_up(row: Row) -> str:
    """Why the job of a dead worker is not begun again, if it is not."""
    job = JOBS.get(row.task_path)
    if job and job.is_outward:
        return (
            "The worker ended in the middle of this job. It may have been done; run it again if it was not."
        )
    if len(row.worker_ids) >= MOST_BEGINNINGS:
        return f"{MOST_BEGINNINGS} workers ended in the middle of this job."
    return ""


def is_alive(worker: Worker, host: str) -> bool:
    """Whether a worker is still there; those of this machine are known to be gone as soon as their process is."""
    if worker.seen_at < timezone.now() - DEAD_AFTER:
        return False
    return worker.host != host or _has_process(worker)


def _has_process(worker: Worker) -> bool:
    """Whether the process runs. Another worker with the number of this very process is one of before: in a container
    every first process has the same number."""
    if worker.process == os.getpid():
        return worker.name in OWN_NAMES
    if os.name == "nt":  # there a signal would end it
        return True
    try:
        os.kill(worker.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
