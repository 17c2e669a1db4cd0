"""Jobs: work that nobody waits for, kept in the database until a worker has done it.

A job is a function in the module `jobs` of an app, marked with `@job`. It is put into the queue in the transaction
that makes it necessary, and is done once in effect even where workers are killed:

- An ordinary job and the mark that it is done are one transaction. What a killed worker did is rolled back with it.
- A job `in_steps` commits on its way. It must be written so that doing it again changes nothing more.
- What an `is_outward` job does cannot be taken back, such as sending a letter. Where its worker was killed in the
  middle, nobody knows how far it came: it is shown as failed, and a person decides whether to run it again.

The queue is that of django-tasks; what it lacks, the return of a dead worker's jobs, is in `worker.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from cascais.errors import CascaisError
from cascais.web.operations.models import Occasion

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

FIRST_WAIT = timedelta(minutes=1)
"""Before a job that failed is tried again; each further time four times as long."""


class NeedsPersonError(CascaisError):
    """A job failed in a way that only a person can decide about; it is not tried again by itself."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the worker and the page of the queue know of a job."""

    path: str
    title: str | Promise
    task: Task[Any, Any]
    tries: int
    in_steps: bool
    is_outward: bool
    every: timedelta | None


JOBS: dict[str, Job] = {}
"""By the path of the function, under which the queue keeps it."""


def job(
    title: str | Promise,
    *,
    tries: int = 1,
    in_steps: bool = False,
    is_outward: bool = False,
    every: timedelta | None = None,
) -> Callable[[Callable[Parameters, Result]], Task[Parameters, Result]]:
    """Mark a function as a job; `its_name.enqueue(…)` then puts it into the queue, with arguments that JSON can hold.

    `tries` counts how often it is begun when it fails, `every` makes it come round.
    """

    def mark(function: Callable[Parameters, Result]) -> Task[Parameters, Result]:
        marked = task(function)
        JOBS[marked.module_path] = Job(marked.module_path, title, marked, tries, in_steps, is_outward, every)
        return marked

    return mark


def enqueue_due(now: datetime) -> int:
    """Put the jobs that come round into the queue, once for each period however many workers ask; tells how many."""
    wanted = {f"{job.path} {_period(now, job.every)}": job for job in JOBS.values() if job.every}
    known = set(Occasion.objects.filter(key__in=wanted).values_list("key", flat=True))
    return sum(_enqueue_once(key, wanted[key]) for key in sorted(set(wanted) - known))


def _enqueue_once(key: str, job: Job) -> bool:
    try:
        with transaction.atomic():
            Occasion.objects.create(key=key)
            job.task.enqueue()
    except IntegrityError:  # another worker was first
        return False
    return True


def _period(now: datetime, every: timedelta) -> int:
    return int(now.timestamp() // every.total_seconds())


def run_again(row: DBTaskResult[Any, Any]) -> bool:
    """Put a failed job back into the queue; tells whether it still was a failed one."""
    return run_failed(row.pk)


def run_failed(key: UUID) -> bool:
    """The same by its key."""
    failed = DBTaskResult.objects.filter(pk=key, status=TaskResultStatus.FAILED)
    return bool(failed.update(**waiting()))


def waiting(run_after: datetime | None = None, worker_ids: list[str] | None = None) -> dict[str, Any]:
    """The fields of a job that waits to be begun."""
    return {
        "status": TaskResultStatus.READY,
        "started_at": None,
        "finished_at": None,
        "exception_class_path": "",
        "traceback": "",
        "run_after": run_after or get_date_max(),
        "worker_ids": worker_ids or [],
    }


def next_try(attempts: int) -> datetime:
    """When a job is tried again that has failed so many times."""
    factor: int = 4 ** (attempts - 1)
    return timezone.now() + FIRST_WAIT * factor


def counts() -> dict[str, int]:
    """How many jobs there are in each state."""
    found = DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))
    return {str(status): 0 for status in TaskResultStatus.values} | dict(found)
