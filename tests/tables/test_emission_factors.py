"""Emission factors against published values, laws of the lookup, plausibility of every factor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import CascaisError, MissingFigureError, TableError
from cascais.provenance import How, HowKnown
from cascais.tables import vocabulary
from cascais.tables.emission_factors import (
    LIFE_CYCLE_VARIANTS,
    VARIANTS,
    EmissionFactor,
    FoundFactors,
    _to_canonical,
    all_factors,
    area_chain,
    find,
    year_distance,
)
from cascais.units import DIMENSIONS, global_warming_potential

ENERGY = [key for key, record in vocabulary.carriers().items() if record.kind == "energy"]
WITHOUT_DIRECT_FACTOR = {"electricity", "fuels", "grid_energy", "all_carriers"}
ABOVE_LIFE_CYCLE = {
    "wood": "the life-cycle figure is that of sustainable wood in modern boilers, the direct one has 300 kg CH4/TJ",
    "other_biomass": "as wood",
    "waste_fossil": "the Covenant’s life-cycle figure repeats the direct CO2",
}
PLAUSIBLE_T_PER_MWH = {
    "CO2": (0.0, 0.40),
    "CO2_biogenic": (0.15, 0.42),
    "CO2e": (0.0, 0.60),
    "CH4": (0.0, 1.2e-3),
    "N2O": (0.0, 1.1e-4),
}
PLAUSIBLE_OTHER = {
    "t/t": (0.0, 16.0),
    "t/head": (0.0, 0.13),
    "t/ha": (-15.0, 0.02),
    "t/inhabitants": (0.0, 0.05),
}

PUBLISHED = [  # carrier, kg CO2/TJ, t CO2/MWh, kg CH4/MWh and kg N2O/MWh of commercial buildings
    ("natural_gas", 56100, 0.2020, 0.018, 0.00036),
    ("lpg", 63100, 0.2272, 0.018, 0.00036),
    ("gasoline", 69300, 0.2495, 0.036, 0.00216),
    ("heating_oil", 74100, 0.2668, 0.036, 0.00216),
    ("residual_fuel_oil", 77400, 0.2786, 0.036, 0.00216),
    ("lignite", 101000, 0.3636, 0.036, 0.0054),
    ("hard_coal", 94600, 0.3406, 0.036, 0.0054),
    ("anthracite", 98300, 0.3539, 0.036, 0.0054),
    ("coke", 107000, 0.3852, 0.036, 0.0054),
    ("coal_briquettes", 97500, 0.3510, 0.036, 0.0054),
    ("peat", 106000, 0.3816, 0.036, 0.00504),
    ("oil_shale", 107000, 0.3852, 0.036, 0.0054),
    ("shale_oil", 73300, 0.2639, 0.036, 0.00216),
    ("kerosene", 71900, 0.2588, 0.036, 0.00216),
    ("waste_fossil", 91700, 0.3301, 1.08, 0.0144),
]


def value(found: FoundFactors, gas: str) -> float:
    return sum(factor.value for factor in found.factors if factor.gas == gas)


def co2e(found: FoundFactors, gwp_set: str = "AR5") -> float:
    return sum(
        factor.value * (1.0 if factor.gas == "CO2e" else global_warming_potential(factor.gas, gwp_set))
        for factor in found.factors
        if factor.gas != "CO2_biogenic"
    )


def key_of(factor: EmissionFactor) -> tuple[object, ...]:
    return (
        factor.variant, factor.carrier, factor.gas, factor.process, factor.factor_group, factor.area, factor.year,
    )  # fmt: skip


@pytest.mark.parametrize(("carrier", "kg_per_tj", "co2", "ch4", "n2o"), PUBLISHED)
def test_ipcc_factors_as_published(
    carrier: str, kg_per_tj: float, co2: float, ch4: float, n2o: float
) -> None:
    found = find(carrier, sector="tertiary", area="EE", year=2020)
    assert value(found, "CO2") == pytest.approx(kg_per_tj * 3.6e-6, rel=1e-12)
    assert value(found, "CO2") == pytest.approx(co2, abs=5.1e-5)
    assert value(found, "CH4") * 1000 == pytest.approx(ch4, rel=1e-9)
    assert value(found, "N2O") * 1000 == pytest.approx(n2o, rel=1e-9)


def test_methane_of_household_coal_and_wood_is_counted() -> None:
    coal = find("hard_coal", sector="residential", area="PL", year=2022)
    assert value(coal, "CH4") * 1000 == pytest.approx(1.08)
    assert value(coal, "CH4") * 28 == pytest.approx(0.030, abs=5e-4)
    industry = find("hard_coal", sector="industry", area="PL", year=2022)
    assert value(industry, "CH4") * 1000 == pytest.approx(0.036)
    wood = find("wood", sector="residential", area="HR", year=2019)
    assert co2e(wood) == pytest.approx(0.0338, abs=5e-4)  # printed by Zagreb for firewood
    assert value(wood, "CO2") == 0
    assert value(wood, "CO2_biogenic") == pytest.approx(0.4032)


@pytest.mark.parametrize(
    ("carrier", "ch4", "n2o"),
    [("gasoline", 3.8, 5.7), ("diesel", 3.9, 3.9), ("cng", 92, 3), ("lpg", 62, 0.2)],
)
def test_road_factors_as_published(carrier: str, ch4: float, n2o: float) -> None:
    found = find(carrier, sector="private_transport", area="SI", year=2018)
    assert value(found, "CH4") == pytest.approx(ch4 * 3.6e-6)
    assert value(found, "N2O") == pytest.approx(n2o * 3.6e-6)


def test_rail_and_flight_have_factors_of_their_own() -> None:
    assert value(find("diesel", sector="rail", area="SI", year=2018), "N2O") == pytest.approx(28.6 * 3.6e-6)
    assert value(find("kerosene", sector="aviation", area="SI", year=2018), "CO2") == pytest.approx(0.2574)


def test_composting_as_printed_by_rzeszow() -> None:
    found = find("waste_composted", sector="solid_waste", area="PL", year=2022)
    assert (5567.99 + 4126.28) * co2e(found) == pytest.approx(1702.3, rel=2e-3)


def test_animals_take_the_national_figure_before_the_regional_one() -> None:
    lithuania = find("dairy_cattle", sector="livestock", area="LT", year=2020)
    assert value(lithuania, "CH4") * 1000 == pytest.approx(124.79 + 11.8)
    latvia = find("dairy_cattle", sector="livestock", area="LV", year=2020)
    assert [f.value * 1000 for f in latvia.factors if f.process == "enteric"] == [pytest.approx(99)]
    assert latvia.choice.how is How.PARENT_AREA
    austria = find("dairy_cattle", sector="livestock", area="AT", year=2020)
    assert [f.value * 1000 for f in austria.factors if f.process == "enteric"] == [pytest.approx(117)]


def test_nitrogen_counts_direct_and_indirect_n2o() -> None:
    found = find("nitrogen_fertiliser", sector="soils", area="EE", year=2020)
    assert value(found, "N2O") == pytest.approx((0.01 + 0.1 * 0.01 + 0.3 * 0.0075) * 44 / 28, rel=1e-4)


@pytest.mark.parametrize(
    ("carrier", "expected"), [("refrigerant_r410a", 1923.5), ("refrigerant_r404a", 3942.8)]
)
def test_blends_weigh_what_their_parts_weigh(carrier: str, expected: float) -> None:
    found = find(carrier, sector="product_use", area="EE", year=2020)
    assert sum(factor.value for factor in found.factors) == pytest.approx(1.0)
    assert co2e(found) == pytest.approx(expected, rel=1e-6)


def test_every_key_is_unique() -> None:
    keys = [key_of(factor) for factor in all_factors()]
    assert len(keys) > 400
    assert sorted({str(key) for key in keys if keys.count(key) > 1}) == []


def test_every_factor_names_known_words_and_units() -> None:
    groups = {record.factor_group for record in vocabulary.sectors().values()}
    areas = {
        *vocabulary.countries(),
        *(record.region for record in vocabulary.countries().values()),
        "EU",
        "",
    }
    for factor in all_factors():
        assert factor.carrier in vocabulary.carriers()
        assert factor.unit == f"t/{vocabulary.carrier(factor.carrier).unit}"
        assert factor.variant in VARIANTS
        assert factor.factor_group in groups
        assert factor.area in areas
        if factor.gas not in ("CO2e", "CO2_biogenic"):
            assert global_warming_potential(factor.gas, "AR5") > 0


def test_every_factor_is_plausible() -> None:
    for factor in all_factors():
        if factor.unit == "t/MWh":
            low, high = PLAUSIBLE_T_PER_MWH[factor.gas]
        else:
            low, high = PLAUSIBLE_OTHER[factor.unit]
        assert low <= factor.value <= high, factor


def test_every_factor_has_an_uncertainty() -> None:
    for factor in all_factors():
        assert factor.uncertainty is not None, factor
        assert 0 <= factor.uncertainty <= 3, factor
        assert factor.uncertainty > 0 or factor.value == 0, factor


@pytest.mark.parametrize("carrier", ENERGY)
@pytest.mark.parametrize("sector", list(vocabulary.sectors()))
def test_every_energy_carrier_has_a_direct_factor_or_is_a_named_exception(carrier: str, sector: str) -> None:
    if carrier in WITHOUT_DIRECT_FACTOR:
        with pytest.raises(MissingFigureError, match="No emission factor"):
            find(carrier, sector=sector, area="EE", year=2020)
    else:
        found = find(carrier, sector=sector, area="EE", year=2020)
        assert "CO2" in found.gases
        assert len({(factor.gas, factor.process) for factor in found.factors}) == len(found.factors)


def test_biogenic_carriers_emit_no_co2_that_counts() -> None:
    for key in ENERGY:
        if vocabulary.carrier(key).is_biogenic:
            found = find(key, sector="residential", area="EE", year=2020)
            assert value(found, "CO2") == 0
            assert value(found, "CO2_biogenic") > 0


@pytest.mark.parametrize("variant", LIFE_CYCLE_VARIANTS)
def test_direct_emissions_do_not_exceed_life_cycle_ones(variant: str) -> None:
    compared = 0
    for carrier in {factor.carrier for factor in all_factors() if factor.variant == variant}:
        if carrier in ("electricity", "district_heat") or carrier in ABOVE_LIFE_CYCLE:
            continue
        life_cycle = co2e(find(carrier, sector="tertiary", area="DE", year=2018, variant=variant))
        for direct in ("direct", "covenant"):
            assert co2e(find(carrier, sector="tertiary", area="DE", year=2018, variant=direct)) <= life_cycle
            compared += 1
    assert compared >= 10


def test_the_exceptions_to_that_rule_are_real() -> None:
    for carrier in ABOVE_LIFE_CYCLE:
        direct = co2e(find(carrier, sector="tertiary", area="DE", year=2018))
        others = [
            co2e(find(carrier, sector="tertiary", area="DE", year=2018, variant=variant))
            for variant in LIFE_CYCLE_VARIANTS
            if any(factor.carrier == carrier and factor.variant == variant for factor in all_factors())
        ]
        assert any(other < direct for other in others), carrier


def test_the_covenant_factors_are_the_ipcc_ones_rounded() -> None:
    for factor in all_factors():
        if factor.variant == "covenant" and factor.value:
            ipcc = value(find(factor.carrier, sector="tertiary", area="EE", year=2020), "CO2")
            assert factor.value == pytest.approx(ipcc, abs=5.1e-4)


def test_figures_from_memory_are_shown_as_unverified() -> None:
    for factor in all_factors():
        if factor.variant == "covenant_lca":
            assert factor.source is not None
            assert factor.source.how_known is HowKnown.MEMORY
            assert not factor.source.is_verified


def test_leipzig_and_dresden_are_kept_apart() -> None:
    leipzig = find("diesel", sector="private_transport", area="DE", year=2018, variant="bisko")
    dresden = find("diesel", sector="private_transport", area="DE", year=2018, variant="bisko_dresden")
    assert (value(leipzig, "CO2e"), value(dresden, "CO2e")) == (pytest.approx(0.326), pytest.approx(0.315))
    assert leipzig.choice.how is How.EXACT or leipzig.choice.how is How.ANY_SECTOR
    mix = [
        find("electricity", sector="tertiary", area="DE", year=y, variant="bisko") for y in (2018, 2019, 2021)
    ]
    assert [value(found, "CO2e") for found in mix] == [
        pytest.approx(0.544),
        pytest.approx(0.478),
        pytest.approx(0.478),
    ]
    assert mix[2].choice.how is How.EARLIER_YEAR


def test_district_heat_is_an_estimate_that_says_so() -> None:
    estonia = find("district_heat", sector="residential", area="EE", year=2020)
    assert value(estonia, "CO2") == pytest.approx(0.2020 / 0.9, rel=1e-3)
    assert estonia.choice.how is How.PROXY
    assert "ask the heat supplier" in str(estonia.choice.note)
    germany = find("district_heat", sector="residential", area="DE", year=2020)
    assert value(germany, "CO2") == pytest.approx(0.280)
    with pytest.raises(MissingFigureError, match="heat supplier"):
        find("district_heat", sector="residential", area="EE", year=2020, variant="covenant")


@pytest.mark.parametrize(
    ("carrier", "advice"),
    [("electricity", "national series"), ("fuels", "Split the amount"), ("not_stated", "Split the amount")],
)
def test_a_missing_factor_says_what_to_do(carrier: str, advice: str) -> None:
    with pytest.raises(MissingFigureError, match=advice):
        find(carrier, sector="residential", area="EE", year=2020)


def test_unknown_words_are_refused() -> None:
    with pytest.raises(CascaisError, match="variant"):
        find("diesel", sector="road", area="EE", year=2020, variant="no_such")
    with pytest.raises(CascaisError, match="sector"):
        find("diesel", sector="no_such", area="EE", year=2020)
    with pytest.raises(CascaisError, match="carrier"):
        find("no_such", sector="road", area="EE", year=2020)
    with pytest.raises(TableError, match="cannot be used"):
        _to_canonical("kg/head", "MWh")


def test_how_a_factor_was_chosen() -> None:
    def how(carrier: str, sector: str) -> How:
        return find(carrier, sector=sector, area="EE", year=2020).choice.how

    assert how("natural_gas", "residential") is How.ANY_YEAR
    assert how("other_fossil", "residential") is How.PROXY
    assert how("wood", "private_transport") is How.PROXY  # CH4 of commercial buildings stands in
    assert how("forest", "land_use") is How.PROXY


carriers = st.sampled_from([key for key in vocabulary.carriers() if key not in WITHOUT_DIRECT_FACTOR])
sectors = st.sampled_from(list(vocabulary.sectors()))
areas = st.sampled_from([*vocabulary.countries(), ""])
years = st.integers(min_value=1985, max_value=2060)
variants = st.sampled_from(list(VARIANTS))


@given(carriers, sectors, areas, years, variants)
def test_a_factor_never_comes_from_another_country_sector_or_variant(
    carrier: str, sector: str, area: str, year: int, variant: str
) -> None:
    try:
        found = find(carrier, sector=sector, area=area, year=year, variant=variant)
    except MissingFigureError:
        return
    own = vocabulary.sector(sector).factor_group
    for factor in found.factors:
        assert factor.carrier == carrier
        assert factor.variant == variant
        assert factor.area in area_chain(area)
        assert factor.factor_group in (own, "", "commercial")
        if factor.proxy or factor.factor_group not in (own, ""):
            assert found.choice.how is How.PROXY


@given(carriers, sectors, areas, years, variants)
def test_the_nearest_factor_wins(carrier: str, sector: str, area: str, year: int, variant: str) -> None:
    try:
        found = find(carrier, sector=sector, area=area, year=year, variant=variant)
    except MissingFigureError:
        return
    chain = area_chain(area)
    for factor in found.factors:
        rivals = [
            other
            for other in all_factors()
            if (other.carrier, other.gas, other.process, other.variant)
            == (factor.carrier, factor.gas, factor.process, factor.variant)
            and (other.area, other.factor_group) == (factor.area, factor.factor_group)
        ]
        assert factor.year == min((r.year for r in rivals), key=lambda y: year_distance(y, year))
        assert not [
            other
            for other in all_factors()
            if (other.carrier, other.gas, other.process, other.variant)
            == (factor.carrier, factor.gas, factor.process, factor.variant)
            and other.factor_group in (vocabulary.sector(sector).factor_group, "", "commercial")
            and other.area in chain[: chain.index(factor.area)]
        ]


@given(st.lists(st.one_of(st.none(), years), min_size=1), years)
def test_the_exact_year_is_always_preferred(candidates: list[int | None], asked: int) -> None:
    nearest = min(candidates, key=lambda year: year_distance(year, asked))
    if asked in candidates:
        assert nearest == asked
    elif None in candidates:
        assert nearest is None
    else:
        known = [year for year in candidates if year is not None]
        assert nearest is not None
        assert abs(nearest - asked) == min(abs(year - asked) for year in known)


def test_every_unit_of_a_factor_is_known() -> None:
    known = {f"t/{unit}" for units in DIMENSIONS.values() for unit in units}
    assert {factor.unit for factor in all_factors()} <= known
