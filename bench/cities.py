"""Full results of one, 50 and 2 000 cities: inventory by line, sector, carrier and gas, targets, budgets, paths.

Peer: LocalZero's generator (GermanZero). It is not installable here, so its published speed stands in as measured on a
2-core machine: 50 cities in 0.143 s with its data loaded, 25 s with loading. One of its end-to-end results
(2021/production_03159016_2022_2035.json) holds about 7 200 numbers: 300 in its first 16 000 of 384 253 characters.
Compared are seconds per produced number, because the two do not compute the same things; the aim is a tenth.

Counted is what the functions return and what is known: per line the quantity, five gases, CO2e and biogenic CO2; per
inventory the total, its uncertainty, the emissions per inhabitant, by gas, and by each sector and carrier that occurs;
per city and target what a status and a budget hold, and the path from 2005 to 2050. A second figure leaves out every
nought by line and gas (no fuel here has fluorinated gases). "Loaded" is the best of some runs in a process that has
run once; "fresh" the best of five new processes, each with the start of Python, the imports and the tables. Seconds
are those of the processor (all is done in one thread), so that other work on the machine counts as little as can be.

The activities are synthetic: 60 lines for each city and year, two inventories a city.

Missed: a fresh process takes about as long for one city as for 2 000, because the start of Python, the import of
NumPy (half of it or more) and the tables take what they take. For 50 cities it therefore stays short of a tenth where
NumPy's import is slow, and for one city far from it. Loaded, one city is held up by the calls of some 500 array
functions, which 50 cities share. Figures of a run stand in docs/benchmarks.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, fields

import numpy as np
from _synthetic_cities import Results, results, synthetic

PEER_CITIES, PEER_LOADED_S, PEER_FRESH_S, PEER_NUMBERS = 50, 0.143, 25.0, 7200


@dataclass(frozen=True)
class Run:
    """How many numbers a run produced, how many of them are no nought of a gas, and how long it took."""

    numbers: int
    without_noughts: int
    seconds: float

    @property
    def per_number(self) -> float:
        return self.seconds / self.numbers


def counted(found: Results) -> tuple[int, int]:
    """How many numbers the results hold, and how many of them are no nought of a gas in a line."""
    totals, targets = found
    numbers = totals.total_t.size + totals.half_width_t.size + known(totals.per_capita_t) + totals.by_gas.size
    numbers += np.count_nonzero(totals.by_sector) + np.count_nonzero(totals.by_carrier)
    for target in targets:
        numbers += known(target.path_t)
        for columns in (target.statuses, target.budgets):
            numbers += sum(known(getattr(columns, field.name)) for field in fields(columns))
    by_line = noughts = 0
    for part in totals.parts:
        numbers += part.quantity.size + part.co2e_t.size
        by_line += part.gas_t.size + part.biogenic_co2_t.size
        noughts += np.count_nonzero(part.gas_t == 0) + np.count_nonzero(part.biogenic_co2_t == 0)
    return int(numbers + by_line), int(numbers + by_line - noughts)


def known(column: np.ndarray) -> int:
    return int(column.size - np.count_nonzero(np.isnan(column)))


def loaded(cities: int) -> Run:
    """The best of some runs in this process, after one that reads the tables."""
    lines = synthetic(cities)
    numbers = counted(results(lines))
    return Run(*numbers, min(timed(lambda: results(lines)) for _ in range(10 if cities > 100 else 100)))


def fresh(cities: int) -> float:
    """Seconds of a new process that imports Cascais, reads its tables and computes the cities; the best of five."""
    return of_process(
        f"import sys; sys.path.insert(0, {sys.path[0]!r}); "
        f"from _synthetic_cities import results, synthetic; results(synthetic({cities}))"
    )


def of_process(code: str) -> float:
    return min(timed(lambda: subprocess.run([sys.executable, "-c", code], check=True)) for _ in range(5))


def timed(function) -> float:
    """Processor seconds of a function, those of the processes it starts included."""
    start = os.times()
    began = time.process_time()
    function()
    end = os.times()
    children = end.children_user - start.children_user + end.children_system - start.children_system
    return time.process_time() - began + children


def main() -> None:
    peer_numbers = PEER_CITIES * PEER_NUMBERS
    print(
        f"LocalZero's generator, 50 cities: {peer_numbers} numbers, loaded {PEER_LOADED_S} s, fresh {PEER_FRESH_S} s"
    )
    print(f"a fresh process that only imports NumPy: {of_process('import numpy'):.2f} s")
    for cities in (1, 50, 2000):
        run = loaded(cities)
        start = Run(run.numbers, run.without_noughts, fresh(cities))
        print(f"{cities} cities: {run.numbers} numbers, {run.without_noughts} without noughts of gases")
        for title, found, seconds in (("loaded", run, PEER_LOADED_S), ("fresh", start, PEER_FRESH_S)):
            ratio = seconds / peer_numbers / found.per_number
            print(
                f"  {title}: {found.seconds:.4f} s, {found.per_number * 1e6:.4f} µs a number: "
                f"{ratio:.1f} times fewer s a number than the peer "
                f"({ratio * found.without_noughts / found.numbers:.1f} without noughts)"
            )


if __name__ == "__main__":
    main()
