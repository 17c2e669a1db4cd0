"""Hands a long list to a worker, and shows how far it is."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cascais.web.member_lists.jobs import store_list
from cascais.web.member_lists.models import ListUpload
from cascais.web.member_lists.policy import CONTINUE_LIST, IMPORT_INTO
from cascais.web.navigation import Step, trail
from cascais.web.operations.progress import ask_once, progress_of
from cascais.web.operations.queue import run_failed
from cascais.web.register.models import Network

MOST_ROWS_AT_ONCE = 1_000
"""Rows up to which a list is stored while its person waits: matching and storing them take about one second, 12 000 rows
ten times as long."""
NO_CONTENT = 204


def is_being_stored(upload: ListUpload) -> bool:
    """Whether a job will still store a list, or does so now."""
    progress = progress_of(upload.job)
    return progress is not None and not progress.is_over


@transaction.atomic
def hand_over(upload: ListUpload, *, leaves_out: bool) -> None:
    """Let a worker store a list; once, however often the button is pressed."""
    row = ListUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if row.stored_at:
        return
    job = ask_once(row.job, lambda: UUID(store_list.enqueue(row.pk, leaves_out=leaves_out).id))
    if job:
        row.job = job
        row.save(update_fields=["job"])


@require_safe
@login_required
@never_cache
def storing(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """How far the storing is; what came of it, or why nothing did."""
    upload = _own_list(request, key, pk)
    progress = progress_of(upload.job)
    if progress is None and not upload.stored_at:
        return redirect("member_lists:look", key=key, pk=pk)
    if progress and request.GET.get("known") == progress.mark:
        return HttpResponse(status=NO_CONTENT)
    context = {
        "network": upload.network,
        "upload": upload,
        "progress": None if upload.stored_at else progress,
        "stored": progress.result if progress and upload.stored_at else None,
        "trail": trail_of(upload.network, Step(upload.file.name)),
    }
    return render(request, "member_lists/storing.html", context)


@require_POST
@login_required
def again(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Try again what failed without a reason that the person could do something about."""
    upload = _own_list(request, key, pk)
    if upload.job and not upload.stored_at:
        run_failed(upload.job)
    return redirect("member_lists:storing", key=key, pk=pk)


def trail_of(network: Network, *steps: Step) -> tuple[Step, ...]:
    """The way to a page of the lists of a network."""
    return trail(
        Step(_("Networks"), reverse("register:networks")),
        Step(network.title, reverse("register:network", args=[network.key])),
        Step(_("Bring in a list of members"), reverse("member_lists:start", args=[network.key])),
        *steps,
    )


def _own_list(request: HttpRequest, key: str, pk: int) -> ListUpload:
    network = get_object_or_404(Network, key=key)
    if not IMPORT_INTO.allows(request.user, network):
        raise PermissionDenied
    rows = CONTINUE_LIST.rows(request.user, ListUpload.objects.filter(network=network))
    rows = rows.select_related("network", "file").defer("file__content", "reading")
    return get_object_or_404(rows, pk=pk)
