"""Which factor is chosen, and that the choice is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import CascaisError, InputError
from cascais.inventory.factors import (
    GASES,
    FactorKey,
    Options,
    PrescribedFactor,
    factor_table,
    gas_weight,
    gwp_weights,
    resolve,
)
from cascais.provenance import How
from cascais.tables import electricity

GAS_AT_HOME = FactorKey(2022, "residential", "natural_gas")


def prescribed(factor: float, **more) -> PrescribedFactor:
    fields = {"carrier": "natural_gas", "gas": "CO2", "unit": "t/MWh", "source": "the supplier", **more}
    return PrescribedFactor(factor=factor, **fields)


def chosen_value(*given_factors: PrescribedFactor, key: FactorKey = GAS_AT_HOME, **options) -> float:
    return resolve(key, Options(country="EE", prescribed=given_factors, **options)).factors[0].value


def test_a_prescribed_factor_goes_before_published_ones_and_says_so():
    found = resolve(GAS_AT_HOME, Options(country="EE", prescribed=(prescribed(0.199),)))
    assert [(factor.gas, factor.value) for factor in found.factors] == [("CO2", 0.199)]
    assert found.choice.how is How.PRESCRIBED
    assert "the supplier" in str(found.choice.note)


@pytest.mark.parametrize(
    "nearer",
    [
        {"sector": "residential"},
        {"sector": "buildings"},
        {"year": 2022},
        {"sector": "stationary_energy", "year": 2022},
    ],
)
def test_the_more_specific_prescription_wins_in_any_order(nearer):
    general, special = prescribed(0.1), prescribed(0.2, **nearer)
    assert chosen_value(general, special) == chosen_value(special, general) == 0.2


def test_the_factor_of_the_supplier_wins():
    key = FactorKey(2022, "residential", "natural_gas", "north")
    assert (
        chosen_value(prescribed(0.1, sector="residential"), prescribed(0.3, supplier="north"), key=key) == 0.3
    )
    assert chosen_value(prescribed(0.1), prescribed(0.3, supplier="south"), key=key) == 0.1


def test_a_prescription_for_other_years_sectors_or_carriers_does_not_fit():
    others = [
        prescribed(0.1, year=2021),
        prescribed(0.1, sector="industry"),
        prescribed(0.1, carrier="diesel"),
    ]
    found = resolve(GAS_AT_HOME, Options(country="EE", prescribed=tuple(others)))
    assert found.choice.how is not How.PRESCRIBED


def test_given_before_local_before_default():
    given_one, local, default = (
        prescribed(0.1),
        prescribed(0.2, how=How.LOCAL, sector="residential", year=2022),
        prescribed(0.3, how=How.DEFAULT, sector="residential", year=2022, supplier=""),
    )
    assert chosen_value(default, local, given_one) == 0.1
    assert chosen_value(default, local) == 0.2
    only_default = resolve(GAS_AT_HOME, Options(country="EE", prescribed=(default,)))
    assert only_default.choice.how is How.DEFAULT
    assert "published parameters" in str(only_default.choice.note)


def test_of_several_variants_that_of_the_inventory_is_taken():
    direct, upstream = prescribed(0.2, variant="direct"), prescribed(0.247, variant="bisko")
    assert chosen_value(direct, upstream) == 0.2
    assert chosen_value(direct, upstream, variant="bisko") == 0.247


@pytest.mark.parametrize("rival", [prescribed(0.21), prescribed(0.21, gas="CO2e")])
def test_rivals_for_one_gas_are_refused_with_both_named(rival):
    with pytest.raises(InputError, match=r"0\.2 .*0\.21"):
        chosen_value(prescribed(0.2), rival)


def test_different_gases_of_equal_rank_belong_together():
    found = resolve(GAS_AT_HOME, Options(prescribed=(prescribed(0.2), prescribed(1e-5, gas="CH4"))))
    assert {factor.gas for factor in found.factors} == {"CO2", "CH4"}


def test_several_cities_of_one_year_are_refused_rather_than_added():
    key = FactorKey(2018, "residential", "electricity")
    assert len(electricity.find("SI", 2018, "city_plans").factors) > 1
    with pytest.raises(InputError, match="Several factors"):
        resolve(key, Options(country="SI", electricity="city_plans"))


def test_an_electricity_series_can_be_named_and_is_never_mixed():
    key = FactorKey(2012, "residential", "electricity")
    found = resolve(key, Options(country="EE", electricity="jrc_2017"))
    assert found.factors[0].value == pytest.approx(1.601)
    assert found.variants == {"jrc_2017"}
    with pytest.raises(CascaisError):
        resolve(key, Options(country="EE", electricity="unheard_of"))


def test_a_variant_of_energy_leaves_waste_and_animals_alone():
    for sector, carrier in (("solid_waste", "waste_composted"), ("livestock", "dairy_cattle")):
        key = FactorKey(2022, sector, carrier)
        assert resolve(key, Options(country="EE", variant="covenant")) == resolve(key, Options(country="EE"))


def test_without_any_factor_the_reason_is_kept():
    found = resolve(FactorKey(2022, "residential", "fuels"), Options(country="EE"))
    assert found.is_missing
    assert found.choice.how is How.REPORTED
    assert "Split the amount by fuel" in str(found.choice.note)


def test_the_table_lays_gases_out_and_shares_equal_factors():
    keys = [
        FactorKey(2020, "residential", "natural_gas"),
        FactorKey(2021, "residential", "natural_gas"),
        FactorKey(2021, "product_use", "refrigerant_r404a"),
        FactorKey(2021, "residential", "fuels"),
    ]
    table = factor_table(keys, Options(country="EE"))
    assert table.shared[0] == table.shared[1]
    assert len(set(table.shared.tolist())) == 3
    assert table.values[2].tolist() == pytest.approx([0, 0, 0, 3_942.8, 0], rel=1e-3)
    assert table.values[3].tolist() == [0.0] * len(GASES)
    assert table.co2e.tolist() == pytest.approx((table.values @ gwp_weights("AR5")).tolist())


@given(u_co2=st.floats(0, 1), u_methane=st.floats(0, 2))
def test_the_uncertainty_of_a_factor_is_that_of_its_gases_weighted(u_co2, u_methane):
    factors = (prescribed(0.2, uncertainty=u_co2), prescribed(1e-3, gas="CH4", uncertainty=u_methane))
    table = factor_table([GAS_AT_HOME], Options(prescribed=factors))
    expected = ((0.2 * u_co2) ** 2 + (0.028 * u_methane) ** 2) ** 0.5 / 0.228
    assert table.uncertainty[0] == pytest.approx(expected)


def test_biogenic_carbon_weighs_nothing():
    assert gas_weight("CO2_biogenic", "AR5") == 0.0
    assert gas_weight("HFC134a", "AR4") == 1_430.0
