"""Totals: every way of adding up gives the same sum."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.inventory import totals
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import GASES, Options

LINES = [
    Activity(2021, "residential", "natural_gas", 100.0, "MWh"),
    Activity(2022, "residential", "wood", 50.0, "MWh"),
    Activity(2022, "public_lighting", "electricity", 10.0, "MWh"),
    Activity(2022, "rail", "diesel", 20.0, "MWh"),
    Activity(2022, "solid_waste", "waste_composted", 30.0, "t"),
    Activity(2022, "land_use", "forest", 2.0, "ha"),
    Activity(2022, "product_use", "sulphur_hexafluoride", 0.001, "t"),
    Activity(2022, "tertiary", "not_stated", None, "t", reported_t=12.0),
]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(LINES), max_size=20), st.sampled_from(["SAR", "AR4", "AR5", "AR6"]))
def test_sectors_carriers_gases_and_years_sum_to_the_total(lines, gwp_set):
    inventory = compute(lines, Options(country="EE", gwp_set=gwp_set))
    total = pytest.approx(totals.total_t(inventory), abs=1e-9)
    for parts in (totals.by_sector, totals.by_carrier, totals.by_gas, totals.by_year):
        assert sum(parts(inventory).values()) == total
    assert set(totals.by_gas(inventory)) == set(GASES)


def test_only_what_occurs_is_listed_in_the_order_of_the_matrix():
    inventory = compute(LINES, Options(country="EE"))
    assert list(totals.by_sector(inventory)) == [
        "public_lighting", "tertiary", "residential", "rail", "solid_waste", "land_use", "product_use",
    ]  # fmt: skip
    assert list(totals.by_year(inventory)) == [2021, 2022]


def test_sinks_lower_the_total_and_leave_the_gross_total_alone():
    inventory = compute(LINES, Options(country="EE"))
    assert totals.gross_t(inventory) - totals.total_t(inventory) == pytest.approx(24.0)


def test_biogenic_carbon_is_in_no_total():
    with_wood = compute(LINES, Options(country="EE"))
    assert totals.biogenic_co2_t(with_wood) == pytest.approx(50 * 0.4032)
    assert totals.by_carrier(with_wood)["wood"] < 5.0


def test_final_energy_counts_energy_alone():
    assert totals.final_energy_mwh(compute(LINES, Options(country="EE"))) == {
        "electricity": 10.0, "natural_gas": 100.0, "diesel": 20.0, "wood": 50.0,
    }  # fmt: skip


def test_lines_of_a_sector_with_and_without_its_parts():
    inventory = compute(LINES, Options(country="EE"))
    assert totals.lines_of(inventory, "buildings").tolist() == [0, 1, 2, 7]
    assert totals.lines_of(inventory, "buildings", with_parts=False).tolist() == []
    assert totals.lines_of(inventory, "stationary_energy").tolist() == [0, 1, 2, 7]


def test_a_sector_known_only_by_a_notation_key_is_no_zero():
    lines = [
        Activity(2022, "residential", "natural_gas", 0.0, "MWh"),
        Activity(2022, "livestock", "not_stated", None, "t", notation_key="NE"),
    ]
    assert totals.by_sector(compute(lines, Options(country="EE"))) == {"residential": 0.0}
