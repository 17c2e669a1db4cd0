"""An inventory of Gabrovo that is published, and a draft beside it."""

from __future__ import annotations

from cascais.web.inventories.drafting import restore
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member


def places(gabrovo: Member) -> dict[str, object]:
    published = InventoryYear.objects.get(member=gabrovo, year=2018, superseded_at=None, is_published=True)
    standing = InventoryYear.objects.filter(member=gabrovo, year=2018, superseded_at=None)
    draft = standing.filter(is_published=False).first() or restore(published, published, None)
    return {"year": 2018, "form": "csv", "key": "covenant", "pk": published.pk, "restore:pk": draft.pk}
