"""Wastewater, livestock, soils, land use and product use: published figures, shipped factors recomputed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import InputError, MissingFigureError, UnitError
from cascais.inventory import land_use, livestock, product_use, soils, wastewater
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options
from cascais.inventory.gases import GasAmounts, gas_amounts
from cascais.inventory.totals import by_gas, total_t
from cascais.tables import emission_factors


def one_line(sector: str, carrier: str, amount: float, unit: str, **options):
    return compute([Activity(2022, sector, carrier, amount, unit)], Options(**options))


def test_krakow_totals_of_two_sectors():
    first, second = GasAmounts(ch4_t=644.4, n2o_t=11.0), GasAmounts(ch4_t=467.7, n2o_t=18.7)
    assert first.co2e_t("AR5") == pytest.approx(20_958.2, abs=0.05)
    assert second.co2e_t("AR5") == pytest.approx(18_051.1, abs=0.05)
    assert (first + second).co2e_t("AR5") == pytest.approx(39_009.3, abs=0.05)  # the plan prints 39 003


@pytest.mark.parametrize(("national_t", "local_t"), [(376_437.78, 5_743.37), (224_388.62, 3_423.53)])
def test_miskolc_wastewater_by_inhabitants(national_t, local_t):
    assert wastewater.scaled_by_inhabitants(national_t, 150_695, 9_877_000) == pytest.approx(
        local_t, abs=0.005
    )


def test_a_country_without_inhabitants_is_refused():
    with pytest.raises(InputError):
        wastewater.scaled_by_inhabitants(1.0, 1.0, 0.0)


def test_zagreb_sinks_as_a_function_and_as_a_factor_of_the_inventory():
    assert land_use.area_sink_co2_t(46_152, 10.0) == -461_520.0
    factor = land_use.sink_factor("forest", 10.0, "Zagreb, a rough figure")
    inventory = one_line("land_use", "forest", 46_152, "ha", country="HR", prescribed=(factor,))
    assert total_t(inventory) == pytest.approx(-461_520.0)


def test_septic_tanks_enter_as_a_local_factor_per_inhabitant():
    factor = wastewater.methane_factor({"septic": 1.0})
    inventory = one_line("wastewater", "wastewater_inhabitants", 1_000, "inhabitants", prescribed=(factor,))
    load = 1_000 * 0.060 * 365 / 1_000 * 1.25
    assert inventory.gas_t[0, 1] == pytest.approx(load * 0.6 * 0.5)


def test_nitrous_oxide_per_inhabitant_agrees_with_the_shipped_factor_where_protein_is_unknown():
    factor = wastewater.nitrous_oxide_factor()
    found = emission_factors.find("wastewater_inhabitants", sector="wastewater", area="EE", year=2022)
    shipped = next(f for f in found.factors if f.gas == "N2O")
    assert factor.factor == pytest.approx(shipped.value)
    assert wastewater.nitrous_oxide_factor(protein_kg=36.5).factor > factor.factor


@given(st.floats(0, 1), st.floats(0, 1e6))
def test_methane_of_wastewater_grows_with_the_share_badly_treated(share, load):
    treated = wastewater.methane_t(load, {"septic": share, "aerobic_managed": 1 - share})
    assert treated == pytest.approx(0.3 * share * load)


def test_kinds_of_treatment_beyond_the_whole_are_refused():
    with pytest.raises(InputError, match="exceed"):
        wastewater.methane_t(1.0, {"septic": 0.8, "discharge": 0.3})


def test_a_herd_in_an_inventory_equals_the_function():
    heads = {"dairy_cattle": 1_000.0, "swine": 500.0, "poultry": 10_000.0}
    lines = [Activity(2022, "livestock", animal, number, "head") for animal, number in heads.items()]
    inventory = compute(lines, Options(country="EE"))
    assert total_t(inventory) == pytest.approx(livestock.herd_emissions(heads, "EE", 2022).co2e_t("AR5"))
    assert livestock.enteric_methane_t("dairy_cattle", 1_000, "EE") == pytest.approx(99.0)


def test_a_national_table_of_animals_goes_before_the_regional_one():
    assert livestock.enteric_methane_t("dairy_cattle", 1_000, "LT") == pytest.approx(124.79)


def test_what_has_no_factor_is_named():
    with pytest.raises(MissingFigureError, match="Not stated"):
        livestock.herd_emissions({"not_stated": 1.0}, "")


@pytest.mark.parametrize(
    ("carrier", "unit", "gas", "computed"),
    [
        (
            "nitrogen_fertiliser",
            "t",
            "N2O",
            soils.direct_nitrous_oxide_t(100) + soils.indirect_nitrous_oxide_t(100),
        ),
        ("limestone", "t", "CO2", soils.lime_co2_t(100)),
        ("dolomite", "t", "CO2", soils.lime_co2_t(0, 100)),
        ("urea", "t", "CO2", soils.urea_co2_t(100)),
        ("organic_soil", "ha", "N2O", soils.organic_soil_nitrous_oxide_t(100)),
    ],
)
def test_shipped_soil_factors_are_what_the_equations_give(carrier, unit, gas, computed):
    inventory = one_line("soils", carrier, 100, unit, country="EE")
    position = {"CO2": 0, "N2O": 2}[gas]
    assert inventory.gas_t[0, position] == pytest.approx(computed, rel=1e-4)


def test_organic_nitrogen_escapes_more_than_synthetic():
    assert soils.indirect_nitrous_oxide_t(0, 100) > soils.indirect_nitrous_oxide_t(100, 0)


def test_urban_trees_by_crown_and_by_tree():
    inventory = one_line("land_use", "urban_trees", 100, "ha", country="EE")
    assert total_t(inventory) == pytest.approx(land_use.crown_cover_co2_t(100), rel=1e-4)
    assert land_use.crown_cover_co2_t(1, "crown_cover_2019", "trees_2019") == pytest.approx(-2.8 * 44 / 12)
    assert land_use.trees_co2_t({"aspen": 1, "spruce": 2}) == pytest.approx(-(0.0096 + 2 * 0.0092) * 44 / 12)


@pytest.mark.parametrize(
    ("blend", "potential"), [("refrigerant_r410a", 1_923.5), ("refrigerant_r404a", 3_942.8)]
)
def test_blends_of_refrigerants(blend, potential):
    assert product_use.leaked_co2e_t({blend: 1.0}, "AR5") == pytest.approx(potential, abs=0.05)
    assert by_gas(one_line("product_use", blend, 1.0, "t"))["F-gases"] == pytest.approx(potential, abs=0.05)


def test_leakage_is_a_share_of_what_is_charged():
    assert product_use.leakage_t(4.0, 0.25) == 1.0
    with pytest.raises(InputError):
        product_use.leakage_t(4.0, 25.0)


def test_a_fluorinated_gas_is_no_part_of_the_three_gases():
    found = emission_factors.find("sulphur_hexafluoride", sector="product_use", area="", year=2022)
    with pytest.raises(UnitError, match="SF6"):
        gas_amounts(1.0, found.factors)
