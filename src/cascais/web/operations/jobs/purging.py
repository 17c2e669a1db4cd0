"""Removes for good what is kept only for a time."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cascais.web.accounts.attempts import COUNTS_FOR
from cascais.web.accounts.models import FailedSignIn
from cascais.web.history.models import Tombstone
from cascais.web.imports.writes import KEPT_FOR, begun_uploads
from cascais.web.inventories.models import StoredFile
from cascais.web.operations.models import Letter, Occasion
from cascais.web.operations.queue import job

DONE_JOBS_KEPT_FOR = timedelta(days=30)
FAILED_JOBS_KEPT_FOR = timedelta(days=180)
OCCASIONS_KEPT_FOR = timedelta(days=400)
LETTERS_KEPT_FOR = timedelta(days=800)
"""Longer than the time between two reminders of the same, so that a letter is not written again."""


@job(_("Remove what is kept only for a time"), every=timedelta(days=1))
def purge() -> dict[str, int]:
    """Remove deleted records past their term, abandoned uploads, sessions, failed sign-ins and finished jobs."""
    now = timezone.now()
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - DONE_JOBS_KEPT_FOR)
    given_up = Q(status=TaskResultStatus.FAILED, finished_at__lt=now - FAILED_JOBS_KEPT_FOR)
    abandoned = begun_uploads().filter(created_at__lt=now - KEPT_FOR)
    of_abandoned = Q(upload__in=abandoned) | Q(uploads_with_factors__in=abandoned)
    outdated = {
        "deleted_records": Tombstone.objects.filter(kept_until__lt=now),
        "uploads": StoredFile.objects.filter(of_abandoned, inventoryyear=None),
        "sessions": Session.objects.filter(expire_date__lt=now),
        "failed_sign_ins": FailedSignIn.objects.filter(at__lt=now - COUNTS_FOR),
        "jobs": DBTaskResult.objects.filter(done | given_up),
        "occasions": Occasion.objects.filter(at__lt=now - OCCASIONS_KEPT_FOR),
        "letters": Letter.objects.filter(written_at__lt=now - LETTERS_KEPT_FOR),
    }
    return {name: rows.delete()[0] for name, rows in outdated.items()}
