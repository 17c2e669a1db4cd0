"""The factor of electricity or district heat is that of a year far from the inventory's."""

from __future__ import annotations

from collections.abc import Iterator

from cascais.inventory.checks import rule
from cascais.inventory.checks._factors import FactorInUse, grouped, lines_of
from cascais.inventory.findings import SCOPE_2, Finding, Severity, Subject
from cascais.tables import vocabulary
from cascais.text import _, message

KEY = "distant_factor_year"
FAR = 3
"""Within three years the factor of every second country moves by 7 %, and of one in five by more than 20 %: so do
979 pairs of years since 2000 in the series of Ember. Factors of fuels stand still and are not looked at."""


@rule(
    KEY,
    title=_("The grid factor is that of another time"),
    severity=Severity.WARNS,
    reason=message(
        "The Covenant’s series ends in 2013 with 1.986 t per MWh for Estonia; another puts 2023 at 0.600. An old factor hides "
        "what the grid has done."
    ),
)
def distant_factor_year(subject: Subject) -> Iterator[Finding]:
    """Find factors of electricity and heat [t/MWh] published for a year three or more away from the line's."""
    for (key, asked, published), found in grouped(subject.inventory, _far_away).items():
        yield Finding(
            KEY,
            Severity.WARNS,
            message("{carrier}, {year}", carrier=vocabulary.carrier(key).title, year=asked),
            f"{found[0].value:.3f} t/MWh",
            message(
                "The factor is that of {published}, {distance} years away: the series has none nearer to {year}.",
                published=published, distance=abs(published - asked), year=asked,
            ),
            message("Choose a series that covers the year, or give the factor of the year in a file of prescribed factors."),
            lines_of(found),
        )  # fmt: skip


def _far_away(each: FactorInUse) -> tuple[str, int, int] | None:
    """Carrier, year asked and year published of a grid factor from far away; None for all others."""
    key = each.resolved.key
    years = [factor.year for factor in each.resolved.factors if factor.year is not None]
    if key.carrier not in SCOPE_2 or not years or abs(years[0] - key.year) < FAR:
        return None
    return key.carrier, key.year, years[0]
