"""The total per inhabitant lies far outside what real inventories of like countries show."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._classes import group_of, ranges, sums
from cascais.inventory.checks.missing_key_sector import FEWEST, KEY_CLASSES, covered
from cascais.inventory.findings import Finding, Severity, Subject
from cascais.text import _, message

KEY = "per_capita_outlier"
FAR_ABOVE, FAR_BELOW = 2.0, 0.5
"""Beyond twice the 99 % quantile or half the 1 % one; chosen on the Covenant's inventories."""


@rule(
    KEY,
    title=_("Emissions per inhabitant far from those of other towns"),
    severity=Severity.WARNS,
    reason=message("One Covenant inventory has 6 431 t per inhabitant (kWh entered as MWh), another 0.01 t."),
)
def per_capita_outlier(subject: Subject) -> Iterator[Finding]:
    """Compare the total of the classes known elsewhere [t CO2e per inhabitant] with like countries."""
    usual = ranges().get((group_of(subject.country), "total", "emissions_t"))
    for year in subject.years if usual else ():
        population = subject.population(year)
        emissions = sum(each.emissions_t for each in sums(subject.history[year]).values())
        if not population or not usual or emissions <= 0:
            continue
        value = emissions / population
        if value > FAR_ABOVE * usual.q99 or (value < FAR_BELOW * usual.q01 and _is_whole(subject, year)):
            yield Finding(
                KEY,
                Severity.WARNS,
                message("All sectors, {year}", year=year),
                f"{value:,.2f} t CO2e",
                message(
                    "{value:,.2f} t per inhabitant; of {n} inventories of like countries 98 % lie between {low:.2g} and "
                    "{high:.2g} t.",
                    value=value, n=usual.n, low=usual.q01, high=usual.q99,
                ),
                message("Check the number of inhabitants first ({population:,.0f}), then the largest lines.", population=population),
            )  # fmt: skip


def _is_whole(subject: Subject, year: int) -> bool:
    """Whether enough sectors are there; where they are not, the rule `missing_key_sector` says so."""
    return len(covered(subject.history[year]) & set(KEY_CLASSES)) >= FEWEST
