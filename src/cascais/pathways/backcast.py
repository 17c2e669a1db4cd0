"""Back-cast: estimates the emissions of a base year that has no inventory from a later inventory."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cascais.errors import MissingFigureError
from cascais.pathways.backcast_error import Situation, log_error
from cascais.pathways.probability import uncertainty_of
from cascais.pathways.series import Observation
from cascais.tables.national import NationalEmissions, national_emissions
from cascais.tables.national import population as national_population
from cascais.tables.vocabulary import sector as sector_record
from cascais.text import Message, listed, message

BASE_YEAR = 1990
GRID = "electricity_heat"
ENERGY = ("buildings", "manufacturing_construction", "other_fuel_combustion")

OF_GROUP: Mapping[str, tuple[str, ...]] = {
    "buildings": ("buildings",),
    "transport": ("transport",),
    "waste": ("waste",),
    "industry": ("manufacturing_construction", "industrial_processes"),
    "energy_supply": (GRID,),
    "other": ENERGY,
}
"""National sectors whose course a group of sectors is taken to follow."""
OF_SECTOR: Mapping[str, tuple[str, ...]] = {
    "agriculture": ("other_fuel_combustion", "buildings"),
    "livestock": ("agriculture",),
    "soils": ("agriculture",),
    "product_use": ("industrial_processes",),
    "fugitive": ("fugitive",),
    "stationary_energy": ENERGY,
}
USERS_OF_THE_GRID = ("buildings", "industry", "other")
"""Groups whose electricity and district heat weigh much: their course is mixed with that of the power stations."""


class Grid(StrEnum):
    """Where an inventory books the emissions of electricity and district heat."""

    WITH_USERS = "with_users"  # in the sector that uses them: Covenant, GPC scope 2, BISKO
    APART = "apart"  # in the power and heat plants that stand in the municipality


@dataclass(frozen=True, slots=True)
class BackcastSector:
    """A sector of the later inventory [t CO2e], the national sectors it is taken to follow, and their ratio."""

    sector: str
    emissions_t: float
    national_sectors: tuple[str, ...]
    ratio: float

    @property
    def base_t(self) -> float:
        """Estimated emissions of the base year [t CO2e]."""
        return self.emissions_t * self.ratio


@dataclass(frozen=True, slots=True)
class Backcast:
    """The estimated observation, the sectors it is made of, the sectors left out, and what the reader should know."""

    observation: Observation
    sectors: tuple[BackcastSector, ...]
    left_out: tuple[str, ...]
    notes: tuple[Message, ...]


def followed_sectors(sector: str, grid: Grid = Grid.WITH_USERS) -> tuple[str, ...]:
    """The national sectors whose course a sector of an inventory is taken to follow; empty for land use.

    >>> followed_sectors("residential"), followed_sectors("private_transport"), followed_sectors("land_use")
    (('buildings', 'electricity_heat'), ('transport',), ())
    """
    group = sector_record(sector).group
    own = OF_SECTOR.get(sector) or OF_GROUP.get(group, ())
    uses_grid = group in USERS_OF_THE_GRID or sector == "agriculture"
    return (*own, GRID) if grid is Grid.WITH_USERS and uses_grid and sector != "product_use" else own


def estimated_sectors(
    emissions_t: Mapping[str, float],
    national: NationalEmissions,
    years: tuple[int, int],
    people: float = 1.0,
    grid: Grid = Grid.WITH_USERS,
) -> tuple[BackcastSector, ...]:
    """Each sector carried from the inventory's year to the base year along the national series.

    E_B = E_t · N_s(B)/N_s(t) · people, with `years` = (t, B) and `people` = (p_B/p_t) ÷ (P_B/P_t): how the member's
    population p moved against the nation's P. Sectors without a national series to follow are left out.
    """
    followed = {sector: followed_sectors(sector, grid) for sector in emissions_t}
    ratios = {sector: _ratio(national, sectors, years) for sector, sectors in followed.items()}
    return tuple(
        BackcastSector(sector, emissions_t[sector], followed[sector], ratio * people)
        for sector, ratio in ratios.items()
        if not math.isnan(ratio)
    )


def _ratio(national: NationalEmissions, sectors: Sequence[str], years: tuple[int, int]) -> float:
    """Sum of the national sectors known in both years: that of the base year ÷ that of the inventory's year."""
    later, base = (_of_year(national, year) for year in years)
    known = [sector for sector in sectors if not math.isnan(later[sector] + base[sector])]
    present = math.fsum(later[sector] for sector in known)
    return math.fsum(base[sector] for sector in known) / present if present > 0 else math.nan


def _of_year(national: NationalEmissions, year: int) -> dict[str, float]:
    if year not in national.years:
        first, last = national.years[0], national.years[-1]
        raise MissingFigureError(
            f"The national series of {national.country} runs from {first} to {last}; {year} lies outside."
        )
    row = national.t_co2e[national.years.index(year)]
    return {sector: float(value) for sector, value in zip(national.sectors, row, strict=True)}


def backcast(
    emissions_t: Mapping[str, float],
    country: str,
    year: int,
    populations: Mapping[int, float] | None = None,
    *,
    base_year: int = BASE_YEAR,
    grid: Grid = Grid.WITH_USERS,
) -> Backcast:
    """Estimate the emissions of a base year from the inventory of another year, given by sector [t CO2e].

    `populations` are the member's inhabitants by year; without those of both years the member is taken to have grown
    like the nation. The uncertainty is the error measured on members that have both inventories (see
    docs/method/backcast.md), wider where that test does not cover the case. In the inventory's own year the inventory
    comes back unchanged. Raises MissingFigureError where there is no national series to follow.

    >>> found = backcast({"residential": 1000.0, "private_transport": 400.0}, "EE", 2010)
    >>> found.observation.year, found.observation.is_estimated, found.observation.emissions_t > 1400
    (1990, True, True)
    """
    national = national_emissions(country)
    populations = populations or {}
    people = _people(country, (year, base_year), populations)
    sectors = estimated_sectors(emissions_t, national, (year, base_year), people or 1.0, grid)
    if not sectors:
        raise MissingFigureError(f"No sector of the inventory has a national series of {country} to follow.")
    left_out = tuple(sorted(set(emissions_t) - {item.sector for item in sectors}))
    situation = Situation(abs(year - base_year), country.upper(), "stationary_energy" not in emissions_t)
    observation = Observation(
        base_year,
        math.fsum(item.base_t for item in sectors),
        uncertainty_of(log_error(situation)),
        populations.get(base_year),
        is_estimated=True,
        label=f"back-cast from {year}",
    )
    return Backcast(observation, sectors, left_out, _notes((year, base_year), people is not None, left_out))


def _people(country: str, years: tuple[int, int], populations: Mapping[int, float]) -> float | None:
    """How the member's population moved against the nation's, None where it is unknown."""
    year, base_year = years
    now, then = populations.get(year), populations.get(base_year)
    if not now or not then:
        return None
    return (
        then
        / now
        / (national_population(country, base_year).value / national_population(country, year).value)
    )


def _notes(years: tuple[int, int], is_population_known: bool, left_out: Sequence[str]) -> tuple[Message, ...]:
    found = [
        message(
            "The emissions of {base} are estimated from the inventory of {year} along the national series.",
            base=years[1],
            year=years[0],
        )
    ]
    if not is_population_known:
        found.append(
            message(
                "The member is taken to have grown like the nation: its population is not known for both years."
            )
        )
    if left_out:
        found.append(
            message(
                "Left out, as no national series fits: {sectors}.",
                sectors=listed(sector_record(key).title for key in left_out),
            )
        )
    return tuple(found)
