"""BISKO: boundary, own factors, data quality."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.inventory.activities import Activity
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.frameworks import FrameworkOptions, view
from cascais.inventory.frameworks.bisko import data_quality
from cascais.inventory.local_factors import LocalElectricity, electricity_from_local_supply
from cascais.provenance import How

REFERENCE = [
    Activity(2018, "residential", "electricity", 40_000.0, "MWh", quality="A"),
    Activity(2018, "residential", "natural_gas", 50_000.0, "MWh", quality="A"),
    Activity(2018, "tertiary", "heating_oil", 20_000.0, "MWh", quality="C"),
    Activity(2018, "residential", "wood", 10_000.0, "MWh", quality="D"),
    Activity(2018, "private_transport", "diesel", 80_000.0, "MWh", quality="B"),
]
GERMANY = Options(country="DE")


def test_the_reference_data_quality():
    seen = view("bisko", REFERENCE, GERMANY)
    assert seen.figures["data_quality"] == pytest.approx(0.675)
    assert "fairly good" in str(seen.requirements[1].reason)


def test_upstream_factors_and_the_federal_mix():
    seen = view("bisko", REFERENCE, GERMANY)
    expected = 40_000 * 0.544 + 50_000 * 0.247 + 20_000 * 0.318 + 10_000 * 0.022 + 80_000 * 0.326
    assert seen.total_t == pytest.approx(expected)
    assert sum(seen.totals[sector] for sector in ("households", "tertiary", "transport")) == pytest.approx(
        expected
    )


def test_dresden_2018_with_the_factors_that_dresden_prints():
    """Printed: electricity of transport 46 429 t, motor fuels 772 552 t."""
    lines = [
        Activity(2018, "public_transport", "electricity", 85_347, "MWh"),
        Activity(2018, "transport", "gasoline", 801_843, "MWh"),
        Activity(2018, "transport", "diesel", 1_568_524, "MWh"),
        Activity(2018, "transport", "other_fossil", 83_287, "MWh"),
    ]
    seen = view("bisko", lines, FrameworkOptions(GERMANY, variant="bisko_dresden"))
    by_column = {(row.reference, row.column): row.emissions_t for row in seen.rows}
    assert by_column["transport", "Electricity"] == pytest.approx(46_429, abs=1)
    fuels = seen.totals["transport"] - by_column["transport", "Electricity"]
    other_fuels = 83_287 * (0.322 - 0.310)  # the plan has a factor of its own for other motor fuels
    assert fuels - other_fuels == pytest.approx(772_552, rel=0.002)


def test_a_blank_grade_is_not_a_d():
    blank = data_quality([50.0, 50.0], ["A", ""])
    assert blank.grade is None
    assert (blank.lowest, blank.highest, blank.graded_share) == (0.5, 1.0, 0.5)
    assert data_quality([50.0, 50.0], ["A", "D"]).grade == 0.5


def test_no_energy_has_no_quality():
    assert data_quality([], []).grade is None


@given(st.lists(st.tuples(st.floats(0, 1e6), st.sampled_from(["", "A", "B", "C", "D"])), min_size=1))
def test_the_quality_lies_between_its_bounds(lines):
    quality = data_quality([energy for energy, _ in lines], [grade for _, grade in lines])
    assert -1e-9 <= quality.lowest <= quality.highest + 1e-9 <= 1 + 2e-9
    if quality.grade is not None:
        assert quality.grade == pytest.approx(quality.lowest) == pytest.approx(quality.highest)


def test_only_final_energy_counts():
    lines = [
        *REFERENCE,
        Activity(2018, "solid_waste", "waste_composted", 1_000.0, "t"),
        Activity(2018, "livestock", "dairy_cattle", 1_000.0, "head"),
        Activity(2018, "residential", "electricity", 4_000.0, "MWh", subsector="losses"),
        Activity(2018, "energy_industries", "natural_gas", 9_000.0, "MWh"),
    ]
    seen = view("bisko", lines, GERMANY)
    assert seen.total_t == pytest.approx(view("bisko", REFERENCE, GERMANY).total_t)
    assert seen.figures["final_energy_mwh"] == pytest.approx(200_000.0)
    assert "Solid waste" in " ".join(map(str, seen.notes))


def test_local_electricity_is_set_aside_and_said():
    local = electricity_from_local_supply(LocalElectricity(100.0, 0.5, 50.0), 2018)
    seen = view("bisko", REFERENCE, Options(country="DE", prescribed=(local,)))
    assert seen.total_t == pytest.approx(view("bisko", REFERENCE, GERMANY).total_t)
    assert "Electricity" in str(seen.notes[-1])


def test_the_supplier_of_heat_gives_its_own_factor():
    heat = Activity(2018, "residential", "district_heat", 100.0, "MWh")
    own = PrescribedFactor(
        "district_heat", "CO2e", 0.151, "t/MWh", "the supplier, split by exergy", how=How.LOCAL
    )
    assert view("bisko", [heat], Options(country="DE", prescribed=(own,))).total_t == pytest.approx(15.1)


def test_fuel_factors_without_upstream_chain_are_set_aside():
    direct = PrescribedFactor("natural_gas", "CO2", 0.202, "t/MWh", "the supplier")
    gas = [Activity(2018, "residential", "natural_gas", 100.0, "MWh")]
    assert view("bisko", gas, Options(country="DE", prescribed=(direct,))).total_t == pytest.approx(24.7)


def test_other_countries_take_their_national_series_of_electricity():
    lines = [Activity(2020, "residential", "electricity", 100.0, "MWh")]
    seen = view("bisko", lines, Options(country="EE"))
    chosen = seen.inventory.factors.resolved[0]
    assert chosen.variants == {"ember"}
    assert seen.total_t > 0


def test_the_series_of_the_inventory_does_not_replace_the_federal_mix():
    lines = [Activity(2018, "residential", "electricity", 100.0, "MWh")]
    seen = view("bisko", lines, Options(country="DE", electricity="ember"))
    assert seen.total_t == pytest.approx(54.4)
    asked = view("bisko", lines, FrameworkOptions(GERMANY, electricity="ember"))
    assert asked.inventory.factors.resolved[0].variants == {"ember"}


def test_grid_bound_energy_asks_for_meters():
    assert view("bisko", REFERENCE, GERMANY).requirements[0].is_met
    estimated = [Activity(2018, "residential", "natural_gas", 1.0, "MWh", quality="B")]
    assert not view("bisko", estimated, GERMANY).requirements[0].is_met
