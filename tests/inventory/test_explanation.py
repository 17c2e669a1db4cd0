"""Explanations: the tree adds up, and every number says where it comes from."""

from __future__ import annotations

import json

import pytest

from cascais.inventory import totals
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.explanation import Explanation, as_json, as_text, explain
from cascais.inventory.factors import Options, PrescribedFactor

LINES = [
    Activity(
        2022,
        "residential",
        "natural_gas",
        3.6,
        "TJ",
        quality="A",
        source="network operator",
        file="a.csv",
        row=4,
    ),
    Activity(2022, "residential", "wood", 50.0, "MWh", is_estimated=True, comment="chimney sweeps"),
    Activity(2022, "tertiary", "electricity", 10.0, "MWh", uncertainty=0.07),
    Activity(2022, "tertiary", "district_heat", 10.0, "MWh", supplier="north"),
    Activity(2022, "rail", "diesel", None, "MWh", notation_key="NO"),
    Activity(2022, "public_transport", "fuels", 5.0, "MWh"),
    Activity(2022, "solid_waste", "not_stated", None, "t", reported_t=12.0, source="the plan, page 7"),
]
HEAT = PrescribedFactor(
    "district_heat", "CO2e", 0.2, "t/MWh", "letter of the heat supplier", supplier="north"
)
OPTIONS = Options(country="EE", prescribed=(HEAT,))


@pytest.fixture(scope="module")
def inventory():
    return compute(LINES, OPTIONS)


def walk(explanation: Explanation):
    yield explanation
    for child in explanation.children:
        yield from walk(child)


def test_the_tree_adds_up_from_total_to_sectors_to_lines(inventory):
    total = explain(inventory)
    assert total.value == pytest.approx(totals.total_t(inventory))
    assert sum(sector.value or 0.0 for sector in total.children) == pytest.approx(total.value)
    for sector in total.children:
        assert sum(line.value or 0.0 for line in sector.children) == pytest.approx(sector.value or 0.0)


def test_a_notation_key_is_shown_as_no_number_rather_than_zero(inventory):
    rail = next(sector for sector in explain(inventory).children if str(sector.title) == "Rail")
    assert rail.value is None
    assert rail.children[0].value is None
    assert "notation key NO" in str(rail.children[0].notes[0])
    assert "Rail: –" in as_text(rail)


def test_a_line_is_amount_times_conversion_times_factor(inventory):
    line = explain(inventory, line=0)
    amount, conversion, factor = line.children
    assert amount.value * conversion.value * factor.value == pytest.approx(line.value)
    assert (amount.unit, conversion.unit, factor.unit) == ("TJ", "MWh/TJ", "t CO2e/MWh")


def test_a_factor_is_the_sum_of_its_gases(inventory):
    factor = explain(inventory, line=0).children[-1]
    assert [str(gas.title) for gas in factor.children] == ["CO2", "CH4", "N2O"]
    weights = [1.0, 28.0, 265.0]
    summed = sum(gas.value * weight for gas, weight in zip(factor.children, weights, strict=True))
    assert summed == pytest.approx(factor.value)
    assert all(gas.source is not None and gas.source.locator for gas in factor.children)


def test_each_thing_asked_for_is_in_the_text(inventory):
    text = as_text(explain(inventory))
    for expected in (
        "Total emissions", "IPCC Fifth Assessment Report", "Residential buildings", "Quality grade A", "network operator",
        "a.csv row 4", "chimney sweeps", "Estimated from a proxy", "Global warming potential 28", "How chosen: given by the member",
        "letter of the heat supplier", "notation key NO", "the plan, page 7", "Split the amount by fuel", "±", "IPCC",
    ):  # fmt: skip
        assert expected in text, expected


def test_a_sector_may_be_asked_for_with_its_parts(inventory):
    buildings = explain(inventory, sector="buildings")
    assert len(buildings.children) == 4
    assert buildings.uncertainty is not None


def test_the_same_tree_as_json(inventory):
    record = json.loads(json.dumps(as_json(explain(inventory))))
    assert record["value"] == pytest.approx(totals.total_t(inventory))
    assert record["unit"] == "t CO2e"
    deepest = record["children"][0]["children"][0]["children"][-1]["children"][0]
    assert deepest["source"]["citation"]


def test_a_translation_reaches_every_text(inventory):
    text = as_text(explain(inventory), translate=lambda message: "¤" + str(message))
    titles = [
        line for line in text.splitlines() if ": " in line and not line.strip().startswith(("·", "=", "←"))
    ]
    assert titles
    assert all(line.strip().startswith("¤") for line in titles)


def test_every_explained_number_has_a_unit(inventory):
    for explanation in walk(explain(inventory)):
        assert explanation.unit
        assert str(explanation.title)


def test_an_unverified_figure_is_called_so():
    inventory = compute([Activity(2022, "livestock", "sheep", 10.0, "head")], OPTIONS)
    assert "Unverified" in as_text(explain(inventory))
