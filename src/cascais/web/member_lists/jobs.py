"""Stores a long list while nobody waits for it."""

from __future__ import annotations

from dataclasses import asdict

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cascais.errors import ConflictError
from cascais.web.history.acting import JOB, acting
from cascais.web.member_lists.models import ListUpload
from cascais.web.member_lists.policy import CONTINUE_LIST
from cascais.web.member_lists.reads import preview
from cascais.web.member_lists.writes import store_upload
from cascais.web.operations.queue import NeedsPersonError, job

NO_ROLE = gettext_noop("Who began the import has no role any more that allows this.")
UNDECIDED = gettext_noop("The register has changed in the meantime: some rows have to be decided anew.")


@job(_("Store a long list of members"), tries=3)
def store_list(upload: int, *, leaves_out: bool) -> dict[str, int]:
    """Store a list, all of it or nothing; returns how many members were added, completed and brought in."""
    row = ListUpload.objects.select_related("network", "user", "file").get(pk=upload)
    if row.stored_at:
        return {}
    if not CONTINUE_LIST.allows(row.user, row):
        raise NeedsPersonError(NO_ROLE)
    found = preview(row)
    if not found.may_be_stored(leaves_out=leaves_out):
        raise NeedsPersonError(UNDECIDED)
    try:
        with acting(row.user_id, JOB):
            return asdict(store_upload(row, found))
    except ConflictError:  # stored since this job looked
        return {}
