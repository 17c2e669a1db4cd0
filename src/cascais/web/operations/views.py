"""The page of the queue, and the answers for whatever watches the site."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cascais.web.navigation import Step, trail
from cascais.web.operations import reads
from cascais.web.operations.health import readiness
from cascais.web.operations.policy import for_administrators
from cascais.web.operations.queue import counts, run_again


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """The site can answer; with 503 where it cannot."""
    found = readiness()
    is_ready = set(found.values()) == {"ok"}
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503)


@require_safe
@for_administrators
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, what is being done, what failed and why."""
    by_state = counts()
    context = {
        "workers": reads.workers(),
        "waiting": by_state[TaskResultStatus.READY],
        "running": by_state[TaskResultStatus.RUNNING],
        "done": by_state[TaskResultStatus.SUCCESSFUL],
        "failed": by_state[TaskResultStatus.FAILED],
        "failed_jobs": reads.lines(TaskResultStatus.FAILED),
        "running_jobs": reads.lines(TaskResultStatus.RUNNING),
        "waiting_jobs": reads.lines(TaskResultStatus.READY),
        "done_jobs": reads.lines(TaskResultStatus.SUCCESSFUL)[:10],
        "trail": trail(Step(_("Background work"))),
    }
    return render(request, "operations/queue.html", context)


@require_POST
@for_administrators
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a failed job back into the queue."""
    row = get_object_or_404(DBTaskResult, pk=pk)
    if run_again(row):
        messages.success(request, _("The job is in the queue again."))
    else:
        messages.warning(request, _("The job is no longer a failed one; nothing was changed."))
    return redirect("operations:queue")
