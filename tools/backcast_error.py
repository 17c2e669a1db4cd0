"""Measures the error of the back-cast on members that have an inventory of 1990 and a later one.

Usage: python tools/backcast_error.py FOLDER_OF_THE_DATA_SETS [--write]

Data: the municipal emissions of Sweden (SMHI, as compiled by Klimatkollen), the Covenant of Mayors data set of 2019
(JRC, CC BY 4.0), the series of Wrocław (its Climate City Contract), the national series of Climate Watch and
the populations of Eurostat and Gapminder.
With --write the table src/cascais/tables/data/backcast_error/measured.toml and the tables in docs/method/backcast.md
are made anew; without it they are printed.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from backcast_pairs import BASE_YEAR, CODE_3, Pair, covenant, national, population, sweden, wroclaw
from numpy.typing import NDArray

from cascais.pathways.backcast import estimated_sectors

REPOSITORY = Path(__file__).resolve().parent.parent
TABLE = REPOSITORY / "src/cascais/tables/data/backcast_error/measured.toml"
PAGE = REPOSITORY / "docs/method/backcast.md"
MARK = "<!-- made by tools/backcast_error.py: {} -->"
FEWEST = 5
"""Cases below which a bin of one data set does not set the published error."""

BINS = ((8, 12), (13, 17), (18, 22), (23, 27), (28, 32))
DATA_SETS = {
    "sweden": "Sweden, 290 municipalities",
    "covenant": "Covenant of Mayors",
    "wroclaw": "Wrocław",
}
METHODS = {
    "sectors": "the method: by sector, with the population where known",
    "no_population": "by sector, without population",
    "total": "national total only, with the population where known",
    "constant": "the later inventory unchanged",
}


@dataclass(frozen=True)
class Case:
    """The errors ln(estimate ÷ real) of each method for one pair."""

    pair: Pair
    errors: Mapping[str, float]

    @property
    def years(self) -> int:
        """Years that the back-cast reaches back."""
        return self.pair.year - BASE_YEAR


def case(folder: Path, pair: Pair) -> Case:
    """The errors of the method and of its peers for one pair."""
    series = national(folder)[CODE_3[pair.country]]
    years = (pair.year, BASE_YEAR)
    people = 1.0
    if pair.people:
        nation = population(folder, pair.country, BASE_YEAR) / population(folder, pair.country, pair.year)
        people = pair.people[1] / pair.people[0] / nation
    by_sector = math.fsum(
        item.base_t for item in estimated_sectors(pair.later_t, series, years, 1.0, pair.grid)
    )
    later_t = math.fsum(pair.later_t.values())
    totals = [float(np.nansum(series.t_co2e[series.years.index(year)])) for year in years]
    estimates = {
        "sectors": by_sector * people,
        "no_population": by_sector,
        "total": later_t * totals[1] / totals[0] * people,
        "constant": later_t,
    }
    return Case(pair, {method: math.log(value / pair.real_t) for method, value in estimates.items()})


def errors(cases: Iterable[Case], method: str = "sectors") -> NDArray[np.float64]:
    """The errors of one method."""
    return np.array([item.errors[method] for item in cases])


def root_mean_square(values: NDArray[np.float64]) -> float:
    """Size of the errors with their bias counted in."""
    return float(np.sqrt(np.mean(values**2)))


def published_errors(cases: Sequence[Case]) -> list[tuple[tuple[int, int], float, int]]:
    """For each bin the largest error among the data sets, never less than that of a shorter reach."""
    found, largest = [], 0.0
    for bounds in BINS:
        sizes = [
            root_mean_square(errors(inside))
            for name in DATA_SETS
            if len(inside := in_bin([item for item in cases if item.pair.data_set == name], bounds)) >= FEWEST
        ]
        largest = max([largest, *sizes])
        if largest > 0:
            found.append((bounds, largest, len(in_bin(cases, bounds))))
    return found


def in_bin(cases: Iterable[Case], bounds: tuple[int, int]) -> list[Case]:
    """The cases that reach back as many years as the bin says."""
    return [item for item in cases if bounds[0] <= item.years <= bounds[1]]


def covered(cases: Sequence[Case], fitted_on: Sequence[Case], quantile: float) -> float:
    """Share of cases whose error lies inside the interval that other data sets give."""
    published = published_errors(fitted_on)
    sizes = [
        next((size for (_, last), size, _ in published if item.years <= last), published[-1][1])
        for item in cases
    ]
    return float(np.mean(np.abs(errors(cases)) <= quantile * np.array(sizes)))


def error_row(label: str, cases: Sequence[Case], method: str = "sectors") -> str:
    """One line of the table: n, median ratio, bias, intervals of the ratio, root mean square."""
    found = errors(cases, method)
    low, q25, q75, high = np.exp(np.quantile(found, (0.05, 0.25, 0.75, 0.95)))
    members = len({item.pair.member for item in cases})
    return (
        f"| {label} | {len(found)} ({members}) | {math.exp(float(np.median(found))):.2f} | {found.mean():+.2f} "
        f"| {q25:.2f}–{q75:.2f} | {low:.2f}–{high:.2f} | {root_mean_square(found):.2f} |"
    )


HEADER = """| {} | cases (members) | median ratio | bias (log) | middle 50 % | middle 90 % | RMS (log) |
|---|---|---|---|---|---|---|"""


def by_reach(cases: Sequence[Case]) -> str:
    """Errors of the method by data set and years back."""
    lines = [HEADER.format("data set, years back")]
    for name, title in DATA_SETS.items():
        own = [item for item in cases if item.pair.data_set == name]
        lines += [
            error_row(f"{title}, {low}–{high}", found)
            for low, high in BINS
            if (found := in_bin(own, (low, high)))
        ]
        lines.append(error_row(f"**{title}, all**", own))
    return "\n".join(lines)


def by_method(cases: Sequence[Case]) -> str:
    """Errors of the method and of its peers by data set."""
    lines = [HEADER.format("data set, method")]
    for name, title in DATA_SETS.items():
        own = [item for item in cases if item.pair.data_set == name]
        methods = [key for key in METHODS if key != "no_population" or any(item.pair.people for item in own)]
        lines += [error_row(f"{title}: {METHODS[method]}", own, method) for method in methods]
    return "\n".join(lines)


def against_peers(cases: Sequence[Case]) -> str:
    """RMS of the method less that of each peer, with the 90 % interval of 2 000 draws of members."""
    lines = ["| data set | peer | RMS of the method − RMS of the peer | 90 % interval |", "|---|---|---|---|"]
    for name, title in DATA_SETS.items():
        own = [item for item in cases if item.pair.data_set == name]
        members = sorted({item.pair.member for item in own})
        if len(members) < FEWEST:
            continue
        for method in ("no_population", "total", "constant"):
            if method != "no_population" or any(item.pair.people for item in own):
                lines.append(f"| {title} | {METHODS[method]} | {_difference(own, members, method)} |")
    return "\n".join(lines)


def _difference(cases: Sequence[Case], members: Sequence[str], method: str) -> str:
    """Difference of the RMS and its interval, drawing whole members so that their years stay together."""
    generator = np.random.default_rng(1990)
    place = {member: number for number, member in enumerate(members)}
    of_case = np.array([place[item.pair.member] for item in cases])
    draws = generator.multinomial(len(members), [1 / len(members)] * len(members), size=2000)[:, of_case]
    squares = [errors(cases, key) ** 2 for key in ("sectors", method)]
    sizes = [np.sqrt(draws @ square / draws.sum(axis=1)) for square in squares]
    low, high = np.quantile(sizes[0] - sizes[1], (0.05, 0.95))
    found = root_mean_square(errors(cases)) - root_mean_square(errors(cases, method))
    return f"{found:+.3f} | {low:+.3f} to {high:+.3f}"


def coverage(cases: Sequence[Case]) -> str:
    """How often the truth lies in the interval that the other data sets give."""
    lines = [
        "| data set held out | cases | inside 50 % | inside 90 % | inside 95 % |",
        "|---|---|---|---|---|",
    ]
    for name, title in DATA_SETS.items():
        own = [item for item in cases if item.pair.data_set == name]
        others = [item for item in cases if item.pair.data_set != name]
        shares = [covered(own, others, quantile) for quantile in (0.6745, 1.6449, 1.9600)]
        lines.append(
            f"| {title} | {len(own)} | "
            + " | ".join(f"{share:.0%}".replace("%", " %") for share in shares)
            + " |"
        )
    return "\n".join(lines)


def widths(cases: Sequence[Case]) -> str:
    """The published error with the interval it means for a ratio."""
    lines = [
        "| years back | cases | σ of the logarithm | 95 % interval of the real value ÷ estimate |",
        "|---|---|---|---|",
    ]
    for (low, high), size, count in published_errors(cases):
        start = "1" if low == BINS[0][0] else str(low)
        interval = f"{math.exp(-1.96 * size):.2f}–{math.exp(1.96 * size):.2f}"
        lines.append(f"| {start}–{high} | {count} | {size:.3f} | {interval} |")
    return "\n".join(lines)


def table_text(cases: Sequence[Case]) -> str:
    """The measured errors as a table of the project."""
    rows = "\n".join(
        f"\n[[rows]]\nyears_from = {1 if bounds == BINS[0] else bounds[0]}\nyears_to = {bounds[1]}\n"
        f"log_error = {size:.4f}\ncases = {count}"
        for bounds, size, count in published_errors(cases)
    )
    countries = ", ".join(f'"{country}"' for country in sorted({item.pair.country for item in cases}))
    return TABLE_HEAD.format(countries=countries) + rows + "\n"


TABLE_HEAD = """about = "Error of the back-cast: root mean square of ln(estimate ÷ real 1990 emissions) by years back, the largest of the data sets tested and never less than that of a shorter reach. Made by tools/backcast_error.py."

[source]
id = "cascais_backcast_test"
title = "Test of the back-cast on members with inventories of 1990 and of a later year"
publisher = "Cascais"
year = 2026
url = "https://ourworldindata.org/grapher/ghg-emissions-by-sector"
locator = "docs/method/backcast.md; data: SMHI via Klimatkollen, JRC Covenant of Mayors 2019, Climate City Contract of Wrocław, Climate Watch"
licence = "Apache-2.0; inputs CC BY 4.0 or facts"
accessed = "2026-11-24"
how_known = "computed"

[defaults]
countries = [{countries}]
"""


def written(page: str, name: str, content: str) -> str:
    """The page with the part between two marks replaced."""
    start, end = MARK.format(name), MARK.format("end of " + name)
    before, rest = page.split(start)
    return f"{before}{start}\n{content}\n{end}{rest.split(end)[1]}"


PARTS: Mapping[str, Callable[[Sequence[Case]], str]] = {
    "errors": by_reach,
    "peers": by_method,
    "differences": against_peers,
    "coverage": coverage,
    "widths": widths,
}


def main(folder: Path, is_written: bool) -> None:
    """Measure, then print or write."""
    cases = [case(folder, pair) for data_set in (sweden, covenant, wroclaw) for pair in data_set(folder)]
    if not is_written:
        print("\n\n".join([*(part(cases) for part in PARTS.values()), table_text(cases)]))
        return
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table_text(cases), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    for name, part in PARTS.items():
        page = written(page, name, part(cases))
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
