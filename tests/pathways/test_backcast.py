"""The back-cast: laws, the real 1990 of Wrocław, and the measured error."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import MissingFigureError
from cascais.pathways.backcast import Grid, backcast, estimated_sectors, followed_sectors
from cascais.pathways.backcast_error import Situation, countries_in_test, log_error, measured_errors
from cascais.pathways.probability import log_standard_deviation
from cascais.pathways.series import Series
from cascais.pathways.status import status
from cascais.pathways.targets import standard_target
from cascais.provenance import HowKnown
from cascais.tables.national import national_emissions
from cascais.tables.vocabulary import sectors

REPOSITORY = Path(__file__).resolve().parents[2]
emissions = st.dictionaries(
    st.sampled_from(
        ["residential", "tertiary", "industry", "road", "solid_waste", "livestock", "agriculture"]
    ),
    st.floats(1.0, 1e7),
    min_size=1,
)
countries = st.sampled_from(["EE", "LV", "LT", "PL", "CZ", "SK", "HU", "SI", "HR", "RO", "BG", "AT", "DE"])


@given(emissions, countries, st.integers(1990, 2022))
def test_in_its_own_year_the_inventory_comes_back(
    by_sector: dict[str, float], country: str, year: int
) -> None:
    found = backcast(by_sector, country, year, base_year=year)
    assert found.observation.emissions_t == pytest.approx(math.fsum(by_sector.values()))
    assert found.observation.uncertainty == 0.0
    assert found.left_out == ()


@given(emissions, countries, st.integers(1995, 2022), st.floats(0.1, 10))
def test_twice_the_emissions_give_twice_the_estimate(
    by_sector: dict[str, float], country: str, year: int, factor: float
) -> None:
    one, more = (
        backcast({key: value * size for key, value in by_sector.items()}, country, year)
        for size in (1.0, factor)
    )
    assert more.observation.emissions_t == pytest.approx(one.observation.emissions_t * factor)
    assert more.observation.uncertainty == one.observation.uncertainty


@given(countries, st.integers(1995, 2022), st.floats(0.5, 2))
def test_a_town_that_shrank_more_than_its_nation_emitted_more(country: str, year: int, ratio: float) -> None:
    by_sector = {"residential": 100.0}
    one = backcast(by_sector, country, year, {1990: 1000.0, year: 1000.0}).observation.emissions_t
    other = backcast(by_sector, country, year, {1990: 1000.0 * ratio, year: 1000.0}).observation.emissions_t
    assert other == pytest.approx(one * ratio)


def test_there_and_back_again_is_the_same() -> None:
    national = national_emissions("PL")
    there = {
        item.sector: item.base_t
        for item in estimated_sectors({"road": 5.0, "tertiary": 7.0}, national, (2015, 1990))
    }
    back = {item.sector: item.base_t for item in estimated_sectors(there, national, (1990, 2015))}
    assert back == pytest.approx({"road": 5.0, "tertiary": 7.0})


def test_every_sector_follows_national_sectors_or_is_left_out() -> None:
    known = set(national_emissions("EE").sectors)
    followed = {key: followed_sectors(key, grid) for key in sectors() for grid in Grid}
    assert all(set(found) <= known for found in followed.values())
    assert {key for key, found in followed.items() if not found} == {"land_use", "land_sector"}


def test_sinks_are_left_out_and_the_reader_is_told() -> None:
    found = backcast({"residential": 10.0, "land_use": -3.0}, "LV", 2010)
    assert found.left_out == ("land_use",)
    assert [item.sector for item in found.sectors] == ["residential"]
    assert "Land use and forests" in str(found.notes[-1])
    with pytest.raises(MissingFigureError):
        backcast({"land_use": -3.0}, "LV", 2010)


def test_a_year_outside_the_national_series_is_refused() -> None:
    with pytest.raises(MissingFigureError, match="1990 to 2022"):
        backcast({"residential": 10.0}, "LV", 2030)


def test_a_status_can_rest_on_a_back_cast() -> None:
    estimate = backcast({"residential": 150_000.0, "road": 90_000.0}, "LV", 2006)
    later = backcast({"residential": 90_000.0, "road": 60_000.0}, "LV", 2022, base_year=2022).observation
    inventory = type(later)(2022, 150_000.0, 0.10)
    found = status(Series((estimate.observation, inventory)), standard_target("climate_alliance_2050"))
    assert found.is_estimated
    assert 0.0 < (found.probability or 0.0) < 1.0


def test_the_error_never_falls_with_the_reach_and_widens_outside_the_test() -> None:
    sizes = [log_error(Situation(years, "PL")) for years in range(45)]
    assert sizes[0] == 0.0
    assert all(before <= after for before, after in zip(sizes, sizes[1:], strict=False))
    assert log_error(Situation(20, "EE")) == pytest.approx(1.25 * log_error(Situation(20, "PL")))
    assert log_error(Situation(20, "EE", is_split=False)) == pytest.approx(
        1.25**2 * log_error(Situation(20, "PL"))
    )


def test_the_published_error_has_a_source() -> None:
    assert len(countries_in_test()) == 11
    assert all(item.source.how_known is HowKnown.COMPUTED for item in measured_errors())
    assert all(item.cases > 0 for item in measured_errors())


def test_the_uncertainty_is_the_measured_one() -> None:
    found = backcast({"residential": 10.0}, "PL", 2015).observation
    assert found.uncertainty is not None
    assert log_standard_deviation(found.uncertainty) == pytest.approx(log_error(Situation(25, "PL")))


def test_wroclaw_1990_lies_inside_the_interval_of_each_back_cast(shared_data: Path) -> None:
    published = json.loads((shared_data / "inventories/published_cases.json").read_text(encoding="utf-8"))
    series = next(item for item in published["timeseries"] if item["id"] == "wroclaw-1990-2022")
    names = {"Residential buildings": "residential", "Institutional/commercial": "tertiary", "Road": "road"}
    names |= {"Public lighting": "public_lighting", "Rail": "rail", "Industry": "industry", "Waste": "waste"}
    real = math.fsum(series["sectors"][name][0] for name in names)
    errors = []
    for place, year in enumerate(series["years"][1:], start=1):
        later = {key: float(series["sectors"][name][place]) for name, key in names.items()}
        found = backcast(later, "PL", year).observation
        errors.append(math.log(found.emissions_t / real) / log_error(Situation(year - 1990, "PL")))
    assert np.max(np.abs(errors)) < 1.0


@pytest.mark.slow
def test_the_published_error_is_what_the_test_gives(shared_data: Path) -> None:
    tool = REPOSITORY / "tools/backcast_error.py"
    printed = subprocess.run(
        [sys.executable, str(tool), str(shared_data)],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout
    table = REPOSITORY / "src/cascais/tables/data/backcast_error/measured.toml"
    assert table.read_text(encoding="utf-8").strip() in printed
    page = (REPOSITORY / "docs/method/backcast.md").read_text(encoding="utf-8")
    rows = [line for line in printed.splitlines() if line.startswith("|")]
    assert len(rows) > 30
    assert [line for line in rows if line not in page] == []
