"""Hands a large import to a worker, and shows how far it is."""

from __future__ import annotations

from collections.abc import Mapping
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

from cascais.web.imports.limits import MOST_LINES_AT_ONCE
from cascais.web.imports.models import Upload
from cascais.web.imports.policy import CONTINUE_UPLOAD
from cascais.web.members.models import Member
from cascais.web.members.policy import DRAFT_FOR
from cascais.web.navigation import Step, member_page
from cascais.web.operations.jobs.storing import store
from cascais.web.operations.progress import ask_once, progress_of
from cascais.web.operations.queue import run_failed

NO_CONTENT = 204


def is_large(upload: Upload) -> bool:
    """Whether a worker stores an import."""
    return upload.lines > MOST_LINES_AT_ONCE


def is_being_stored(upload: Upload) -> bool:
    """Whether a job will still store an import, or does so now."""
    progress = progress_of(upload.job)
    return progress is not None and not progress.is_over


@transaction.atomic
def hand_over(upload: Upload, *, is_published: bool, seen: Mapping[int, int]) -> None:
    """Let a worker store an import; once, however often the button is pressed."""
    row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    versions = {str(year): version for year, version in seen.items()}
    job = ask_once(row.job, lambda: UUID(store.enqueue(row.pk, is_published=is_published, seen=versions).id))
    if job and not row.stored_at:
        row.job = job
        row.save(update_fields=["job"])


@require_safe
@login_required
@never_cache
def storing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far the storing is; what came of it, or why nothing did."""
    upload = _own_upload(request, slug, pk)
    progress = progress_of(upload.job)
    if progress is None and not upload.stored_at:
        return redirect("imports:look", slug=slug, pk=pk)
    if progress and request.GET.get("known") == progress.mark:
        return HttpResponse(status=NO_CONTENT)
    context = {
        "upload": upload,
        "progress": None if upload.stored_at else progress,
        "inventories": upload.inventories.order_by("year"),
        **member_page(request, upload.member, Step(_("Import"), _start(upload)), Step(upload.file.name)),
    }
    return render(request, "imports/storing.html", context)


@require_POST
@login_required
def again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Try again what failed without a reason that the person could do something about."""
    upload = _own_upload(request, slug, pk)
    if upload.job and not upload.stored_at:
        run_failed(upload.job)
    return redirect("imports:storing", slug=slug, pk=pk)


def _own_upload(request: HttpRequest, slug: str, pk: int) -> Upload:
    member = get_object_or_404(Member, slug=slug)
    if not DRAFT_FOR.allows(request.user, member):
        raise PermissionDenied
    uploads = CONTINUE_UPLOAD.rows(request.user, Upload.objects.filter(member=member))
    return get_object_or_404(uploads.select_related("member", "file").defer("file__content"), pk=pk)


def _start(upload: Upload) -> str:
    return reverse("imports:start", args=[upload.member.slug])
