"""National electricity factors by country and year, in separate variants that are never merged.

A variant is one published series: its method, its gases (CO2 or CO2e) and its boundary (generation, consumption,
life cycle) stay the same over all its years. A question is answered from one variant and one country alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cascais.errors import CascaisError, MissingFigureError
from cascais.provenance import Choice, How, Source
from cascais.tables.emission_factors import (
    EmissionFactor,
    FoundFactors,
    factor_of,
    nearest_year_choice,
    year_distance,
)
from cascais.tables.reading import tables
from cascais.text import message

KIND = "electricity"
DEFAULT_VARIANT = "ember"


@dataclass(frozen=True, slots=True)
class ElectricityVariant:
    """One published series of electricity factors.

    `is_for_inventories` is False where the publication values something else than a year's consumption: the effect of
    a change, or what single cities print. Such a series answers only where it is named, and a check says so.
    """

    key: str
    title: str
    gas: str
    is_life_cycle: bool
    source: Source
    about: str = ""
    is_for_inventories: bool = True


@cache
def variants() -> tuple[ElectricityVariant, ...]:
    """All series, in the order of their files.

    >>> "ember" in [variant.key for variant in variants()]
    True
    """
    found: dict[str, ElectricityVariant] = {}
    for table in tables(KIND):
        row = table.rows[0]
        key = str(row["variant"])
        found.setdefault(
            key,
            ElectricityVariant(
                key,
                str(row["variant_title"]),
                str(row["gas"]),
                bool(row["is_life_cycle"]),
                table.source,
                table.about,
                bool(row.get("is_for_inventories", True)),
            ),
        )
    return tuple(found.values())


def variant(key: str) -> ElectricityVariant:
    """One series by its key.

    >>> variant("ember").is_life_cycle
    True
    """
    for candidate in variants():
        if candidate.key == key:
            return candidate
    names = ", ".join(candidate.key for candidate in variants())
    raise CascaisError(f"There is no series of electricity factors “{key}”. There are: {names}.")


def default_variant(country: str, year: int) -> str:
    """The series that is used where a member names none: Ember's life-cycle intensity.

    It is the only series that covers all countries from 1990 or 2000 to today, so that one inventory after
    another can be drawn up without mixing variants. It counts CO2e over the life cycle of generation, which is
    more than the Covenant's standard CO2 factor; a member that reports by the standard approach names another
    series or gives the factor it has used.

    >>> default_variant("EE", 2022)
    'ember'
    """
    if _series().get((DEFAULT_VARIANT, country.upper())):
        return DEFAULT_VARIANT
    having = [key for key in _variants_of(country) if variant(key).is_for_inventories]
    if not having:
        raise MissingFigureError(f"No series of electricity factors covers {country} ({year}).")
    return having[0]


def find(country: str, year: int, variant: str = "") -> FoundFactors:
    """Return the electricity factor of a country and year [t/MWh] from one series.

    Without a named variant the default one is used and the choice says so. A year outside the series is answered
    by the nearest one (the earlier of two equally near). Several figures of one year (city plans) are all returned.

    Raises MissingFigureError where the series has nothing for the country.

    >>> found = find("EE", 2012, "jrc_2017")
    >>> found.factors[0].value, found.choice.how.value
    (1.601, 'exact')
    """
    key = variant or default_variant(country, year)
    known = [candidate.key for candidate in variants()]
    if key not in known:
        raise CascaisError(
            f"There is no series of electricity factors “{key}”. There are: {', '.join(known)}."
        )
    series = _series().get((key, country.upper()))
    if not series:
        having = ", ".join(_variants_of(country)) or "none"
        raise MissingFigureError(
            f"The series “{key}” has no electricity factor for {country}. Series that have one: {having}."
        )
    nearest = min((factor.year for factor in series), key=lambda candidate: year_distance(candidate, year))
    factors = tuple(factor for factor in series if factor.year == nearest)
    return FoundFactors(factors, _choice(nearest, year, key, is_default=not variant))


def years(country: str, variant: str) -> tuple[int, ...]:
    """The years for which a series has a factor of a country.

    >>> years("EE", "jrc_2017")[0]
    2008
    """
    series = _series().get((variant, country.upper()), ())
    return tuple(sorted({factor.year for factor in series if factor.year is not None}))


def _choice(found: int | None, asked: int, key: str, *, is_default: bool) -> Choice:
    if found is None:
        return Choice(How.ANY_YEAR, message("the source prints one factor for every year"))
    if found != asked:
        return nearest_year_choice(found, asked)
    if is_default:
        return Choice(How.DEFAULT, message("series taken by default: {series}", series=variant(key).title))
    return Choice(How.EXACT)


def _variants_of(country: str) -> list[str]:
    return [candidate.key for candidate in variants() if (candidate.key, country.upper()) in _series()]


@cache
def _series() -> Mapping[tuple[str, str], tuple[EmissionFactor, ...]]:
    found: dict[tuple[str, str], list[EmissionFactor]] = {}
    for factor in all_factors():
        found.setdefault((factor.variant, factor.area), []).append(factor)
    return {key: tuple(factors) for key, factors in found.items()}


@cache
def all_factors() -> tuple[EmissionFactor, ...]:
    """Every electricity factor that is shipped, in the order of the files."""
    return tuple(factor_of(table, row) for table in tables(KIND) for row in table.rows)
