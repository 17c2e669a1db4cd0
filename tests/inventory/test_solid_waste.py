"""Solid waste: figures that towns print, and the law that decay and commitment agree in the long run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.inventory import solid_waste
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.gases import GasAmounts
from cascais.inventory.totals import total_t
from cascais.provenance import How
from cascais.tables import emission_factors

EASTERN_EUROPE = solid_waste.default_composition()
shares = st.fixed_dictionaries({material: st.floats(0, 0.14) for material in solid_waste.MATERIALS})


def landfill_total(tonnes: float, methane_per_tonne: float, gwp_set: str) -> float:
    factor = PrescribedFactor("municipal_waste_landfilled", "CH4", methane_per_tonne, "t/t", "the plan")
    line = Activity(2022, "solid_waste", "municipal_waste_landfilled", tonnes, "t")
    return total_t(compute([line], Options(country="PL", gwp_set=gwp_set, prescribed=(factor,))))


def test_rzeszow_landfill():
    assert landfill_total(5_014.22, 42.2112e-3, "AR5") == pytest.approx(5_926.4, abs=0.05)


def test_miskolc_landfill_still_in_the_potentials_of_1995():
    assert landfill_total(32_172.90, 0.05, "SAR") == pytest.approx(33_781.55, abs=0.01)


def test_rzeszow_composting_in_an_inventory_and_as_a_function():
    tonnes = 5_567.99 + 4_126.28
    line = Activity(2022, "solid_waste", "waste_composted", tonnes, "t")
    assert total_t(compute([line], Options(country="PL"))) == pytest.approx(1_702.3, abs=0.05)
    assert solid_waste.composting(tonnes).co2e_t("AR5") == pytest.approx(1_702.3, abs=0.05)


def test_rzeszow_medical_nitrous_oxide():
    assert GasAmounts(n2o_t=2.9).co2e_t("AR5") == pytest.approx(768.5)


def test_the_shipped_default_is_the_methane_commitment_of_the_composition_it_names():
    carbon = solid_waste.degradable_carbon(EASTERN_EUROPE)
    computed = solid_waste.methane_commitment(carbon, solid_waste.landfill())
    found = emission_factors.find("municipal_waste_landfilled", sector="solid_waste", area="EE", year=2022)
    assert found.factors[0].value == pytest.approx(computed, rel=1e-5)
    assert found.choice.how is How.PROXY


@given(
    composition=shares,
    climate=st.sampled_from(["wet", "dry"]),
    deposits=st.dictionaries(st.integers(1950, 1980), st.floats(0, 1e5), min_size=1, max_size=10),
)
def test_decay_emits_the_commitment_in_the_end(composition, climate, deposits):
    where = solid_waste.landfill("unmanaged_deep", is_covered=True, recovered=0.2)
    emitted = solid_waste.first_order_decay({**deposits, 2800: 0.0}, composition, where, climate)
    carbon = solid_waste.degradable_carbon(composition)
    committed = sum(deposits.values()) * solid_waste.methane_commitment(carbon, where)
    assert sum(emitted.values()) == pytest.approx(committed, rel=1e-4, abs=1e-9)
    assert min(emitted.values()) >= 0.0


@given(composition=shares)
def test_decay_is_additive_over_deposits(composition):
    where = solid_waste.landfill()
    first = solid_waste.first_order_decay({2000: 100.0, 2020: 0.0}, composition, where)
    second = solid_waste.first_order_decay({2000: 0.0, 2005: 50.0, 2020: 0.0}, composition, where)
    both = solid_waste.first_order_decay({2000: 100.0, 2005: 50.0, 2020: 0.0}, composition, where)
    assert [both[year] for year in both] == pytest.approx([first[year] + second[year] for year in both])


def test_nothing_is_emitted_in_the_year_of_the_deposit():
    emitted = solid_waste.first_order_decay({2000: 100.0}, {"food": 1.0}, solid_waste.landfill())
    assert emitted == {2000: 0.0}


def test_a_deposit_history_enters_an_inventory_as_a_local_factor():
    history = {year: 1_000.0 for year in range(2000, 2023)}
    where = solid_waste.landfill()
    factor = solid_waste.landfill_by_decay(history, 2022, EASTERN_EUROPE, where)
    line = Activity(2022, "solid_waste", "municipal_waste_landfilled", 1_000.0, "t")
    inventory = compute([line], Options(country="EE", prescribed=(factor,)))
    methane = solid_waste.first_order_decay(history, EASTERN_EUROPE, where)[2022]
    assert inventory.gas_t[0].tolist() == pytest.approx([0, methane, 0, 0, 0])
    assert inventory.factors.resolved[0].choice.how is How.LOCAL
    assert 0 < methane < 1_000 * solid_waste.methane_commitment(0.18134, where)


def test_a_waste_table_with_a_history_gets_decay_where_the_history_is_long_enough():
    lines = [
        Activity(year, "solid_waste", "municipal_waste_landfilled", 1.0, "kt") for year in range(2000, 2015)
    ]
    factors = solid_waste.landfill_by_history(lines, solid_waste.landfill())
    assert [factor.year for factor in factors] == [2010, 2011, 2012, 2013, 2014]
    inventory = compute(lines, Options(country="EE", prescribed=factors))
    chosen = [inventory.factors.resolved[line].choice.how for line in inventory.factor_of_line]
    assert chosen == [How.PROXY] * 10 + [How.LOCAL] * 5
    methane = solid_waste.first_order_decay(
        {year: 1_000.0 for year in range(2000, 2015)}, EASTERN_EUROPE, solid_waste.landfill()
    )
    assert inventory.gas_t[-1, 1] == pytest.approx(methane[2014])


def test_a_closed_landfill_is_told_how_to_enter_its_methane():
    with pytest.raises(InputError, match="reported emissions"):
        solid_waste.landfill_by_decay({2000: 10.0}, 2022, EASTERN_EUROPE, solid_waste.landfill())


def test_the_own_composition_gives_a_local_factor():
    factor = solid_waste.landfill_by_commitment({"food": 1.0}, solid_waste.landfill(recovered=0.5))
    assert factor.factor == pytest.approx(0.15 * 0.5 * 0.5 * 16 / 12 * 0.5)
    assert factor.how is How.LOCAL


def test_the_commitment_of_the_protocol_lets_more_carbon_decompose():
    assert solid_waste.commitment_landfill().doc_f == 0.6
    assert solid_waste.landfill().doc_f == 0.5


@pytest.mark.parametrize("composition", [{"plutonium": 0.1}, {"food": 0.7, "paper": 0.4}, {"food": -0.1}])
def test_an_impossible_composition_is_refused(composition):
    with pytest.raises(InputError, match="composition"):
        solid_waste.degradable_carbon(composition)


def test_only_fossil_carbon_counts_when_waste_is_burnt():
    wood = solid_waste.BurntPart(100.0, 0.85, 0.5, 0.0)
    plastics = solid_waste.BurntPart(10.0, 1.0, 0.75, 1.0)
    assert solid_waste.incineration_co2([wood, plastics]) == pytest.approx(10 * 0.75 * 44 / 12)
    assert solid_waste.incineration_co2([plastics], oxidation=0.58) == pytest.approx(
        0.58 * 10 * 0.75 * 44 / 12
    )


def test_digestion_emits_less_methane_than_composting():
    assert solid_waste.digestion(10.0).ch4_t < solid_waste.composting(10.0).ch4_t
