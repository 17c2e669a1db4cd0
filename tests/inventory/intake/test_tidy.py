from __future__ import annotations

import pytest

from cascais.connectors import spreadsheet
from cascais.inventory.activities import Activity
from cascais.inventory.intake.labels import Aliases
from cascais.inventory.intake.reading import read_workbook
from cascais.inventory.intake.results import Reading, ReadingOptions

HEADER = "year,sector,carrier,amount,unit"


def read(text: str, **options: object) -> Reading:
    return read_workbook(spreadsheet.parse(text.encode(), "energy.csv"), ReadingOptions(**options))  # type: ignore[arg-type]


def only(text: str, **options: object) -> Activity:
    found = read(text, **options)
    assert found.problems == ()
    (activity,) = found.storable
    return activity


def test_a_line_carries_every_field_with_its_place() -> None:
    text = (
        f"{HEADER},subsector,supplier,notation_key,quality,uncertainty,source,comment,emissions_t,is_green\n"
        "2022,Residential buildings,Erdgas,1234.5,MWh/a,flats,City Gas,,b,5 %,bill 7,checked,250.1,no\n"
    )
    assert only(text) == Activity(
        2022, "residential", "natural_gas", 1234.5, "MWh", "flats", "City Gas", "", "B", 0.05, "bill 7", "checked", 250.1,
        is_green=False, file="energy.csv", row=2,
    )  # fmt: skip


def test_zero_blank_and_notation_key_stay_different() -> None:
    text = f"{HEADER},notation_key\n2022,residential,wood,0,MWh,\n2022,industry,wood,,MWh,NE\n2022,tertiary,wood,NO,MWh,\n"
    amounts = [(activity.amount, activity.notation_key) for activity in read(text).storable]
    assert amounts == [(0.0, ""), (None, "NE"), (None, "NO")]
    assert "blank" in str(read(f"{HEADER}\n2022,residential,wood,,MWh\n").problems[0])


def test_emissions_alone_are_a_line() -> None:
    activity = only(
        "year,sector,carrier,emissions_t\n2022,waste,not_stated,5000\n".replace(
            "carrier", "carrier,unit"
        ).replace("not_stated", "not_stated,t")
    )
    assert (activity.amount, activity.reported_t) == (None, 5000.0)


@pytest.mark.parametrize(("decimal", "amount"), [(",", 13362.0), (".", 13.362)])
def test_an_ambiguous_number_is_read_as_the_person_says(decimal: str, amount: float) -> None:
    text = f"{HEADER}\n2022,residential,wood,13.362,MWh\n"
    assert only(text, decimal=decimal).amount == amount
    assert "reads two ways" in str(read(text).problems[0])


def test_evidence_in_another_column_decides_and_is_said() -> None:
    found = read(f"{HEADER},uncertainty\n2022,residential,wood,13.362,MWh,0.05\n")
    assert found.storable[0].amount == 13.362
    assert found.decimal == "."
    assert any("decimal sign" in note.message and note.value == "0.05" for note in found.notes)


@pytest.mark.parametrize(
    ("header", "row", "sector", "carrier", "unit"),
    [
        ("year,animal,head", "2022,dairy cows,120", "livestock", "dairy_cattle", "head"),
        ("Aasta;Loomaliik;Loomade arv", "2022;sead;120", "livestock", "swine", "head"),
        (
            "year,waste treatment,t",
            "2022,landfilled waste,120",
            "solid_waste",
            "municipal_waste_landfilled",
            "t",
        ),
        ("year,waste treatment,tonnes", "2022,composting,120", "solid_waste", "waste_composted", "t"),
        ("year,land class,area", "2022,forest,120", "land_use", "forest", "ha"),
        ("year,land class,ha", "2022,organic soils,120", "soils", "organic_soil", "ha"),
        (
            "year,carrier,inhabitants",
            "2022,population equivalent,120",
            "wastewater",
            "wastewater_inhabitants",
            "inhabitants",
        ),
        ("year,refrigerant,amount,unit", "2022,R-134a,120,kg", "product_use", "refrigerant_hfc134a", "kg"),
    ],
)
def test_tables_of_other_sectors_need_no_sector(
    header: str, row: str, sector: str, carrier: str, unit: str
) -> None:
    found = read(f"{header}\n{row}\n")
    assert found.problems == ()
    (activity,) = found.storable
    assert (activity.sector, activity.carrier, activity.unit, activity.amount) == (
        sector,
        carrier,
        unit,
        120.0,
    )
    assert found.form == "non_energy"


def test_energy_needs_a_sector() -> None:
    found = read("year,carrier,amount,unit\n2022,natural gas,5,MWh\n")
    assert "sector" in str(found.problems[0])


def test_a_gpc_reference_may_stand_for_sector_and_carrier() -> None:
    activity = only("year,GPC ref,carrier,amount,unit\n2022,I.1.2,,5,MWh\n")
    assert (activity.sector, activity.carrier) == ("residential", "electricity")
    lost = only("year,GPC ref,carrier,amount,unit\n2022,I.1.3,electricity,5,MWh\n")
    assert lost.subsector == "losses"


def test_year_and_unit_may_be_given_outside_of_the_rows() -> None:
    activity = only("sector,carrier,Amount [GWh]\nresidential,wood,5\n", year=2021)
    assert (activity.year, activity.unit) == (2021, "GWh")


def test_titles_above_and_sums_below_are_no_lines() -> None:
    found = read(
        f"Energy of the town,,,,\n,,,,\n{HEADER}\n2022,residential,wood,5,MWh\n2022,industry,wood,7,MWh\nTotal,,,12,MWh\n"
    )
    assert [activity.row for activity in found.storable] == [4, 5]
    (printed,) = found.printed_sums
    assert (printed.value, printed.unit, printed.row, printed.found) == (12.0, "MWh", 6, 12.0)


def test_a_printed_sum_that_disagrees_is_noted() -> None:
    found = read(f"{HEADER}\n2022,residential,wood,5,MWh\n2022,industry,wood,7,MWh\nTotal,,,120,MWh\n")
    assert any("add up to 12 MWh" in note.message for note in found.notes)


def test_a_column_nobody_knows_is_noted() -> None:
    found = read(f"{HEADER},weather\n2022,residential,wood,5,MWh,fine\n")
    assert found.storable
    assert any("not used" in note.message and note.value == "weather" for note in found.notes)


def test_unknown_labels_are_listed_for_the_mapping_and_remembered_answers_are_used() -> None:
    text = f"{HEADER}\n2022,Plattenbau,Scheite,5,Sack\n"
    found = read(text)
    assert [(each.kind, each.label, each.row) for each in found.unknown_labels] == [
        ("carrier", "Scheite", 2), ("sector", "Plattenbau", 2), ("unit", "Sack", 2),
    ]  # fmt: skip
    aliases = Aliases({"Plattenbau": "residential"}, {"scheite": "wood"}, {"Sack": "t"})
    activity = only(text, aliases=aliases)
    assert (activity.sector, activity.carrier, activity.unit) == ("residential", "wood", "t")


def test_lines_are_told_apart_by_supplier_and_subsector() -> None:
    found = read(f"{HEADER},supplier\n2022,residential,heat,5,MWh,North\n2022,residential,heat,5,MWh,South\n")
    assert len(found.storable) == 2


def test_a_sink_may_have_negative_emissions_but_its_area_is_positive() -> None:
    text = "year,sector,carrier,amount,unit,emissions_t\n2022,land_use,forest,{area},ha,-400\n"
    assert only(text.format(area=100)).reported_t == -400.0
    assert "negative" in str(read(text.format(area=-100)).problems[0])


@pytest.mark.parametrize(("year", "is_allowed"), [(1900, True), (1899, False), (2027, True), (2028, False)])
def test_years_end_where_the_caller_says(year: int, is_allowed: bool) -> None:
    found = read(f"{HEADER}\n{year},residential,wood,5,MWh\n", latest_year=2027)
    assert bool(found.storable) is is_allowed


def test_a_leading_apostrophe_keeps_a_text_harmless_and_is_taken_away() -> None:
    assert only(f"{HEADER},comment\n2022,residential,wood,5,MWh,'=1+1\n").comment == "=1+1"
    assert only(f"{HEADER},comment\n2022,residential,wood,5,MWh,'tis fine\n").comment == "'tis fine"


def test_the_whole_row_is_kept_out_when_one_cell_is_wrong() -> None:
    found = read(f"{HEADER},quality\n2022,residential,wood,5,MWh,Q\n2022,industry,wood,5,MWh,A\n")
    assert [activity.sector for activity in found.activities] == ["industry"]
    assert found.storable == ()
