"""Every registered framework: discovered, documented, and true to the activities it was given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.errors import CascaisError
from cascais.inventory.activities import Activity
from cascais.inventory.factors import Options
from cascais.inventory.frameworks import FRAMEWORKS, FrameworkOptions, view
from cascais.tables import vocabulary

LINES = [
    Activity(2022, "municipal_buildings", "electricity", 100.0, "MWh", quality="A"),
    Activity(2022, "residential", "natural_gas", 1_000.0, "MWh", quality="A"),
    Activity(2022, "residential", "district_heat", 500.0, "MWh", quality="A"),
    Activity(2022, "tertiary", "heating_oil", 50.0, "MWh", quality="C"),
    Activity(2022, "private_transport", "diesel", 800.0, "MWh", quality="B"),
    Activity(2022, "solid_waste", "waste_composted", 100.0, "t"),
    Activity(2022, "livestock", "dairy_cattle", 10.0, "head"),
    Activity(2022, "land_use", "forest", 10.0, "ha"),
    Activity(2022, "industry_ets", "natural_gas", 5_000.0, "MWh"),
    Activity(2022, "product_use", "sulphur_hexafluoride", 0.001, "t"),
]
keys = pytest.mark.parametrize("key", ["bisko", "covenant", "gpc"])


def test_discovery_found_every_module():
    assert list(FRAMEWORKS) == FRAMEWORKS.modules() == ["bisko", "covenant", "gpc"]


def test_an_unknown_framework_is_named_with_those_that_exist():
    with pytest.raises(CascaisError, match="bisko, covenant, gpc"):
        view("cdp", LINES, Options())


@keys
def test_a_framework_says_what_it_is(key):
    framework = FRAMEWORKS[key]
    assert framework.about
    assert framework.source.citation
    assert framework.title


@keys
def test_the_rows_in_the_total_sum_to_the_total(key):
    seen = view(key, LINES, Options(country="EE"))
    counted = {line for row in seen.rows if row.is_in_total for line in row.lines}
    assert counted == set(seen.is_included.nonzero()[0].tolist())
    assert sum(row.emissions_t for row in seen.rows if row.is_in_total) == pytest.approx(seen.total_t)


@keys
def test_no_activities_make_an_empty_view(key):
    seen = view(key, [], Options(country="EE"))
    assert seen.total_t == 0.0


@keys
def test_a_line_without_factor_blocks_publishing(key):
    seen = view(key, [Activity(2022, "residential", "fuels", 10.0, "MWh")], Options(country="EE"))
    blocking = [finding for finding in seen.findings if finding.rule == "framework_factor"]
    assert len(blocking) == 1
    assert blocking[0].severity.is_blocking
    assert blocking[0].lines == (0,)


@keys
def test_emissions_without_amount_are_taken_as_printed(key):
    line = Activity(2022, "residential", "natural_gas", None, "MWh", reported_t=77.0)
    assert view(key, [line], Options(country="EE")).total_t == pytest.approx(77.0)


@keys
@settings(deadline=None, max_examples=25)
@given(
    lines=st.lists(
        st.builds(
            Activity,
            year=st.just(2022),
            sector=st.sampled_from([s for s in vocabulary.sectors() if vocabulary.sector(s).factor_group]),
            carrier=st.sampled_from(["natural_gas", "electricity", "diesel", "wood", "district_heat"]),
            amount=st.floats(0, 1e6),
            unit=st.just("MWh"),
            quality=st.sampled_from(["", "A", "B", "C", "D"]),
        ),
        max_size=8,
    ),
    factor=st.floats(0.1, 10),
)
def test_views_are_proportional_and_ignore_the_order_of_the_lines(key, lines, factor):
    options = Options(country="DE")
    seen = view(key, lines, options)
    assert view(key, lines[::-1], options).total_t == pytest.approx(seen.total_t)
    scaled = [
        Activity(a.year, a.sector, a.carrier, a.amount * factor, a.unit, quality=a.quality) for a in lines
    ]
    assert view(key, scaled, options).total_t == pytest.approx(seen.total_t * factor)


def test_another_variant_may_be_asked_for():
    gas = [Activity(2022, "residential", "natural_gas", 1_000.0, "MWh")]
    standard = view("covenant", gas, Options(country="EE"))
    life_cycle = view("covenant", gas, FrameworkOptions(Options(country="EE"), variant="covenant_lca"))
    assert standard.total_t == pytest.approx(202.0)
    assert life_cycle.total_t == pytest.approx(237.0)
