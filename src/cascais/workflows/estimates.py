"""An estimated inventory to start from, and how much of an inventory is still estimated."""

from __future__ import annotations

from collections.abc import Iterable

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory
from cascais.inventory.factors import Options
from cascais.inventory.prefill import complete, estimated_activities, measured_share
from cascais.text import Translate
from cascais.workflows.inventories import CheckedInventory, checked_inventory


def prefilled(
    country: str,
    population: float,
    year: int,
    *,
    gwp_set: str = "AR5",
    known: Iterable[Activity] = (),
    tell: Translate = str,
) -> CheckedInventory:
    """A complete inventory: the lines that are known, the rest estimated from national figures per inhabitant."""
    activities = complete(known, estimated_activities(country, year, population, tell), tell)
    options = Options(country=country, gwp_set=gwp_set, population={year: population})
    return checked_inventory(activities, options)


def estimated_share(inventory: Inventory) -> float:
    """Share of the emissions that is estimated, sinks counted by their size; 0 where there is nothing."""
    found = measured_share(inventory)
    return 1.0 - found.share if found.estimated_t else 0.0
