"""A sector's energy or emissions per inhabitant lie far outside what real inventories show."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._classes import TITLES, Range, group_of, is_thousand_times, ranges, sums
from cascais.inventory.findings import Finding, Severity, Subject
from cascais.text import _, message

KEY = "sector_outlier"
FAR_ABOVE, FAR_BELOW = 3.0, 1 / 3
"""Beyond three times the 99 % quantile or a third of the 1 % one; chosen on the Covenant's inventories."""
ALWAYS_THERE = ("residential",)
"""Only homes are in every town: elsewhere very little may be true."""


@rule(
    KEY,
    title=_("A sector far from those of other towns"),
    severity=Severity.WARNS,
    reason=message(
        "Paiania reports 106 480 MWh for the municipal buildings of 26 620 inhabitants: four for each, an invented figure."
    ),
)
def sector_outlier(subject: Subject) -> Iterator[Finding]:
    """Compare each class of sectors, energy [MWh] and emissions [t CO2e] per inhabitant, with like countries."""
    for year in subject.years:
        population = subject.population(year)
        for key, found in sorted(sums(subject.history[year]).items()) if population else ():
            for quantity, amount, unit in (
                ("energy_mwh", found.energy_mwh, "MWh"),
                ("emissions_t", found.emissions_t, "t CO2e"),
            ):
                usual = ranges().get((group_of(subject.country), key, quantity))
                value = amount / (population or 1.0)
                if usual and _is_far(key, value, usual):
                    yield _finding(f"{value:,.4g} {unit}", key, year, usual, found.positions)
                    break


def _is_far(key: str, value: float, usual: Range) -> bool:
    if is_thousand_times(key, value, usual):
        return False  # the rule unit_slip says so
    return value > FAR_ABOVE * usual.q99 or (key in ALWAYS_THERE and 0 < value < FAR_BELOW * usual.q01)


def _finding(value: str, key: str, year: int, usual: Range, positions: tuple[int, ...]) -> Finding:
    return Finding(
        KEY,
        Severity.WARNS,
        message("{sector}, {year}", sector=TITLES[key], year=year),
        value,
        message(
            "{value} per inhabitant; of {n} inventories of like countries 98 % lie between {low:.2g} and {high:.2g}.",
            value=value, n=usual.n, low=usual.q01, high=usual.q99,
        ),
        message("Check unit, number of inhabitants and boundary; a large plant or a motorway may explain it: say so."),
        positions,
    )  # fmt: skip
