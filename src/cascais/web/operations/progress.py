"""How far a job is that a person waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cascais.web.operations import reads
from cascais.web.operations.queue import NeedsPersonError

UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


class Stage(Enum):
    """Where a job stands."""

    WAITING = "waiting"
    LATER = "later"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """A job as the page of who asked for it shows it."""

    stage: Stage
    asked_at: datetime
    before: int = 0
    has_worker: bool = True
    refusal: str = ""
    result: Any = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.stage in (Stage.DONE, Stage.FAILED)

    @property
    def mark(self) -> str:
        """What the page says, in short: a page that says this already need not be told again."""
        return f"{self.stage.value}-{self.before}-{int(self.has_worker)}"


def progress_of(key: UUID | None) -> Progress | None:
    """How far a job is; None where none was asked for, or it was finished so long ago that it is forgotten."""
    row = DBTaskResult.objects.filter(pk=key).first() if key else None
    if row is None:
        return None
    if row.status == TaskResultStatus.SUCCESSFUL:
        return Progress(Stage.DONE, row.enqueued_at, result=row.return_value)
    if row.status == TaskResultStatus.FAILED:
        return Progress(Stage.FAILED, row.enqueued_at, refusal=_refusal(row))
    has_worker = bool(reads.workers())
    if row.status == TaskResultStatus.RUNNING:
        return Progress(Stage.RUNNING, row.enqueued_at, has_worker=has_worker)
    if row.run_after > timezone.now() and row.run_after.year < datetime.max.year:
        return Progress(Stage.LATER, row.enqueued_at, has_worker=has_worker)
    before = DBTaskResult.objects.ready().filter(enqueued_at__lt=row.enqueued_at).count()
    return Progress(Stage.WAITING, row.enqueued_at, before, has_worker)


def unfinished() -> Q:
    """The rows, by their field `job`, whose job waits or is being done."""
    return Q(job__in=DBTaskResult.objects.filter(status__in=UNFINISHED).values("pk"))


def ask_once(before: UUID | None, enqueue: Callable[[], UUID]) -> UUID | None:
    """Put a job into the queue in the place of the one before; None where that one still waits or is being done.

    To be called in the transaction that locks the row which keeps the job.
    """
    known = DBTaskResult.objects.filter(pk__in=[before] if before else [])
    if known.filter(status__in=UNFINISHED).exists():
        return None
    known.filter(status=TaskResultStatus.FAILED).delete()
    return enqueue()


def _refusal(row: DBTaskResult[Any, Any]) -> str:
    """Why a job was refused that only a person can decide about. Other failures say nothing to who asked for it."""
    kind = f"{NeedsPersonError.__module__}.{NeedsPersonError.__qualname__}"
    return row.traceback if row.exception_class_path == kind else ""
