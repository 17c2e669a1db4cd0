"""Full results of one, 50 and 2 000 cities: inventory by sector, carrier and gas, targets, budgets.

Peer: LocalZero's generator (GermanZero). It is not installable here, so its published speed stands in as measured on a
2-core machine: 50 cities in 0.143 s with its data loaded, 25 s with loading. One of its end-to-end results
(2021/production_03159016_2022_2035.json) holds about 7 200 numbers: 300 in its first 16 000 of 384 253 characters.
Compared are seconds per produced number, because the two do not compute the same things.

The activities are synthetic: 60 lines for each city and year, two inventories a city.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass

import numpy as np

from cascais.inventory.activities import ActivityTable, carrier_codes, sector_codes, unit_codes
from cascais.inventory.factors import Options
from cascais.pathways.budget import budget
from cascais.pathways.required import level
from cascais.pathways.series import Series
from cascais.pathways.status import statuses
from cascais.workflows.commitments import current_standard_targets
from cascais.workflows.network import MemberLines, network_totals

PEER_CITIES, PEER_LOADED_S, PEER_COLD_S, PEER_NUMBERS = 50, 0.143, 25.0, 7200
LINES = 60
YEARS = (2005, 2020)
PATH_YEARS = np.arange(2005.0, 2051.0)
SECTORS = ("municipal_buildings", "tertiary", "residential", "industry", "public_transport", "private_transport")
CARRIERS = (
    "electricity", "natural_gas", "heating_oil", "lpg", "hard_coal", "wood", "diesel", "gasoline", "biodiesel", "peat",
)  # fmt: skip


@dataclass(frozen=True)
class Produced:
    """How many numbers a run produced, and how long it took."""

    numbers: int
    seconds: float

    @property
    def per_number(self) -> float:
        return self.seconds / self.numbers


def synthetic(cities: int) -> MemberLines:
    """Cities with every carrier in every sector, in two years; amounts drawn with a fixed seed."""
    draw = np.random.default_rng(20241016)
    inventories = cities * len(YEARS)
    n = inventories * LINES
    pairs = [(sector, carrier) for sector in SECTORS for carrier in CARRIERS]
    year = np.repeat(np.tile(np.array(YEARS, dtype=np.int32), cities), LINES)
    table = ActivityTable(
        year=year,
        sector=np.tile(np.array([sector_codes()[s] for s, _ in pairs], dtype=np.int32), inventories),
        carrier=np.tile(np.array([carrier_codes()[c] for _, c in pairs], dtype=np.int32), inventories),
        amount=draw.lognormal(8.0, 1.5, n),
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


def results(lines: MemberLines) -> int:
    """Compute everything for all cities and return how many numbers were produced."""
    found = network_totals(lines, Options())
    numbers = found.total_t.size * 3 + found.by_gas.size + LINES * len(lines.year) * 7
    numbers += int(np.count_nonzero(found.by_sector) + np.count_nonzero(found.by_carrier))
    targets = [target for target in current_standard_targets() if target.base_year is None]
    for city in range(len(lines.country)):
        first = city * len(YEARS)
        observations = tuple(found.observation(first + offset) for offset in range(len(YEARS)))
        series = Series(observations)
        numbers += 12 * len(statuses(series, targets))
        for target in targets:
            numbers += 6 * (budget(series, target) is not None)
            numbers += np.asarray(level(target, observations[0], PATH_YEARS)).size
    return numbers


def timed(cities: int) -> Produced:
    lines = synthetic(cities)
    results(lines)
    start = time.perf_counter()
    numbers = results(lines)
    return Produced(numbers, time.perf_counter() - start)


def cold(cities: int) -> float:
    """Seconds of a fresh process that imports Cascais, reads its tables and computes the cities."""
    code = f"import sys; sys.path.insert(0, {str(sys.path[0])!r}); import cities; cities.results(cities.synthetic({cities}))"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main() -> None:
    peer = Produced(PEER_CITIES * PEER_NUMBERS, PEER_LOADED_S)
    peer_cold = Produced(PEER_CITIES * PEER_NUMBERS, PEER_COLD_S)
    print(f"LocalZero's generator: {peer.numbers} numbers, {peer.seconds} s loaded, {PEER_COLD_S} s with loading (quoted)")
    for cities in (1, 50, 2000):
        found = timed(cities)
        fresh = Produced(found.numbers, cold(cities))
        print(
            f"{cities:5d} cities: {found.numbers:8d} numbers  loaded {found.seconds:7.3f} s "
            f"({found.per_number * 1e6:6.3f} µs/number, {peer.per_number / found.per_number:5.1f} x fewer s/number)  "
            f"fresh process {fresh.seconds:6.2f} s ({peer_cold.per_number / fresh.per_number:6.1f} x fewer s/number)"
        )


if __name__ == "__main__":
    main()
