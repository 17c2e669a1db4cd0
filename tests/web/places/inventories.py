"""An inventory of Gabrovo that is published."""

from __future__ import annotations

from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member


def places(gabrovo: Member) -> dict[str, object]:
    inventory = InventoryYear.objects.get(member=gabrovo, year=2018, superseded_at=None)
    return {"year": 2018, "form": "csv", "key": "covenant", "pk": inventory.pk}
