"""Stores a large import while nobody waits for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cascais.errors import ConflictError
from cascais.web.history.acting import JOB, acting
from cascais.web.imports.models import Upload
from cascais.web.imports.policy import CONTINUE_UPLOAD
from cascais.web.imports.reads import preview, read_upload
from cascais.web.imports.writes import store_upload
from cascais.web.members.policy import EDIT_MEMBER
from cascais.web.operations.queue import NeedsPersonError, job


@job(_("Store a large import"))
def store(upload: int, *, is_published: bool) -> list[int]:
    """Store the inventories of an upload, all or none; returns their keys."""
    row = Upload.objects.select_related("member", "user", "file", "factor_file").get(pk=upload)
    if not _may_still_store(row, is_published=is_published):
        raise NeedsPersonError("Who began the import has no role any more that allows this.")
    found = read_upload(row)
    if not found.is_clean:
        raise NeedsPersonError("The file holds what was not explained yet.")
    years = preview(row, found.reading.storable)
    if isinstance(years, tuple):
        raise NeedsPersonError("; ".join(str(each) for each in years))
    blocking = [each for each in years if each.blocks_storing or (is_published and each.checked.blocks)]
    if blocking:
        names = ", ".join(str(each.year) for each in blocking)
        raise NeedsPersonError(f"Findings do not let the import be stored: {names}.")
    try:
        with acting(row.user_id, JOB):
            return [inventory.pk for inventory in store_upload(row, years, is_published=is_published)]
    except ConflictError:  # stored already: on the page, or by somebody else
        return []


def _may_still_store(row: Upload, *, is_published: bool) -> bool:
    """A role may have been taken away while the job waited."""
    may_publish = not is_published or EDIT_MEMBER.allows(row.user, row.member)
    return may_publish and CONTINUE_UPLOAD.allows(row.user, row)
