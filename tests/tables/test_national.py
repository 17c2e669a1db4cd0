"""National series: complete for the thirteen countries, and consistent with each other and their origin."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from cascais.errors import MissingFigureError
from cascais.provenance import How, HowKnown
from cascais.tables import vocabulary
from cascais.tables.national import (
    final_energy_per_capita,
    national_emissions,
    national_sectors,
    population,
)

FULL = [code for code, record in vocabulary.countries().items() if record.is_full]

full_country = pytest.mark.parametrize("country", FULL)


def test_the_thirteen_countries() -> None:
    assert sorted(FULL) == sorted("EE LV LT PL CZ SK HU SI HR RO BG AT DE".split())


@full_country
def test_emissions_cover_every_year(country: str) -> None:
    series = national_emissions(country)
    assert series.years == tuple(range(1990, 2023))
    assert series.t_co2e.shape == (33, len(series.sectors))
    assert series.gwp_set == "AR4"
    needed = series.series(["buildings", "transport", "waste", "agriculture", "electricity_heat"])
    assert np.isfinite(needed).all()
    per_head = needed[-1] / population(country, 2022).value
    assert 1.5 < per_head < 15


@full_country
def test_population_moves_slowly(country: str) -> None:
    people = np.array([population(country, year).value for year in range(1990, 2023)])
    change = np.diff(people) / people[:-1]
    assert np.abs(change).max() < 0.045  # Croatia 2022: the census of 2021 corrected the figure by −4.3 %
    assert population(country, 1990).choice.how is How.EXACT  # type: ignore[union-attr]


def test_population_says_what_is_interpolated_and_what_is_another_year() -> None:
    between = population("LV", 1997)
    assert between.source is not None and between.choice is not None
    assert between.source.how_known is HowKnown.COMPUTED
    assert between.source.locator == "interpolated between 1990 and 2005"
    later = population("LV", 2030)
    assert later.choice is not None and later.choice.how is How.EARLIER_YEAR
    assert later.value == population("LV", 2022).value


@full_country
def test_final_energy_is_plausible_and_named_in_our_words(country: str) -> None:
    rows = final_energy_per_capita(country)
    keys = [(row.sector, row.carrier) for row in rows]
    assert len(set(keys)) == len(keys)
    for row in rows:
        assert row.sector in vocabulary.sectors()
        assert vocabulary.carrier(row.carrier).kind == "energy"
        assert 0 < row.mwh < 12
        assert row.source.locator
    by_sector = {sector: sum(row.mwh for row in rows if row.sector == sector) for sector, _ in keys}
    assert 3 < by_sector["residential"] < 10
    assert 2 < by_sector["road"] < 13
    assert 10 < sum(by_sector.values()) < 40
    assert {"residential", "tertiary", "industry", "road", "agriculture"} <= set(by_sector)


@pytest.mark.parametrize("sector", list(vocabulary.sectors()))
def test_every_sector_has_a_national_counterpart(sector: str) -> None:
    estonia = national_emissions("EE")
    assert set(national_sectors(sector)) <= set(estonia.sectors)
    assert national_sectors(sector)


def test_a_country_without_series_is_refused() -> None:
    for lookup in (national_emissions, final_energy_per_capita):
        with pytest.raises(MissingFigureError, match="There is one for: AT"):
            lookup("UA")
    with pytest.raises(MissingFigureError):
        population("UA", 2020)


def test_emissions_are_those_of_the_origin(shared_data: Path) -> None:
    path = shared_data / "national" / "owid_climatewatch_ghg_by_sector_1990_2022.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        origin = {(row["Code"], int(row["Year"])): row for row in csv.DictReader(stream)}
    compared = 0
    for country in FULL:
        ours = national_emissions(country)
        code3 = vocabulary.country(country).code3
        for name, column in (("buildings", "buildings"), ("transport", "transport"), ("waste", "waste")):
            for year, value in zip(ours.years, ours.series([name]), strict=True):
                assert value == pytest.approx(float(origin[code3, year][column]), abs=1)
                compared += 1
    assert compared == 13 * 33 * 3
