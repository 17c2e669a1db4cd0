"""Electricity series: published values, one country and one series per answer, the nearest year said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import CascaisError, MissingFigureError
from cascais.provenance import How
from cascais.tables import vocabulary
from cascais.tables.electricity import all_factors, default_variant, find, variant, variants, years

PLAUSIBLE = {"CO2": (0.0, 1.3), "CO2e": (0.005, 2.1)}

PUBLISHED = [
    ("EE", 2012, "jrc_2017", 1.601),
    ("DE", 2013, "jrc_2017", 0.589),
    ("EU", 2010, "jrc_2017", 0.407),
    ("PL", 2022, "crrem", 0.757),
    ("EE", 2025, "crrem", 0.495),
    ("UA", 2021, "ifi_combined_margin", 0.435),
    ("AL", 2021, "ifi_operating_margin", 0.0),
    ("PL", 2022, "kobize", 0.709),
    ("PL", 1990, "kobize", 1.100),
    ("BG", 2018, "city_plans", 0.461),
]
EMBER_2024 = {"EE": 341.0, "LV": 136.2, "PL": 615.0, "CZ": 413.9, "DE": 342.1, "AT": 102.6}


@pytest.mark.parametrize(("country", "year", "key", "expected"), PUBLISHED)
def test_series_as_published(country: str, year: int, key: str, expected: float) -> None:
    found = find(country, year, key)
    assert found.factors[0].value == pytest.approx(expected, rel=1e-9)
    assert found.choice.how is How.EXACT


@pytest.mark.parametrize(("country", "grams"), EMBER_2024.items())
def test_ember_agrees_with_the_second_copy_of_its_figures(country: str, grams: float) -> None:
    """The same year as co2.js prints it; Ember has revised single years since."""
    assert find(country, 2024, "ember").factors[0].value * 1000 == pytest.approx(grams, rel=0.05)


def test_there_are_at_least_seven_series_and_each_tells_its_source() -> None:
    keys = [series.key for series in variants()]
    assert len(keys) >= 7
    assert len(set(keys)) == len(keys)
    for series in variants():
        assert series.title and series.about and series.source.citation
        assert series.gas in ("CO2", "CO2e")
        assert variant(series.key) is series


def test_a_series_keeps_one_gas_over_all_its_files() -> None:
    for series in variants():
        assert {factor.gas for factor in all_factors() if factor.variant == series.key} == {series.gas}


def test_every_factor_is_plausible_and_unique() -> None:
    seen = set()
    for factor in all_factors():
        low, high = PLAUSIBLE[factor.gas]
        assert low <= factor.value <= high, factor
        assert factor.unit == "t/MWh"
        assert factor.area == "EU" or factor.area in vocabulary.countries()
        if factor.variant != "city_plans":
            key = (factor.variant, factor.area, factor.year)
            assert key not in seen
            seen.add(key)
    assert len(seen) > 1500


def test_every_country_has_the_default_series() -> None:
    covered = [code for code in vocabulary.countries() if code != "LI"]
    for code in covered:
        assert default_variant(code, 2022) == "ember"
    for code, record in vocabulary.countries().items():
        if record.is_full:
            assert {1990, 2000, 2010, 2022} <= set(years(code, "ember"))
    with pytest.raises(MissingFigureError, match="LI"):
        default_variant("LI", 2022)


def test_the_default_says_that_it_is_one() -> None:
    found = find("EE", 2022)
    assert found.factors[0].variant == "ember"
    assert found.choice.how is How.DEFAULT
    assert "Ember" in str(found.choice.note)


def test_a_year_outside_the_series_is_answered_by_the_nearest_and_says_so() -> None:
    later = find("EE", 1990, "jrc_2017")
    assert (later.factors[0].year, later.choice.how) == (2008, How.LATER_YEAR)
    earlier = find("EE", 2022, "jrc_2017")
    assert (earlier.factors[0].year, earlier.choice.how) == (2013, How.EARLIER_YEAR)
    assert str(earlier.choice.note) == "figure of 2013: none is published for 2022"
    assert find("LV", 2003, "city_plans").choice.how is How.ANY_YEAR


def test_a_country_outside_the_series_is_refused_with_the_series_that_have_it() -> None:
    with pytest.raises(MissingFigureError, match="ember"):
        find("UA", 2012, "jrc_2017")
    with pytest.raises(MissingFigureError, match="none"):
        find("LI", 2012, "jrc_2017")
    with pytest.raises(CascaisError, match="There are: city_plans"):
        find("EE", 2012, "no_such_series")
    with pytest.raises(CascaisError, match="no_such_series"):
        variant("no_such_series")


@given(
    st.sampled_from([*vocabulary.countries()]),
    st.integers(min_value=1980, max_value=2060),
    st.sampled_from([series.key for series in variants()]),
)
def test_laws_of_the_lookup(country: str, year: int, key: str) -> None:
    having = years(country, key)
    try:
        found = find(country, year, key)
    except MissingFigureError:
        assert having == ()
        return
    for factor in found.factors:
        assert (factor.area, factor.variant) == (country, key)
    chosen = found.factors[0].year
    if year in having:
        assert chosen == year
        assert found.choice.how is How.EXACT
    elif chosen is not None:
        assert abs(chosen - year) == min(abs(other - year) for other in having)
        assert found.choice.how is (How.EARLIER_YEAR if chosen < year else How.LATER_YEAR)
