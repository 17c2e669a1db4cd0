"""Every default that the lookups give, against the committed list: a change of any of them is seen in review.

Write the list anew with `python tests/tables/test_snapshot.py --write`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from cascais.errors import MissingFigureError
from cascais.tables import electricity, emission_factors, vocabulary
from cascais.tables.calorific_values import calorific_value
from cascais.tables.parameters import groups, parameters

SNAPSHOT = Path(__file__).with_name("defaults.txt")
SECTORS = (
    "residential",
    "tertiary",
    "industry",
    "agriculture",
    "energy_industries",
    "road",
    "rail",
    "aviation",
)
YEAR = 2022


def factor_lines() -> Iterator[str]:
    for key, record in vocabulary.carriers().items():
        is_energy = record.kind == "energy"
        for variant in emission_factors.VARIANTS if is_energy else ("direct",):
            for sector in SECTORS if is_energy and variant == "direct" else ("residential",):
                for area in ("EE",) if is_energy and variant == "direct" else ("DE", "EE", "LT"):
                    yield from found_lines(key, sector, area, variant)


def found_lines(carrier: str, sector: str, area: str, variant: str) -> Iterator[str]:
    start = f"{variant} {carrier} {sector} {area}"
    try:
        found = emission_factors.find(carrier, sector=sector, area=area, year=YEAR, variant=variant)
    except MissingFigureError:
        yield f"{start}: none"
        return
    values = ", ".join(
        f"{factor.gas}{' ' + factor.process if factor.process else ''} {factor.value:.6g} {factor.unit}"
        for factor in found.factors
    )
    yield f"{start}: {values} ({found.choice.how.value})"


def electricity_lines() -> Iterator[str]:
    for country in vocabulary.countries():
        for series in electricity.variants():
            for year in (1990, 2012, YEAR):
                try:
                    found = electricity.find(country, year, series.key)
                except MissingFigureError:
                    continue
                values = ", ".join(f"{factor.value:.6g}" for factor in found.factors)
                yield f"electricity {series.key} {country} {year}: {values} t/MWh ({found.choice.how.value})"


def calorific_lines() -> Iterator[str]:
    for carrier in vocabulary.carriers():
        for unit in ("t", "m3"):
            try:
                yield f"calorific {carrier}: {calorific_value(carrier, unit).value:.6g} MWh/{unit}"
            except MissingFigureError:
                continue


def parameter_lines() -> Iterator[str]:
    for group in groups():
        for key, figure in parameters(group).items():
            yield f"parameter {group} {key}: {figure.value:.6g} {figure.unit}"


def all_lines() -> list[str]:
    return [*factor_lines(), *electricity_lines(), *calorific_lines(), *parameter_lines()]


def test_the_defaults_are_those_that_were_reviewed() -> None:
    lines = all_lines()
    assert len(lines) > 900
    assert lines == SNAPSHOT.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__" and "--write" in sys.argv:
    SNAPSHOT.write_text("\n".join(all_lines()) + "\n", encoding="utf-8")
