"""An estimated inventory to start from, and how much of an inventory is still estimated."""

from __future__ import annotations

from collections.abc import Iterable

from cascais.inventory.activities import Activity
from cascais.inventory.factors import Options
from cascais.inventory.prefill import complete, estimated_activities
from cascais.workflows.inventories import CheckedInventory, checked_inventory


def prefilled(
    country: str, population: float, year: int, *, gwp_set: str = "AR5", known: Iterable[Activity] = ()
) -> CheckedInventory:
    """A complete inventory: the lines that are known, the rest estimated from national figures per inhabitant."""
    activities = complete(known, estimated_activities(country, year, population))
    options = Options(country=country, gwp_set=gwp_set, population={year: population})
    return checked_inventory(activities, options)
