"""Time and memory of the Monte Carlo, beside plain NumPy that samples every line of every draw.

(a) One inventory of 30 lines, 10 000 draws: the aim is less than 0.2 s.
(b) 1 000 draws over 2.1 million lines (2 000 members × 35 years × 30 lines), factor errors shared across all lines,
    amount errors independent: mean, standard deviation and 95 % interval of each of the 70 000 yearly totals.
    The peer runs a few draws in the same run and is scaled up to 1 000.

    python bench/monte_carlo.py [members]
"""

from __future__ import annotations

import resource
import statistics
import sys
import time

import numpy as np

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options
from cascais.inventory.monte_carlo import monte_carlo, summarise
from cascais.inventory.uncertainty import TWO_SIDED_95, ErrorModel, propagate

YEARS, LINES, FACTORS = 35, 30, 25
DRAWS, PEER_DRAWS = 1_000, 20
SECTORS = ("residential", "tertiary", "municipal_buildings", "industry", "agriculture", "private_transport")
CARRIERS = ("electricity", "natural_gas", "heating_oil", "wood", "lpg")


def one_inventory() -> Inventory:
    lines = [
        Activity(2022, sector, carrier, 1_000.0, "MWh", quality="B")
        for sector in SECTORS
        for carrier in CARRIERS
    ]
    return compute(lines, Options(country="EE"))


def many_lines(members: int) -> tuple[ErrorModel, np.ndarray, int]:
    totals = members * YEARS
    count = totals * LINES
    generator = np.random.default_rng(1990)
    group = (np.arange(count) % LINES % FACTORS).astype(np.int32)
    shared = generator.uniform(0.02, 0.5, FACTORS)[group]
    model = ErrorModel(generator.lognormal(7, 1, count), generator.uniform(0.02, 0.5, count), shared, group)
    return model, np.repeat(np.arange(totals, dtype=np.int32), LINES), totals


def plain(model: ErrorModel, owner: np.ndarray, totals: int, draws: int) -> np.ndarray:
    generator = np.random.default_rng(1)
    half_width = np.zeros(FACTORS)
    half_width[model.group] = model.shared
    samples = np.empty((draws, totals))
    for draw in range(draws):
        factor = 1 + half_width / TWO_SIDED_95 * generator.standard_normal(FACTORS)
        amount = 1 + model.independent / TWO_SIDED_95 * generator.standard_normal(len(model.co2e_t))
        samples[draw] = np.bincount(owner, model.co2e_t * amount * factor[model.group], totals)
    return samples


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    inventory = one_inventory()
    times = []
    for _ in range(9):
        start = time.perf_counter()
        monte_carlo(inventory, 10_000)
        times.append(time.perf_counter() - start)
    print(f"(a) one inventory, {LINES} lines, 10 000 draws: {statistics.median(times):.4f} s (aim < 0.2 s)")

    members = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    model, owner, totals = many_lines(members)
    before = memory_mb()
    times = []
    for _ in range(3):
        start = time.perf_counter()
        summary = summarise(model, owner, totals, DRAWS)
        times.append(time.perf_counter() - start)
    ours, used = statistics.median(times), memory_mb() - before
    start = time.perf_counter()
    samples = plain(model, owner, totals, PEER_DRAWS)
    peer = (time.perf_counter() - start) * DRAWS / PEER_DRAWS
    print(f"(b) {len(owner):,} lines, {totals:,} totals, {DRAWS:,} draws")
    print(
        f"    cascais     {ours:7.2f} s  {used:7.0f} MB beyond the lines   (interval of each total included)"
    )
    print(
        f"    plain NumPy {peer:7.2f} s  {DRAWS * totals * 8 / 2**20:7.0f} MB for the draws     ({PEER_DRAWS} draws run, scaled to {DRAWS:,}; no interval)"
    )
    print(f"    ratio       {peer / ours:7.1f} times faster")
    some = range(0, totals, max(1, totals // 500))
    first_order = np.array(
        [propagate(model.restricted(np.arange(i * LINES, (i + 1) * LINES))).half_width_t for i in some]
    )
    simulated = summary.standard_deviation_t[list(some)] * TWO_SIDED_95
    print(
        f"    standard deviation ÷ error propagation, mean over {len(some)} totals: {np.mean(simulated / first_order):.3f}"
    )
    print(
        f"    mean ÷ sum of lines: {summary.mean_t.sum() / model.co2e_t.sum():.4f}; peer {samples.mean(axis=0).sum() / model.co2e_t.sum():.4f}"
    )


if __name__ == "__main__":
    main()
