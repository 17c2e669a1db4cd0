"""Run every check over the whole Covenant and print how often each one fires.

    python tools/check_rates.py                 firings by rule
    python tools/check_rates.py --distribution  write the table of quantiles that the outlier checks use
    python tools/check_rates.py --sample RULE   twenty firings of a rule, with the numbers, for checking by hand

The Covenant's inventories of 2019 are read from the folder of real data sets (CASCAIS_SHARED_DATA).
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from cascais.connectors import covenant_2019
from cascais.inventory.checks import CHECKS, _classes
from cascais.inventory.emissions import Inventory
from cascais.inventory.findings import Finding, Subject, lines
from cascais.workflows.covenant import subjects

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CASCAIS_SHARED_DATA", ROOT.parent / "shared" / "data"))
FILE = DATA / "inventories" / "com2019_inventories_joined.csv.gz"
TABLE = ROOT / "src/cascais/tables/data/plausibility/covenant_2019_per_inhabitant.toml"


def read() -> Iterator[Subject]:
    """Every inventory with the earlier ones of the same signatory."""
    data = covenant_2019.load(FILE)
    members = {each.gcom_id for each in data.inventories}
    print(f"{len(data.inventories)} inventories of {len(members)} members; {len(data.problems)} rows refused")
    return subjects(data)


def write_distribution(found: Iterable[Subject]) -> None:
    """Write the quantiles per inhabitant by group of countries and class."""
    values: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for subject in found:
        for key, quantity, value in _per_inhabitant(subject.inventory):
            for group in {_classes.group_of(subject.country), "all"}:
                values[group, key, quantity].append(value)
    rows = [_row(key, np.array(found)) for key, found in sorted(values.items()) if len(found) >= 30]
    TABLE.write_text("\n".join([ABOUT, "rows = [", *rows, "]", "", SOURCE]), encoding="utf-8")
    print(f"{len(rows)} rows in {TABLE.relative_to(ROOT)}")


def _per_inhabitant(inventory: Inventory) -> Iterator[tuple[str, str, float]]:
    population = sum(inventory.options.population.values())
    if not population:
        return
    found = _classes.sums(lines(inventory))
    for key, each in found.items():
        if each.energy_mwh > 0:
            yield key, "energy_mwh", each.energy_mwh / population
        if each.emissions_t > 0:
            yield key, "emissions_t", each.emissions_t / population
    total = sum(each.emissions_t for each in found.values())
    if total > 0:
        yield "total", "emissions_t", total / population


def _row(key: tuple[str, str, str], found: np.ndarray) -> str:
    quantiles = np.quantile(found, [0.01, 0.05, 0.5, 0.95, 0.99])
    figures = ", ".join(
        f"{name} = {value:.4g}"
        for name, value in zip(("q01", "q05", "q50", "q95", "q99"), quantiles, strict=True)
    )
    return f'    {{ group = "{key[0]}", class = "{key[1]}", quantity = "{key[2]}", {figures}, n = {len(found)} }},'


ABOUT = '''about = """What real inventories show per inhabitant and year: quantiles over the inventories of like countries, \\
energy_mwh in MWh and emissions_t in t CO2(e) as reported. Made by tools/check_rates.py --distribution."""
'''
SOURCE = """[source]
id = "cascais_covenant_2019_per_inhabitant"
title = "Energy and emissions per inhabitant in 8 084 Covenant inventories, by group of countries and sector"
publisher = "Cascais, computed from: European Commission, Joint Research Centre, GCoM - MyCovenant 2019"
year = 2019
url = "https://data.jrc.ec.europa.eu/dataset/57a615eb-cfbc-435a-a8c5-553bd40f76c9"
locator = "all inventories with a population, both types of emissions; groups of countries as in cascais.inventory.checks"
licence = "CC BY 4.0"
accessed = "2026-11-24"
how_known = "computed"
"""


def rates(checked: Iterable[Subject]) -> dict[str, list[tuple[Subject, Finding]]]:
    """Run every rule over every inventory; print how often each fires and the seconds taken."""
    fired: dict[str, list[tuple[Subject, Finding]]] = defaultdict(list)
    seconds: Counter[str] = Counter()
    inventories: Counter[str] = Counter()
    number = 0
    for subject in checked:
        number += 1
        _ = subject.lines, subject.history
        for check in CHECKS.values():
            start = time.perf_counter()
            found = list(check.function(subject))
            seconds[check.key] += time.perf_counter() - start
            inventories[check.key] += bool(found)
            fired[check.key] += [(subject, finding) for finding in found]
    print(f"{'rule':34}{'inventories':>12}{'%':>8}{'findings':>10}{'seconds':>9}")
    for key in CHECKS:
        share = 100 * inventories[key] / number
        print(f"{key:34}{inventories[key]:>12}{share:>8.2f}{len(fired[key]):>10}{seconds[key]:>9.2f}")
    print(f"{number} inventories, {sum(seconds.values()):.1f} s in the rules")
    return fired


def print_sample(fired: list[tuple[Subject, Finding]], size: int) -> None:
    """Print some firings of a rule with the lines of the inventory and its predecessor."""
    for subject, finding in random.Random(20).sample(fired, min(size, len(fired))):
        print(
            f"\n{subject.country} {subject.name} {subject.years}: {finding.place} | {finding.value} | {finding.why}"
        )
        for inventory in (*subject.earlier, subject.inventory):
            print(f"   population {sum(inventory.options.population.values()):,.0f}: {_summary(inventory)}")


def _summary(inventory: Inventory) -> str:
    """Energy and emissions of each sector and carrier, in one line."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for line in lines(inventory):
        each = sums[f"{line.sector[:6]}.{line.carrier[:4]}"]
        each[0] += line.quantity or 0.0
        each[1] += line.co2e_t
    return "  ".join(f"{key} {mwh:,.0f} MWh {t:,.0f} t" for key, (mwh, t) in sorted(sums.items()))


def main() -> None:
    """Read the data once and do what was asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--distribution", action="store_true")
    parser.add_argument("--sample", metavar="RULE")
    parser.add_argument("--size", type=int, default=20)
    chosen = parser.parse_args()
    if chosen.distribution:
        write_distribution(read())
        return
    fired = rates(read())
    if chosen.sample:
        print_sample(fired[chosen.sample], chosen.size)


if __name__ == "__main__":
    main()
