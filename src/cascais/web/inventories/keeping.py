"""What an inventory came to, kept with the version that computed it.

The totals of a draft follow the code and the tables. Those of a published version are frozen: they stay what they were
on the day of its publication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet

from cascais.errors import CascaisError
from cascais.inventory import totals
from cascais.inventory.emissions import Inventory
from cascais.inventory.findings import Finding
from cascais.inventory.uncertainty import approach_1
from cascais.web.inventories import reads
from cascais.web.inventories.computing import computed_by, computing_version
from cascais.web.inventories.models import InventoryYear
from cascais.workflows import commitments
from cascais.workflows.estimates import estimated_share

CHUNK = 200
"""Inventories that are read together with their lines."""
KEPT = (
    "total_t", "total_without_sinks_t", "uncertainty", "estimated_share", "by_sector", "computed_by_version",
)  # fmt: skip


def keep_totals(inventory: InventoryYear, computed: Inventory | None = None) -> None:
    """Compute an inventory and keep its totals with the version that computed them."""
    computed = computed or reads.computed(inventory)
    with_sinks = commitments.observation(computed, inventory.year, has_sinks=True)
    without_sinks = commitments.observation(computed, inventory.year)
    inventory.total_t = with_sinks.emissions_t
    inventory.total_without_sinks_t = without_sinks.emissions_t
    inventory.uncertainty = without_sinks.uncertainty
    inventory.estimated_share = estimated_share(computed)
    inventory.by_sector = totals.by_sector(computed)
    inventory.computed_by_version = computing_version()
    inventory.save(update_fields=KEPT)


def results_of(inventory: InventoryYear, computed: Inventory, findings: Iterable[Finding]) -> dict[str, Any]:
    """Everything that an inventory comes to, as it is frozen when it is published; masses in t CO2e."""
    counts = Counter(finding.severity.value for finding in findings)
    return {
        "total_t": inventory.total_t,
        "total_without_sinks_t": inventory.total_without_sinks_t,
        "uncertainty": inventory.uncertainty,
        "uncertainty_with_sinks": approach_1(computed).relative,
        "estimated_share": inventory.estimated_share,
        "by_sector": totals.by_sector(computed),
        "by_carrier": totals.by_carrier(computed),
        "by_gas": totals.by_gas(computed),
        "biogenic_co2_t": totals.biogenic_co2_t(computed),
        "findings": dict(counts),
        "gwp_set": computed.gwp_set,
        "variant": inventory.variant,
        "computed_by": asdict(computed_by()),
    }


def stale() -> QuerySet[InventoryYear]:
    """Standing inventories whose totals another state of code or tables computed, and that are not frozen.

    A published inventory without results was published before results were frozen.
    """
    standing = InventoryYear.objects.filter(superseded_at=None)
    drafts = standing.filter(is_published=False).exclude(computed_by_version=computing_version())
    return drafts | standing.filter(is_published=True, results={})


def refresh_totals() -> tuple[int, list[str]]:
    """Compute the drafts anew whose totals another state of code or tables computed; what is published stays.

    Returns how many were computed, and what could not be; such an inventory keeps the totals it had.
    """
    rows = reads.with_lines(stale().select_related("member")).order_by("pk")
    done, failures = 0, []
    for inventory in rows.iterator(chunk_size=CHUNK):
        try:
            _refresh(inventory)
        except (CascaisError, KeyError) as error:
            # A KeyError names a word that the vocabulary had once and has no longer.
            failures.append(f"{inventory.member.name} {inventory.year}: {error}")
        else:
            done += 1
    return done, failures


def _refresh(inventory: InventoryYear) -> None:
    computed = reads.computed(inventory)
    keep_totals(inventory, computed)
    if inventory.is_published:
        inventory.results = results_of(inventory, computed, reads.found(inventory, computed))
        inventory.published_at = inventory.published_at or inventory.created_at
        inventory.save(update_fields=["results", "published_at"])
