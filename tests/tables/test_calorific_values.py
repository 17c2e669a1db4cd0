"""Net calorific values against the published ones, and refusal where there is none."""

from __future__ import annotations

import pytest

from cascais.errors import MissingFigureError, UnitError
from cascais.provenance import How
from cascais.tables import vocabulary
from cascais.tables.calorific_values import calorific_value
from cascais.tables.emission_factors import find

PUBLISHED_MWH_PER_T = {
    "natural_gas": 13.33,
    "lpg": 13.14,
    "gasoline": 12.31,
    "diesel": 11.94,
    "residual_fuel_oil": 11.22,
    "kerosene": 12.17,
    "lignite": 3.31,
    "hard_coal": 7.17,
    "anthracite": 7.42,
    "peat": 2.71,
    "oil_shale": 2.47,
    "wood": 4.33,
    "other_biomass": 3.22,
    "biodiesel": 7.50,
    "biogas": 14.00,
}
BURNT = [
    key
    for key, record in vocabulary.carriers().items()
    if record.kind == "energy" and record.group in ("fossil", "renewable")
    if key not in ("solar_thermal", "geothermal", "ambient_heat")
]


@pytest.mark.parametrize(("carrier", "expected"), PUBLISHED_MWH_PER_T.items())
def test_values_as_published(carrier: str, expected: float) -> None:
    assert calorific_value(carrier, "t").value == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize("carrier", BURNT)
def test_every_fuel_has_a_plausible_value_per_tonne(carrier: str) -> None:
    found = calorific_value(carrier, "t")
    assert 2.4 < found.value < 15
    assert found.source.citation
    assert found.choice.how in (How.DEFAULT, How.PROXY)


@pytest.mark.parametrize(("carrier", "kg_co2_per_unit", "unit"), [
    ("gasoline", 2.288, "l"), ("lpg", 1.473, "l"), ("natural_gas", 1.885, "m3"),
])  # fmt: skip
def test_volumes_give_the_co2_that_the_same_sheet_prints(
    carrier: str, kg_co2_per_unit: float, unit: str
) -> None:
    factor = find(carrier, sector="tertiary", area="EE", year=2020).factors[0]
    assert factor.gas == "CO2"
    assert factor.value * 1000 * calorific_value(carrier, unit).value == pytest.approx(
        kg_co2_per_unit, rel=1e-3
    )


def test_units_of_one_dimension_agree() -> None:
    assert calorific_value("diesel", "m3").value == pytest.approx(1000 * calorific_value("diesel", "l").value)
    assert calorific_value("natural_gas", "1000 m3").value == pytest.approx(9.35, rel=0.01)  # Riga, Liepāja
    assert calorific_value("lignite", "kt").value == pytest.approx(
        1000 * calorific_value("lignite", "t").value
    )


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(MissingFigureError, match="Known per: t"):
        calorific_value("wood", "m3")
    with pytest.raises(MissingFigureError, match="None is known"):
        calorific_value("electricity", "t")
    with pytest.raises(UnitError):
        calorific_value("diesel", "barrel")
