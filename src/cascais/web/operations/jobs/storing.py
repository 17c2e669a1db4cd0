"""Stores a large import while nobody waits for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cascais.errors import ConflictError
from cascais.web.imports.models import Upload
from cascais.web.imports.reads import preview, read_upload
from cascais.web.imports.writes import store_upload
from cascais.web.operations.queue import NeedsPersonError, job


@job(_("Store a large import"))
def store(upload: int, *, is_published: bool) -> list[int]:
    """Store the inventories of an upload, all or none; returns their keys."""
    row = Upload.objects.select_related("member", "user", "file", "factor_file").get(pk=upload)
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
        return [inventory.pk for inventory in store_upload(row, years, is_published=is_published)]
    except ConflictError:  # stored already: on the page, or by somebody else
        return []
