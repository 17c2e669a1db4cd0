"""Results against a second way to compute them that shares no code with the first: slow, plain, from the definition."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.inventory import soils, solid_waste, wastewater
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.local_factors import LocalElectricity, chp_split_by_exergy, local_electricity_factor
from cascais.inventory.monte_carlo import simulate
from cascais.inventory.uncertainty import ErrorModel, propagate
from cascais.inventory.weather import HeatingWeather, heating_degree_days, normalised_view

DECAY_WET = {"paper": 0.06, "textiles": 0.06, "food": 0.185, "wood": 0.03, "garden": 0.10, "nappies": 0.10}
CARBON = {"paper": 0.40, "textiles": 0.24, "food": 0.15, "wood": 0.43, "garden": 0.20, "nappies": 0.24}


@given(
    deposits=st.dictionaries(st.integers(1960, 2010), st.floats(0, 1e5), min_size=1, max_size=8),
    shares=st.fixed_dictionaries({material: st.floats(0, 0.16) for material in CARBON}),
    recovered=st.floats(0, 0.9),
)
def test_first_order_decay_is_the_sum_of_what_each_deposit_still_gives(deposits, shares, recovered):
    """IPCC’s recursion has a closed form: a tonne of year d emits L0·(1 − e^−k)·e^(−k(T − d − 1)) in each T > d."""
    where = solid_waste.landfill(is_covered=True, recovered=recovered)
    emitted = solid_waste.first_order_decay({**deposits, 2030: 0.0}, shares, where)
    for year in (1965, 1990, 2011, 2030):
        expected = sum(
            tonnes * share * CARBON[material] * 0.5 * 0.5 * 16 / 12 * (1 - recovered) * 0.9
            * (1 - math.exp(-DECAY_WET[material])) * math.exp(-DECAY_WET[material] * (year - deposited - 1))
            for deposited, tonnes in deposits.items() if deposited < year
            for material, share in shares.items()
        )  # fmt: skip
        assert emitted.get(year, 0.0) == pytest.approx(expected, rel=1e-9, abs=1e-9)


lines = st.lists(
    st.tuples(st.floats(-1e4, 1e5), st.floats(0, 2), st.floats(0, 2), st.integers(0, 3)),
    min_size=1,
    max_size=12,
)


@given(lines)
def test_error_propagation_is_the_quadratic_form_of_the_whole_covariance_matrix(drawn):
    """u² = Σ_ij E_i E_j C_ij, with C_ij = δ_ij·amount² + [same factor]·factor_i·factor_j, every pair by itself."""
    emissions, amount, factor, group = (np.array(column) for column in zip(*drawn, strict=True))
    square = sum(
        emissions[i]
        * emissions[j]
        * ((i == j) * amount[i] ** 2 + (group[i] == group[j]) * factor[i] * factor[j])
        for i in range(len(drawn))
        for j in range(len(drawn))
    )
    found = propagate(ErrorModel(emissions, amount, factor, group.astype(np.int32)))
    assert found.half_width_t == pytest.approx(math.sqrt(max(square, 0.0)), rel=1e-6, abs=1e-3)


@pytest.mark.parametrize("half_width", [0.8, 1.5, 3.0])
def test_large_errors_have_the_quantiles_of_the_log_normal_of_mean_one(half_width):
    """From the definition: s² = ln(1 + (u/1.96)²), quantiles e^(−s²/2 ∓ 1.96·s); Monte Carlo must land on them."""
    s = math.sqrt(math.log(1 + (half_width / 1.959964) ** 2))
    exact = [math.exp(-s * s / 2 + sign * 1.959964 * s) for sign in (-1, 1)]
    model = ErrorModel(
        np.array([1.0]), np.array([half_width]), np.array([0.0]), np.array([0], dtype=np.int32)
    )
    draws = simulate(model, np.array([0], dtype=np.int32), 1, 200_000)[0]
    assert draws.mean() == pytest.approx(1.0, abs=4 * half_width / 1.96 / math.sqrt(200_000))
    assert np.quantile(draws, [0.025, 0.975]) == pytest.approx(exact, rel=0.03)


@given(
    consumption=st.integers(1, 60),
    local=st.integers(0, 40),
    green=st.integers(0, 40),
    national=st.floats(0, 2),
)
def test_the_covenant_formula_is_the_mean_over_every_single_mwh(consumption, local, green, national):
    """Each MWh used comes from the town’s plants, from green purchases, or else from the national mix."""
    supply = LocalElectricity(consumption, national, local, 0.3 * local, green, 0.02 * green)
    own = [0.3] * local + [0.02] * green
    mix = own + [national] * max(0, consumption - len(own))
    assert local_electricity_factor(supply) == pytest.approx(sum(mix) / len(mix))


@given(electricity=st.floats(1, 1e6), heat=st.floats(1, 1e6), kelvin=st.floats(290, 500))
def test_the_exergy_split_shares_by_the_work_that_could_be_done(electricity, heat, kelvin):
    work_of_heat = heat * (kelvin - 283.0) / kelvin
    split = chp_split_by_exergy(electricity / (electricity + heat), kelvin)
    assert split.electricity == pytest.approx(electricity / (electricity + work_of_heat))
    assert split.heat == pytest.approx(work_of_heat / (electricity + work_of_heat))


@settings(max_examples=20)
@given(st.floats(-8, 4), st.floats(0, 1), st.floats(0, 1))
def test_weather_is_taken_out_of_the_heating_of_each_line_alone(colder, gas_share, power_share):
    """Daily temperatures of two years, counted day by day; then each line by itself."""
    days = [date(2021, 1, 1) + timedelta(n) for n in range(365)]
    mean = [8 - 12 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365) for day in days]
    of_year = [temperature + colder for temperature in mean]
    long_term, found = (sum(15 - t for t in series if t < 15) for series in (mean, of_year))
    assert heating_degree_days(np.array(of_year)) == pytest.approx(found)
    amounts = {
        ("residential", "natural_gas"): 900.0,
        ("road", "natural_gas"): 50.0,
        ("tertiary", "electricity"): 400.0,
    }
    factors = {"natural_gas": 0.2, "electricity": 0.6}
    shares = {"natural_gas": gas_share, "electricity": power_share}
    inventory = compute(
        [Activity(2021, sector, carrier, amount, "MWh") for (sector, carrier), amount in amounts.items()],
        Options(
            prescribed=tuple(
                PrescribedFactor(c, "CO2e", f, "t/MWh", "the supplier") for c, f in factors.items()
            )
        ),
    )
    expected = 0.0
    for (sector, carrier), amount in amounts.items():
        heats = shares[carrier] if sector != "road" else 0.0
        expected += amount * factors[carrier] * ((1 - heats) + heats * long_term / found)
    view = normalised_view(inventory, HeatingWeather({2021: found}, long_term), shares)
    assert view.normalised_t == pytest.approx(expected)


@given(st.floats(0, 1e4), st.floats(0, 1e4))
def test_nitrous_oxide_of_soils_follows_the_nitrogen(synthetic, organic):
    """Kilograms of nitrogen on each way out of the field; 28 kg of nitrogen are in 44 kg of N2O."""
    direct = 0.01 * (synthetic + organic)
    as_gas = 0.01 * (0.1 * synthetic + 0.2 * organic)
    in_water = 0.0075 * 0.3 * (synthetic + organic)
    found = soils.direct_nitrous_oxide_t(synthetic + organic) + soils.indirect_nitrous_oxide_t(
        synthetic, organic
    )
    assert found * 28 / 44 == pytest.approx(direct + as_gas + in_water)


def test_wastewater_of_a_town_from_person_to_person():
    """One person: 60 g BOD a day, a quarter more from industry, 0.6 kg CH4 per kg at MCF 1; 100 g protein a day."""
    load_kg = 0.060 * 365 * 1.25
    assert wastewater.methane_t(
        wastewater.organic_load_t(20_000), {"septic": 0.3, "latrine_wet": 0.1}
    ) == pytest.approx(20_000 * load_kg / 1000 * 0.6 * (0.3 * 0.5 + 0.1 * 0.7))
    nitrogen_kg = 0.100 * 365 * 0.16 * 1.1 * 1.25
    assert wastewater.effluent_nitrous_oxide_t(20_000, 36.5) == pytest.approx(
        20_000 * nitrogen_kg / 1000 * 0.005 * 44 / 28
    )
    assert wastewater.plant_nitrous_oxide_t(20_000) == pytest.approx(20_000 * 3.2 * 1.25 / 1e6)


def test_methane_of_wood_counts_and_its_carbon_dioxide_does_not():
    """Fire-wood in homes by hand: 300 kg CH4 and 4 kg N2O per TJ; 112 t CO2 per TJ beside the total."""
    wood = compute([Activity(2022, "residential", "wood", 1000.0, "MWh")], Options("EE", gwp_set="AR5"))
    terajoule = 3.6
    assert wood.co2e_t[0] == pytest.approx(terajoule * (0.300 * 28 + 0.004 * 265))
    assert wood.biogenic_co2_t[0] == pytest.approx(terajoule * 112.0)
