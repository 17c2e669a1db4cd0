"""Local factors, the split of CHP and green electricity: published examples and laws."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.local_factors import (
    LocalElectricity,
    LocalHeat,
    chp_split_by_efficiency,
    chp_split_by_exergy,
    electricity_from_local_supply,
    exergy_of_heat,
    green_electricity,
    heat_from_local_supply,
    local_electricity_factor,
    local_heat_factor,
)
from cascais.inventory.totals import total_t
from cascais.provenance import How

EXAMPLE = LocalElectricity(
    consumption_mwh=100_000, national_factor=0.607, local_production_mwh=10_000, green_purchases_mwh=5_000
)


def test_the_worked_example_of_the_covenant_formula():
    assert local_electricity_factor(EXAMPLE) == pytest.approx(0.51595, abs=1e-12)


def test_a_net_exporter_takes_the_factor_of_its_own_production():
    supply = LocalElectricity(
        1_000, 0.6, local_production_mwh=1_500, local_emissions_t=300, green_purchases_mwh=500
    )
    assert local_electricity_factor(supply) == pytest.approx(300 / 2_000)


def test_without_own_supply_the_national_factor_stays():
    assert local_electricity_factor(LocalElectricity(500, 0.7)) == pytest.approx(0.7)


@given(
    consumption=st.floats(1, 1e7),
    share=st.floats(0, 2),
    own=st.floats(0, 1.5),
    national=st.floats(0, 2),
)
def test_the_local_factor_lies_between_the_national_and_the_own_one(consumption, share, own, national):
    production = consumption * share
    supply = LocalElectricity(consumption, national, production, production * own)
    low, high = min(own, national), max(own, national)
    assert low - 1e-9 <= local_electricity_factor(supply) <= high + 1e-9


@pytest.mark.parametrize("supply", [LocalElectricity(0, 0.6), LocalElectricity(10, 0.6, -1)])
def test_an_impossible_supply_is_refused(supply):
    with pytest.raises(InputError, match="cannot be computed"):
        local_electricity_factor(supply)


def test_heat_consumed_carries_what_was_lost_on_the_way():
    produced = LocalHeat(consumption_mwh=900, production_emissions_t=200)
    assert local_heat_factor(produced) == pytest.approx(200 / 900)
    with pytest.raises(InputError):
        local_heat_factor(replace(produced, consumption_mwh=0))


def test_the_published_exergy_example():
    split = chp_split_by_exergy(0.3, 373.0)
    assert exergy_of_heat(373.0) == pytest.approx(0.24128686, abs=1e-8)
    assert split.electricity == pytest.approx(0.6397942, abs=1e-7)
    assert split.heat == pytest.approx(0.3602058, abs=1e-7)


@given(share=st.floats(0, 1), temperature=st.floats(284, 500))
def test_the_exergy_shares_sum_to_one_and_electricity_never_gets_less_than_its_share(share, temperature):
    split = chp_split_by_exergy(share, temperature)
    assert split.electricity + split.heat == pytest.approx(1.0)
    assert split.electricity >= share - 1e-12


@given(electricity=st.floats(0.1, 1e6), heat=st.floats(0.1, 1e6))
def test_the_efficiency_shares_sum_to_one_and_follow_the_fuel_of_separate_production(electricity, heat):
    split = chp_split_by_efficiency(electricity, heat)
    assert split.electricity + split.heat == pytest.approx(1.0)
    assert split.heat / split.electricity == pytest.approx((heat / 0.9) / (electricity / 0.4))


def test_the_inventory_says_that_its_factor_is_local():
    line = Activity(2019, "residential", "electricity", 100.0, "MWh")
    local = electricity_from_local_supply(EXAMPLE, 2019)
    inventory = compute([line], Options(country="CZ", prescribed=(local,)))
    assert total_t(inventory) == pytest.approx(51.595)
    chosen = inventory.factors.resolved[0]
    assert chosen.choice.how is How.LOCAL
    assert "local supply" in str(chosen.choice.note)


def test_a_factor_given_by_the_member_goes_before_a_computed_one():
    line = Activity(2019, "residential", "electricity", 100.0, "MWh")
    local = electricity_from_local_supply(EXAMPLE, 2019)
    given_one = PrescribedFactor("electricity", "CO2", 0.3, "t/MWh", "bill of the supplier")
    inventory = compute([line], Options(country="CZ", prescribed=(local, given_one)))
    assert total_t(inventory) == pytest.approx(30.0)
    assert inventory.factors.resolved[0].choice.how is How.PRESCRIBED


def test_each_heat_supplier_has_its_own_factor():
    lines = [
        Activity(2022, "residential", "district_heat", 100.0, "MWh", supplier="north"),
        Activity(2022, "residential", "district_heat", 100.0, "MWh", supplier="south"),
    ]
    prescribed = (
        heat_from_local_supply(LocalHeat(1_000, 200), 2022, "north"),
        heat_from_local_supply(LocalHeat(1_000, 50), 2022, "south"),
    )
    inventory = compute(lines, Options(country="PL", prescribed=prescribed))
    assert inventory.co2e_t.tolist() == pytest.approx([20.0, 5.0])


def test_green_electricity_is_a_memo_and_stays_in_the_total():
    ordinary = Activity(2022, "municipal_buildings", "electricity", 300.0, "MWh")
    green = Activity(2022, "municipal_buildings", "electricity", 100.0, "MWh", is_green=True)
    options = Options(country="EE")
    inventory = compute([ordinary, green], options)
    all_ordinary = compute([ordinary, replace(green, is_green=False)], options)
    memo = green_electricity(inventory)
    assert total_t(inventory) == total_t(all_ordinary)
    assert memo.amount_mwh == 100.0
    assert memo.location_based_t == pytest.approx(total_t(inventory) / 4)
