from __future__ import annotations

import io

import openpyxl
import pytest

from cascais.connectors import spreadsheet
from cascais.inventory.intake import writing
from cascais.inventory.intake.reading import read_workbook
from cascais.inventory.intake.results import Reading, ReadingOptions

# Laid out as the Covenant's template: groups of carriers above, headings of sections between.
TEMPLATE = """\
A. Final energy consumption 2018;;;;;;;
;FINAL ENERGY CONSUMPTION [MWh];;;;;;
Category;Electricity;Heat/cold;Fossil fuels;;;Renewable energies;Total
;;;Natural gas;Heating Oil;Diesel;Other biomass;
BUILDINGS, EQUIPMENT/FACILITIES AND INDUSTRIES:;;;;;;;
Municipal buildings, equipment/facilities;1200,5;800;300;;;;2300,5
Tertiary (non municipal) buildings, equipment/facilities;5000;NE;0;;;;5000
Residential buildings;9000;7000;2500;150;;1300;19950
Subtotal buildings, equipments/facilities and industries;15200,5;7800;2800;150;;1300;27250,5
TRANSPORT:;;;;;;;
Municipal fleet;;;;;45;;45
Private and commercial transport;;;;;8000;;8000
Subtotal transport;;;;;8045;;8045
Total;15200,5;7800;2800;150;8045;1300;35295,5
"""


def read(text: str, **options: object) -> Reading:
    return read_workbook(spreadsheet.parse(text.encode(), "bei.csv"), ReadingOptions(**options))  # type: ignore[arg-type]


def test_the_covenant_matrix_becomes_lines() -> None:
    found = read(TEMPLATE)
    assert found.problems == ()
    assert found.form == "matrix"
    lines = {(each.sector, each.carrier): (each.amount, each.notation_key) for each in found.storable}
    assert lines == {
        ("municipal_buildings", "electricity"): (1200.5, ""),
        ("municipal_buildings", "district_heat"): (800.0, ""),
        ("municipal_buildings", "natural_gas"): (300.0, ""),
        ("tertiary", "electricity"): (5000.0, ""),
        ("tertiary", "district_heat"): (None, "NE"),
        ("tertiary", "natural_gas"): (0.0, ""),
        ("residential", "electricity"): (9000.0, ""),
        ("residential", "district_heat"): (7000.0, ""),
        ("residential", "natural_gas"): (2500.0, ""),
        ("residential", "heating_oil"): (150.0, ""),
        ("residential", "other_biomass"): (1300.0, ""),
        ("municipal_fleet", "diesel"): (45.0, ""),
        ("private_transport", "diesel"): (8000.0, ""),
    }
    assert {(each.year, each.unit) for each in found.storable} == {(2018, "MWh")}


def test_printed_sums_are_compared_with_what_was_read() -> None:
    found = read(TEMPLATE)
    assert len(found.printed_sums) == 20
    assert all(each.found == pytest.approx(each.value) for each in found.printed_sums)
    assert not [note for note in found.notes if "add up" in note.message]


def test_a_mistyped_sum_is_noted_with_both_values() -> None:
    found = read(TEMPLATE.replace("Total;15200,5", "Total;15900,5"))
    (note,) = [note for note in found.notes if "add up" in note.message]
    assert "15\u202f900.5" in note.message
    assert "15\u202f200.5" in note.message
    assert (note.row, note.column) == (14, "electricity")
    assert found.storable


def test_the_year_is_asked_for_where_the_title_lacks_it() -> None:
    text = TEMPLATE.replace(" 2018", "")
    assert "names no year" in str(read(text).problems[0])
    assert {each.year for each in read(text, year=2007).storable} == {2007}
    assert "several years" in str(read(TEMPLATE.replace("2018", "2018 (monitoring of 2020)")).problems[0])


def test_the_unit_is_taken_from_the_title() -> None:
    assert {each.unit for each in read(TEMPLATE.replace("[MWh]", "[GWh]")).storable} == {"GWh"}


def test_a_matrix_of_emissions_is_refused() -> None:
    found = read(TEMPLATE.replace("FINAL ENERGY CONSUMPTION [MWh]", "CO2 emissions [t CO2]"))
    assert "emissions, not energy" in str(found.problems[0])
    assert found.storable == ()


def test_a_second_table_below_is_not_read() -> None:
    second = TEMPLATE.replace("[MWh]", "[t CO2]").replace("A. Final energy consumption 2018", "C. Emissions")
    found = read(f"{TEMPLATE}\n{second}")
    assert len(found.storable) == 13
    assert any("second table" in note.message for note in found.notes)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Residential buildings;", "Holiday flats;", "sector is not known"),
        ("Heating Oil;", "Town gas;", "carrier is not known"),
        ("Heating Oil;", "Natural gas;", "same field"),
        ("9000;7000", "-9000;7000", "negative"),
        ("9000;7000", "9.000,5;7,000.5", "mixes two ways"),
        ("9000;7000", "many;7000", "not a number"),
        ("Residential buildings;", ";", "no sector"),
        ("Residential buildings;", "Tertiary;", "twice"),
    ],
)
def test_what_is_wrong_in_a_matrix_is_told(old: str, new: str, says: str) -> None:
    found = read(TEMPLATE.replace(old, new, 1))
    assert says in "\n".join(map(str, found.problems))
    assert found.storable == ()
    assert all(problem.next_step for problem in found.problems)


def filled_template() -> openpyxl.Workbook:
    book = openpyxl.load_workbook(io.BytesIO(writing.template()))
    sheet = book[writing.MATRIX_SHEET]
    sheet["B2"] = 2020
    sheet["B5"] = 13.362
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_downloaded_template_is_read_when_its_matrix_is_filled_in() -> None:
    found = read_workbook(spreadsheet.parse(saved(filled_template()), "t.xlsx"))
    (activity,) = found.storable
    assert (activity.year, activity.sector, activity.carrier, activity.amount) == (
        2020,
        "municipal_buildings",
        "electricity",
        13.362,
    )
    assert found.sheet == writing.MATRIX_SHEET


def test_every_row_and_column_of_the_template_is_understood() -> None:
    book = filled_template()
    sheet = book[writing.MATRIX_SHEET]
    for row in range(5, sheet.max_row + 1):
        for column in range(2, sheet.max_column + 1):
            sheet.cell(row, column, 1)
    found = read_workbook(spreadsheet.parse(saved(book), "t.xlsx"))
    assert found.problems == ()
    assert (
        len({(each.sector, each.carrier) for each in found.storable})
        == (sheet.max_row - 4) * (sheet.max_column - 1)
        == 135
    )


def test_the_blank_template_is_refused_as_blank() -> None:
    found = read_workbook(spreadsheet.parse(writing.template(), "t.xlsx"))
    assert "headers but no rows" in str(found.problems[0])


def test_a_sheet_may_be_chosen_by_name() -> None:
    book = filled_template()
    book[writing.ACTIVITIES_SHEET].append([2021, "residential", "wood", 5, "MWh"])
    content = saved(book)
    assert "Several sheets" in str(read_workbook(spreadsheet.parse(content, "t.xlsx")).problems[0])
    chosen = read_workbook(
        spreadsheet.parse(content, "t.xlsx"), ReadingOptions(sheet=writing.ACTIVITIES_SHEET)
    )
    assert [each.carrier for each in chosen.storable] == ["wood"]
    assert "no such sheet" in str(
        read_workbook(spreadsheet.parse(content, "t.xlsx"), ReadingOptions(sheet="X")).problems[0]
    )
