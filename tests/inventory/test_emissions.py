"""The arithmetic: quantities, gases, reported emissions, and that columns give what single lines give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.errors import MissingFigureError, UnitError
from cascais.inventory import emissions
from cascais.inventory.activities import Activity, ActivityTable, activity_table
from cascais.inventory.emissions import compute, unit_conversion
from cascais.inventory.factors import GASES, Options, PrescribedFactor
from cascais.provenance import How
from cascais.tables import vocabulary

ESTONIA = Options(country="EE")
lines = st.lists(
    st.builds(
        Activity,
        year=st.integers(1990, 2025),
        sector=st.sampled_from(["residential", "tertiary", "industry", "private_transport", "rail"]),
        carrier=st.sampled_from(["natural_gas", "electricity", "diesel", "wood", "fuels"]),
        amount=st.one_of(st.none(), st.floats(0, 1e6)),
        unit=st.sampled_from(["MWh", "GJ", "TJ", "toe", "GWh"]),
        supplier=st.sampled_from(["", "north", "south"]),
        reported_t=st.one_of(st.none(), st.floats(0, 1e5)),
    ),
    max_size=12,
)


def test_gas_by_gas_from_the_guidelines():
    """1 TJ of natural gas at home: 56 100 kg CO2, 5 kg CH4, 0.1 kg N2O (IPCC 2006, Vol. 2, Table 2.5)."""
    inventory = compute([Activity(2022, "residential", "natural_gas", 1.0, "TJ")], ESTONIA)
    assert inventory.gas_t[0].tolist() == pytest.approx([56.1, 5e-3, 1e-4, 0.0, 0.0])
    assert inventory.co2e_t[0] == pytest.approx(56.1 + 5e-3 * 28 + 1e-4 * 265)


def test_household_coal_emits_much_more_methane_than_industrial_coal():
    coal = [Activity(2022, sector, "hard_coal", 1.0, "TJ") for sector in ("residential", "industry")]
    methane = compute(coal, ESTONIA).gas_t[:, GASES.index("CH4")]
    assert methane.tolist() == pytest.approx([0.300, 0.010])


def test_firewood_counts_by_its_methane_and_keeps_its_carbon_apart():
    """Zagreb's plan prints 0.0338 t CO2e per MWh of firewood."""
    inventory = compute([Activity(2019, "residential", "wood", 1.0, "MWh")], Options(country="HR"))
    assert inventory.co2e_t[0] == pytest.approx(0.0338, abs=3e-4)
    assert inventory.biogenic_co2_t[0] == pytest.approx(0.4032, abs=1e-4)


@pytest.mark.parametrize(("gwp_set", "methane"), [("SAR", 21), ("AR4", 25), ("AR5", 28), ("AR6", 27.9)])
def test_the_gwp_set_is_named_and_used(gwp_set, methane):
    inventory = compute(
        [Activity(2022, "solid_waste", "waste_digested", 1_000.0, "t")],
        Options(country="EE", gwp_set=gwp_set),
    )
    assert inventory.gwp_set == gwp_set
    assert inventory.co2e_t[0] == pytest.approx(0.8 * methane)


def test_an_unknown_gwp_set_is_refused():
    with pytest.raises(UnitError, match="AR7"):
        compute(
            [Activity(2022, "residential", "natural_gas", 1.0, "MWh")], Options(country="EE", gwp_set="AR7")
        )


def test_printed_emissions_serve_only_where_no_factor_can():
    given_lines = [
        Activity(2022, "residential", "natural_gas", 10.0, "MWh", reported_t=999.0),
        Activity(2022, "residential", "natural_gas", None, "MWh", reported_t=5.0),
        Activity(2022, "residential", "fuels", 10.0, "MWh", reported_t=7.0),
        Activity(2022, "residential", "fuels", 10.0, "MWh"),
        Activity(2022, "residential", "natural_gas", None, "MWh", notation_key="NO"),
    ]
    inventory = compute(given_lines, ESTONIA)
    assert inventory.is_reported.tolist() == [False, True, True, False, False]
    assert inventory.co2e_t[1:].tolist() == [5.0, 7.0, 0.0, 0.0]
    assert 2.0 < inventory.co2e_t[0] < 2.1
    assert inventory.gas_t[1:3, GASES.index("CO2e")].tolist() == [5.0, 7.0]


def test_an_explicit_zero_is_a_number():
    inventory = compute([Activity(2022, "residential", "natural_gas", 0.0, "MWh", reported_t=5.0)], ESTONIA)
    assert inventory.co2e_t[0] == 0.0
    assert not inventory.is_reported[0]


def test_green_lines_keep_their_emissions():
    line = Activity(2022, "municipal_buildings", "electricity", 10.0, "MWh")
    both = compute([line, replace(line, is_green=True)], ESTONIA)
    assert both.co2e_t[0] == both.co2e_t[1] > 0


def test_a_volume_of_gas_by_its_calorific_value():
    conversion = unit_conversion("1000 m3", "natural_gas")
    assert 9.0 < conversion.factor < 10.6
    assert conversion.source is not None
    inventory = compute([Activity(2022, "residential", "natural_gas", 3.0, "1000 m3")], ESTONIA)
    assert inventory.quantity[0] == pytest.approx(3 * conversion.factor)


def test_definitions_of_units_need_no_publication():
    assert unit_conversion("toe", "electricity").choice.how is How.EXACT
    assert unit_conversion("kg", "waste_composted").factor == pytest.approx(1e-3)


def test_a_unit_that_cannot_be_converted_is_refused():
    with pytest.raises(UnitError, match="Dairy cattle” is counted in head, not in MWh"):
        compute([Activity(2022, "livestock", "dairy_cattle", 3.0, "MWh")], ESTONIA)


def test_a_volume_without_published_density_is_refused():
    with pytest.raises(MissingFigureError, match="Give the amount in MWh"):
        compute([Activity(2022, "residential", "wood", 3.0, "m3")], ESTONIA)


def test_an_impossible_unit_without_amount_does_no_harm():
    line = Activity(2022, "livestock", "dairy_cattle", None, "MWh", notation_key="NO")
    assert compute([line], ESTONIA).co2e_t.tolist() == [0.0]


def test_nothing_comes_of_nothing():
    inventory = compute([], ESTONIA)
    assert inventory.gas_t.shape == (0, len(GASES))
    assert len(inventory.factors) == 0


@settings(deadline=None, max_examples=50)
@given(lines)
def test_many_lines_give_what_each_line_gives_alone(many):
    together = compute(many, ESTONIA)
    for line, activity in enumerate(many):
        alone = compute([activity], ESTONIA)
        assert together.gas_t[line].tolist() == pytest.approx(alone.gas_t[0].tolist())
        assert together.co2e_t[line] == pytest.approx(alone.co2e_t[0])
        assert together.is_reported[line] == alone.is_reported[0]
        key = together.factors.resolved[together.factor_of_line[line]].key
        assert (key.year, key.sector, key.carrier, key.supplier) == (
            activity.year,
            activity.sector,
            activity.carrier,
            activity.supplier,
        )


@settings(deadline=None, max_examples=25)
@given(many=lines)
def test_counting_and_sorting_find_the_same_keys(many):
    """Two ways to number the factor keys: a dense space of codes, or a sort where that space would be too large."""
    table = activity_table(many)
    dense_keys, dense_positions = emissions._distinct_keys(table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(emissions, "MOST_DENSE_CODES", 0)
        sorted_keys, sorted_positions = emissions._distinct_keys(table)
    assert sorted_keys == dense_keys
    assert np.array_equal(sorted_positions, dense_positions)


@settings(deadline=None, max_examples=25)
@given(many=lines)
def test_columns_without_records_give_the_same(many):
    table = activity_table(many)
    bare = replace(table, records=())
    assert isinstance(bare, ActivityTable)
    assert np.array_equal(compute(bare, ESTONIA).co2e_t, compute(table, ESTONIA).co2e_t)


@settings(deadline=None, max_examples=30)
@given(amount=st.floats(1e-3, 1e9), unit=st.sampled_from(["MWh", "kWh", "GWh", "GJ", "TJ", "toe", "ktoe"]))
def test_units_of_energy_change_the_writing_not_the_emissions(amount, unit):
    factor = unit_conversion(unit, "diesel").factor
    pair = [
        Activity(2022, "road", "diesel", amount, unit),
        Activity(2022, "road", "diesel", amount * factor, "MWh"),
    ]
    inventory = compute(pair, ESTONIA)
    assert inventory.co2e_t[0] == pytest.approx(inventory.co2e_t[1])


def test_each_carrier_of_the_vocabulary_computes_or_says_why_not():
    options = Options(
        country="EE",
        prescribed=(PrescribedFactor("municipal_waste_landfilled", "CH4", 0.04, "t/t", "own study"),),
    )
    sector_of_kind = {
        "energy": "residential",
        "waste": "solid_waste",
        "wastewater": "wastewater",
        "livestock": "livestock",
    }
    for key, carrier in vocabulary.carriers().items():
        sector = sector_of_kind.get(carrier.kind, "soils")
        inventory = compute([Activity(2022, sector, key, 1.0, carrier.unit)], options)
        chosen = inventory.factors.resolved[0]
        assert chosen.factors or (chosen.choice.how is How.REPORTED and str(chosen.choice.note)), key
