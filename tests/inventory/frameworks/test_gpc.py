"""GPC: reference numbers, scopes, totals, losses, notation keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cascais.inventory.activities import Activity
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.frameworks import FrameworkOptions, view
from cascais.inventory.frameworks.gpc import SUBSECTORS, reference_of, references
from cascais.tables import vocabulary

REFERENCE = json.loads(
    (Path(__file__).resolve().parents[2] / "references" / "published_cases.json").read_text(encoding="utf-8")
)
POLAND = Options(country="PL")


@pytest.mark.parametrize(
    ("sector", "carrier", "subsector", "code"),
    [
        ("residential", "natural_gas", "", "I.1.1"),
        ("residential", "electricity", "", "I.1.2"),
        ("residential", "district_heat", "losses", "I.1.3"),
        ("public_lighting", "electricity", "", "I.2.2"),
        ("energy_industries", "natural_gas", "I.4.4", "I.4.4"),
        ("fugitive", "natural_gas", "", "I.8.1"),
        ("rail", "electricity", "", "II.2.2"),
        ("off_road", "diesel", "", "II.5.1"),
        ("solid_waste", "municipal_waste_landfilled", "", "III.1.1"),
        ("solid_waste", "municipal_waste_landfilled", "III.1.2", "III.1.2"),
        ("solid_waste", "waste_composted", "", "III.2.1"),
        ("solid_waste", "waste_incinerated", "", "III.3.1"),
        ("wastewater", "wastewater_inhabitants", "", "III.4.1"),
        ("product_use", "refrigerant_r410a", "", "IV.2.1"),
        ("livestock", "dairy_cattle", "", "V.1.1"),
        ("land_use", "forest", "", "V.2.1"),
        ("soils", "urea", "", "V.3.1"),
        ("residential", "natural_gas", "flats", "I.1.1"),
    ],
)
def test_reference_numbers(sector, carrier, subsector, code):
    unit = vocabulary.carrier(carrier).unit
    assert reference_of(Activity(2022, sector, carrier, 1.0, unit, subsector=subsector)).code == code


def test_the_table_of_the_protocol():
    rows = references()
    assert {row.subsector for row in rows.values()} == set(SUBSECTORS)
    assert rows["I.1.1"].level == rows["III.1.2"].level == "BASIC"
    assert rows["I.4.4"].level == rows["III.2.3"].level == "territorial"
    assert rows["II.4.3"].level == rows["V.2.1"].level == "BASIC+"
    assert "II.5.3" not in rows


def test_every_sector_has_a_row():
    for sector in vocabulary.sectors():
        assert reference_of(Activity(2022, sector, "natural_gas", 1.0, "MWh")).code in references()


def test_totals_by_scope_and_level():
    lines = [
        Activity(2022, "residential", "natural_gas", None, "MWh", reported_t=100.0),
        Activity(2022, "residential", "electricity", None, "MWh", reported_t=50.0),
        Activity(2022, "residential", "electricity", None, "MWh", subsector="losses", reported_t=5.0),
        Activity(2022, "solid_waste", "not_stated", None, "t", subsector="III.1.2", reported_t=7.0),
        Activity(2022, "solid_waste", "not_stated", None, "t", subsector="III.1.3", reported_t=1_000.0),
        Activity(
            2022, "energy_industries", "natural_gas", None, "MWh", subsector="I.4.4", reported_t=2_000.0
        ),
        Activity(2022, "livestock", "dairy_cattle", None, "head", reported_t=11.0),
    ]
    seen = view("gpc", lines, POLAND)
    assert seen.totals == pytest.approx(
        {
            "scope_1": 3_111.0,
            "scope_2": 50.0,
            "scope_3": 12.0,
            "BASIC": 157.0,
            "BASIC+": 173.0,
            "territorial": 3_111.0,
        }
    )
    assert seen.total_t == pytest.approx(173.0)


def test_without_rows_of_basic_plus_the_main_total_is_basic():
    seen = view("gpc", [Activity(2022, "residential", "natural_gas", 1.0, "MWh")], POLAND)
    assert seen.total_t == seen.totals["BASIC"] == seen.totals["BASIC+"]


def test_losses_follow_from_the_share_lost_on_the_way():
    line = Activity(2022, "residential", "electricity", 900.0, "MWh")
    factor = PrescribedFactor("electricity", "CO2e", 0.5, "t/MWh", "the supplier")
    options = FrameworkOptions(Options(country="PL", prescribed=(factor,)), losses={"electricity": 0.1})
    seen = view("gpc", [line], options)
    assert seen.totals["scope_2"] == pytest.approx(450.0)
    assert seen.totals["scope_3"] == pytest.approx(50.0)  # 1 000 MWh fed in, 100 lost
    row = next(row for row in seen.rows if row.reference == "I.1.3")
    assert row.amount == pytest.approx(100.0)


def test_losses_told_by_the_town_are_not_added_again():
    lines = [
        Activity(2022, "residential", "electricity", 900.0, "MWh"),
        Activity(2022, "residential", "electricity", 80.0, "MWh", subsector="losses"),
    ]
    seen = view("gpc", lines, FrameworkOptions(POLAND, losses={"electricity": 0.1}))
    assert len(seen.inventory.activities) == 2


def test_rzeszow_by_scope():
    """Rzeszów 2022 prints scope 2 of buildings 705 183 t, of transport 2 831 t, and losses of transport 156 t."""
    case = next(case for case in REFERENCE["cases"] if case["id"] == "rzeszow-2022")
    lines = [
        Activity(
            2022,
            line["sector"],
            line["carrier"],
            line["mwh"],
            "MWh",
            supplier=line.get("supplier", ""),
            subsector=line.get("subsector", ""),
        )
        for line in case["lines"]
    ]
    prescribed = tuple(
        PrescribedFactor(
            each["carrier"],
            "CO2e",
            each["t_per_mwh"],
            "t/MWh",
            case["citation"],
            supplier=each.get("supplier", ""),
        )
        for each in case["factors"]
    )
    seen = view("gpc", lines, Options(country="PL", prescribed=prescribed))
    by_reference = {row.reference: row.emissions_t for row in seen.rows}
    assert by_reference["I.6.2"] == pytest.approx(705_183, abs=1)
    assert by_reference["II.1.2"] == pytest.approx(2_831, abs=1)
    assert by_reference["II.1.3"] == pytest.approx(156, abs=1)
    assert by_reference["I.6.3"] == pytest.approx(34_155.35 * 0.685)
    assert seen.totals["scope_2"] == pytest.approx(705_183 + 2_831, abs=2)


def test_blank_rows_are_named_and_notation_keys_fill_them():
    filled = [
        Activity(2022, "rail", "diesel", None, "MWh", notation_key="NO", subsector=code)
        for code in references()
        if references()[code].level == "BASIC"
    ]
    assert view("gpc", filled, POLAND).requirements[0].is_met
    lacking = view("gpc", filled[1:], POLAND)
    assert not lacking.requirements[0].is_met
    assert "I.1.1" in str(lacking.requirements[0].reason)
    assert [finding.rule for finding in lacking.findings] == ["gpc_blank_rows"]


def test_biogenic_carbon_stands_apart():
    seen = view("gpc", [Activity(2022, "residential", "wood", 1_000.0, "MWh")], POLAND)
    assert seen.figures["biogenic_co2_t"] > 10 * seen.total_t > 0
