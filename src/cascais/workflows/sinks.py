"""The land and its sinks stand beside the total that targets are compared with, never in it unless they say so."""

from __future__ import annotations

import numpy as np

from cascais.inventory.activities import IntArray, sector_codes
from cascais.inventory.emissions import Inventory

LAND = "land_use"


def lines_without_land(inventory: Inventory) -> IntArray:
    """Positions of the lines of every sector but the land."""
    return np.flatnonzero(inventory.activities.sector != sector_codes()[LAND]).astype(np.int32)
