"""What the page of the queue shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cascais.web.operations.models import Worker
from cascais.web.operations.queue import JOBS
from cascais.web.operations.worker import DEAD_AFTER

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A job as a person reads it."""

    key: str
    title: str | Promise
    at: datetime | None
    reason: str
    beginnings: int
    waits_for_its_time: bool


def lines(status: str) -> list[Line]:
    """The jobs of a state, those that changed last first."""
    rows = DBTaskResult.objects.filter(status=status).order_by("-finished_at", "-started_at", "-enqueued_at")
    return [_line(row) for row in rows[:MOST_SHOWN]]


def workers() -> list[Worker]:
    """The workers that are there."""
    return list(Worker.objects.filter(seen_at__gte=timezone.now() - DEAD_AFTER))


def longest_wait() -> timedelta:
    """How long the oldest job has waited that could be begun."""
    oldest = (
        DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    )
    return timezone.now() - oldest if oldest else timedelta()


def _line(row: DBTaskResult[Any, Any]) -> Line:
    job = JOBS.get(row.task_path)
    return Line(
        key=str(row.pk),
        title=job.title if job else row.task_path,
        at=row.finished_at or row.started_at or row.enqueued_at,
        reason=row.traceback,
        beginnings=len(row.worker_ids),
        waits_for_its_time=row.status == TaskResultStatus.READY and row.run_after.year < datetime.max.year,
    )
