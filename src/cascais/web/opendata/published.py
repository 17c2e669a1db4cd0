"""The published inventories, as data sets walk through them."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from cascais.web.inventories.computing import computing_version
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.policy import SEE_INVENTORY
from cascais.web.inventories.reads import with_lines
from cascais.web.inventories.years import ComputedYear, computed_year
from cascais.web.opendata.columns import Cells

CHUNK = 200


def published_inventories() -> QuerySet[InventoryYear]:
    """What everybody may see and no newer version replaced, member by member."""
    rows = SEE_INVENTORY.rows(AnonymousUser(), InventoryYear.objects.filter(superseded_at=None))
    return rows.select_related("member").defer("results").order_by("member__slug", "year", "pk")


def computed_inventories() -> Iterator[ComputedYear]:
    """The same, computed, a few at a time."""
    for row in with_lines(published_inventories()).iterator(chunk_size=CHUNK):
        yield computed_year(row)


def state_of_lines() -> Iterator[Cells]:
    """What changes whenever a line of a published inventory does: stored versions are never edited."""
    yield (computing_version(),)
    names = ("pk", "member__slug", "member__country", "member__is_demonstration")
    yield from published_inventories().values_list(*names)
