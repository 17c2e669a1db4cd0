"""Stores a large import while nobody waits for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cascais.errors import ConflictError
from cascais.web.history.acting import JOB, acting
from cascais.web.imports.models import Upload
from cascais.web.imports.policy import CONTINUE_UPLOAD
from cascais.web.imports.reads import PreviewYear, preview, read_upload
from cascais.web.imports.writes import ChangedMeanwhileError, store_upload
from cascais.web.inventories.publishing import FindingsForbidError
from cascais.web.members.policy import EDIT_MEMBER
from cascais.web.operations.queue import NeedsPersonError, job

NO_ROLE = gettext_noop("Who began the import has no role any more that allows this.")
NOT_EXPLAINED = gettext_noop("The file holds what was not explained yet.")
NOT_COMPUTED = gettext_noop("What was read cannot be computed.")
FORBIDDEN = gettext_noop("Findings do not let the import be stored.")
CHANGED = gettext_noop("Somebody else has stored an inventory of one of these years in the meantime.")


@job(_("Store a large import"), tries=3)
def store(upload: int, *, is_published: bool, seen: dict[str, int] | None = None) -> list[int]:
    """Store the inventories of an upload, all or none; returns their keys.

    `seen` names by year the version that the person saw standing.
    """
    row = Upload.objects.select_related("member", "user", "file", "factor_file").get(pk=upload)
    if row.stored_at:  # on the page, or by the same job asked for twice
        return []
    years = _years(row, is_published=is_published)
    versions = {int(year): pk for year, pk in seen.items()} if seen is not None else None
    try:
        with acting(row.user_id, JOB):
            stored = store_upload(row, years, is_published=is_published, seen=versions)
    except ChangedMeanwhileError as error:
        raise NeedsPersonError(CHANGED) from error
    except FindingsForbidError as error:
        raise NeedsPersonError(FORBIDDEN) from error
    except ConflictError:  # stored since this job looked
        return []
    return [inventory.pk for inventory in stored]


def _years(row: Upload, *, is_published: bool) -> list[PreviewYear]:
    """What the upload becomes; raises NeedsPersonError where that may not be stored."""
    if not _may_still_store(row, is_published=is_published):
        raise NeedsPersonError(NO_ROLE)
    found = read_upload(row)
    if not found.is_clean:
        raise NeedsPersonError(NOT_EXPLAINED)
    years = preview(row, found.reading.storable)
    if isinstance(years, tuple):
        raise NeedsPersonError(NOT_COMPUTED)
    if any(each.blocks_storing or (is_published and each.checked.blocks) for each in years):
        raise NeedsPersonError(FORBIDDEN)
    return years


def _may_still_store(row: Upload, *, is_published: bool) -> bool:
    """A role may have been taken away while the job waited."""
    may_publish = not is_published or EDIT_MEMBER.allows(row.user, row.member)
    return may_publish and CONTINUE_UPLOAD.allows(row.user, row)
