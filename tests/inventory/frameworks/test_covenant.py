"""The Covenant's matrix, its boundary and its key sectors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cascais.inventory.activities import Activity
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.frameworks import view
from cascais.inventory.frameworks.covenant import KEY_SECTORS, column_of, key_sector_of, row_of
from cascais.tables import vocabulary

REFERENCE = json.loads(
    (Path(__file__).resolve().parents[2] / "references" / "published_cases.json").read_text(encoding="utf-8")
)
OPTIONS = Options(country="SI")


def energy(sector: str, carrier: str, amount: float, **more) -> Activity:
    return Activity(2018, sector, carrier, amount, "MWh", **more)


def test_liepaja_2006_as_the_plan_prints_it():
    """Liepāja's plan follows the Covenant: 26 940 t from electricity of buildings, 469 t of transport."""
    case = next(case for case in REFERENCE["cases"] if case["id"] == "liepaja-2006")
    prescribed = tuple(
        PrescribedFactor(each["carrier"], "CO2e", each["t_per_mwh"], "t/MWh", case["citation"])
        for each in case["factors"]
    )
    lines = [Activity(2006, line["sector"], line["carrier"], line["mwh"], "MWh") for line in case["lines"]]
    seen = view("covenant", lines, Options(country="LV", prescribed=prescribed))
    cells = {(row.title, row.column): row.emissions_t for row in seen.rows}
    assert sum(cells.values()) == pytest.approx(seen.total_t)
    assert cells["Transport", "Electricity"] == pytest.approx(469, abs=1)
    assert sum(t for (_, column), t in cells.items() if column == "Electricity") == pytest.approx(
        26_940 + 469, abs=2
    )


def test_every_sector_and_carrier_has_a_place_or_none_on_purpose():
    outside = {"energy_industries", "fugitive", "land_use", "land_sector"}
    for sector in vocabulary.sectors():
        assert vocabulary.sector(row_of(sector)).covenant or sector in outside, sector
    for carrier, record in vocabulary.carriers().items():
        if record.kind == "energy" and record.group != "unsplit" and carrier != "hydrogen":
            assert column_of(carrier), carrier


def test_carriers_without_a_column_of_their_own_are_added_to_the_nearest():
    seen = view(
        "covenant", [energy("residential", "cng", 10.0), energy("residential", "natural_gas", 5.0)], OPTIONS
    )
    assert len(seen.rows) == 1
    assert (seen.rows[0].column, seen.rows[0].amount) == ("Natural gas", 15.0)


def test_industry_in_emissions_trading_is_shown_but_not_counted():
    seen = view(
        "covenant",
        [energy("industry_ets", "natural_gas", 10.0), energy("tertiary", "natural_gas", 1.0)],
        OPTIONS,
    )
    assert seen.total_t == pytest.approx(0.202)
    assert [row.is_in_total for row in seen.rows] == [True, False]
    assert "emissions trading" in str(seen.notes[0])


def test_losses_are_not_final_energy():
    seen = view("covenant", [energy("residential", "electricity", 10.0, subsector="losses")], OPTIONS)
    assert seen.total_t == 0.0
    assert seen.rows == ()


def test_waste_counts_among_the_other_sectors_with_its_methane():
    seen = view("covenant", [Activity(2018, "solid_waste", "waste_composted", 1_000.0, "t")], OPTIONS)
    assert seen.totals["other"] == pytest.approx(4 * 28 + 0.24 * 265)
    assert seen.totals["total"] == pytest.approx(seen.total_t)


@pytest.mark.parametrize(
    ("sectors", "is_met"),
    [
        (["residential", "tertiary", "rail"], True),
        (["residential", "public_lighting", "tertiary"], True),
        (["residential", "municipal_buildings", "public_lighting"], False),
        (["buildings", "transport"], False),
        ([], False),
    ],
)
def test_three_of_four_key_sectors(sectors, is_met):
    seen = view("covenant", [energy(sector, "natural_gas", 1.0) for sector in sectors], OPTIONS)
    requirement = seen.requirements[0]
    assert requirement.is_met is is_met
    if "buildings" in sectors:
        assert "not split" in str(requirement.reason)


def test_the_key_sectors_are_those_of_the_vocabulary():
    marked = {key for key, record in vocabulary.sectors().items() if record.is_key_sector}
    assert {key_sector_of(key) for key in marked} == set(KEY_SECTORS)


def test_a_notation_key_is_no_coverage_and_stands_in_the_cell():
    line = Activity(2018, "residential", "natural_gas", None, "MWh", notation_key="NE")
    seen = view("covenant", [line], OPTIONS)
    assert not seen.requirements[0].is_met
    assert seen.rows[0].notation_key == "NE"


def test_final_energy_counts_energy_only():
    lines = [energy("residential", "wood", 7.0), Activity(2018, "solid_waste", "waste_composted", 9.0, "t")]
    assert view("covenant", lines, OPTIONS).figures["final_energy_mwh"] == 7.0
