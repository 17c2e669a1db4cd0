"""Synthetic cities of the benchmark `cities.py`, and everything that is computed for them.

A module of its own, so that a fresh process imports nothing that the results do not need.
"""

from __future__ import annotations

import numpy as np

from cascais.inventory.activities import ActivityTable, carrier_codes, sector_codes, unit_codes
from cascais.inventory.factors import Options
from cascais.pathways.targets import standard_targets
from cascais.workflows.network import (
    MemberLines,
    NetworkTotals,
    TargetColumns,
    network_statuses,
    network_totals,
)

LINES = 60
YEARS = (2005, 2020)
PATH_YEARS = np.arange(2005.0, 2051.0)
SECTORS = (
    "municipal_buildings",
    "tertiary",
    "residential",
    "industry",
    "public_transport",
    "private_transport",
)
CARRIERS = (
    "electricity", "natural_gas", "heating_oil", "lpg", "hard_coal", "wood", "diesel", "gasoline", "biodiesel", "peat",
)  # fmt: skip
Results = tuple[NetworkTotals, tuple[TargetColumns, ...]]


def synthetic(cities: int) -> MemberLines:
    """Cities with every carrier in every sector, in two years; amounts spread between 700 and 13 000 MWh."""
    inventories = cities * len(YEARS)
    n = inventories * LINES
    pairs = [(sector, carrier) for sector in SECTORS for carrier in CARRIERS]
    year = np.repeat(np.tile(np.array(YEARS, dtype=np.int32), cities), LINES)
    table = ActivityTable(
        year=year,
        sector=np.tile(np.array([sector_codes()[s] for s, _ in pairs], dtype=np.int32), inventories),
        carrier=np.tile(np.array([carrier_codes()[c] for _, c in pairs], dtype=np.int32), inventories),
        amount=np.exp(8.0 + 1.5 * np.sin(np.arange(n))),
        unit=np.full(n, unit_codes()["MWh"], dtype=np.int32),
        supplier=np.zeros(n, dtype=np.int32),
        uncertainty=np.full(n, 0.1),
        reported_t=np.full(n, np.nan),
    )
    return MemberLines(
        activities=table,
        row=np.repeat(np.arange(inventories, dtype=np.int32), LINES),
        member=np.repeat(np.arange(cities, dtype=np.int32), len(YEARS)),
        year=np.tile(np.array(YEARS, dtype=np.int32), cities),
        country=("PL",) * cities,
        population=np.full(inventories, 50_000.0),
    )


def results(lines: MemberLines) -> Results:
    """Compute everything for all cities: the targets of today that count from a city's first inventory."""
    targets = [each.target for each in standard_targets().values() if each.is_current]
    totals = network_totals(lines, Options())
    return totals, network_statuses(totals, [each for each in targets if each.base_year is None], PATH_YEARS)
