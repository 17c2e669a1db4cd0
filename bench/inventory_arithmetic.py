"""Lines per second of the emission arithmetic, beside bare NumPy on the same arrays.

2.1 million lines: 2 000 members, 35 years, 30 lines (six sectors × five carriers). `compute` takes activities as
columns and does everything: units, the choice of each factor with its publication, five gases, CO2e, biogenic CO2,
provenance keys. The peer knows all factors already and does only the multiplications and sums, line by line, on
the same arrays. The aim is a ratio of at most 3.

    python bench/inventory_arithmetic.py [members]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from cascais import units
from cascais.inventory.activities import ActivityTable, carrier_codes, sector_codes, unit_codes
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options, gwp_weights

YEARS, LINES = 35, 30
SECTORS = (
    "residential",
    "tertiary",
    "municipal_buildings",
    "industry",
    "private_transport",
    "public_transport",
)
CARRIERS = ("natural_gas", "heating_oil", "wood", "diesel", "lpg")
REPEATS = 11


def activities(members: int) -> ActivityTable:
    count = members * YEARS * LINES
    generator = np.random.default_rng(1990)
    line = np.arange(count) % LINES
    sectors = np.array([sector_codes()[key] for key in SECTORS], dtype=np.int32)
    carriers = np.array([carrier_codes()[key] for key in CARRIERS], dtype=np.int32)
    used_units = np.array([unit_codes()[unit] for unit in ("MWh", "GJ", "TJ")], dtype=np.int32)
    return ActivityTable(
        year=(1990 + np.arange(count) // LINES % YEARS).astype(np.int32),
        sector=sectors[line // len(CARRIERS)],
        carrier=carriers[line % len(CARRIERS)],
        amount=generator.lognormal(8, 1, count),
        unit=used_units[line % 3],
        supplier=np.zeros(count, dtype=np.int32),
        uncertainty=np.full(count, 0.05),
        reported_t=np.full(count, np.nan),
    )


def bare(
    amount: np.ndarray, conversion: np.ndarray, factor: np.ndarray, biogenic: np.ndarray, weights: np.ndarray
) -> float:
    quantity = amount * conversion
    gas_t = quantity[:, None] * factor
    co2e_t = gas_t @ weights
    biogenic_co2_t = quantity * biogenic
    return float(co2e_t.sum() + 0.0 * biogenic_co2_t.sum())


def medians(*works: Callable[[], object]) -> list[float]:
    """Median seconds of each work; they take turns, so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(REPEATS):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def main() -> None:
    members = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    table, options = activities(members), Options(country="EE", gwp_set="AR5")
    inventory: Inventory = compute(table, options)
    factor = inventory.factors.values[inventory.factor_of_line]
    biogenic = inventory.factors.biogenic_co2[inventory.factor_of_line]
    in_mwh = {unit: units.conversion(unit, "MWh") for unit in units.ENERGY_MWH}
    conversion = np.array([in_mwh.get(unit, np.nan) for unit in units.UNITS])[table.unit]
    peer_total = bare(table.amount, conversion, factor, biogenic, weights := gwp_weights("AR5"))
    difference = abs(peer_total / float(inventory.co2e_t.sum()) - 1)
    assert difference < 1e-9, difference
    ours, peer = medians(
        lambda: compute(table, options), lambda: bare(table.amount, conversion, factor, biogenic, weights)
    )
    count = len(table)
    print(
        f"{count:,} lines ({members:,} members × {YEARS} years × {LINES} lines), {len(inventory.factors):,} factor keys"
    )
    print(
        f"cascais compute   {ours:7.3f} s  {count / ours:14,.0f} lines/s   (units, choice of factors, provenance included)"
    )
    print(f"bare NumPy        {peer:7.3f} s  {count / peer:14,.0f} lines/s   (multiplications and sums only)")
    print(
        f"ratio             {ours / peer:7.2f}    aim ≤ 3; median of {REPEATS} runs; totals agree to {difference:.0e}"
    )


if __name__ == "__main__":
    main()
