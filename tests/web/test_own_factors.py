"""A member's own emission factors, given in a file or as the two numbers that matter most."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from cascais.inventory.intake.writing import FACTOR_FIELDS
from cascais.web.imports.models import Upload
from cascais.web.inventories.models import InventoryYear, PrescribedFactorLine, StoredFile
from cascais.workflows.reading import Uploaded, read_factors

pytestmark = pytest.mark.django_db

START = "/members/gabrovo/import/"
ACTIVITIES = """year;sector;carrier;amount;unit
2022;Residential buildings;Electricity;40500,5;MWh
2022;Tertiary;Electricity;30500,5;MWh
2022;Municipal buildings;District heat;3050,0;MWh
2023;Residential buildings;Electricity;41500,5;MWh
2023;Transport;Diesel;44000,0;MWh
"""
FACTORS = """carrier,sector,year,gas,variant,factor,unit,source
Electricity,,2022,CO2e,,512.5,kg/MWh,"Gabrovo supplier, statement of 2023"
District heat,Municipal buildings,,CO2e,,0.21,t/MWh,Heat plant
Electricity,,2021,CO2e,,0.6,t/MWh,Another year
"""
BAD_FACTORS = """carrier,gas,factor,unit
Moonlight,CO2e,0.3,t/MWh
Electricity,CO2e,819,t/MWh
"""


def send(client, factors: str | bytes | None = None, **fields):
    form = {"file": SimpleUploadedFile("energy.csv", ACTIVITIES.encode()), **fields}
    if factors is not None:
        content = factors.encode() if isinstance(factors, str) else factors
        form["factors"] = SimpleUploadedFile("factors.csv", content)
    return client.post(START, form)


def current(year: int) -> InventoryYear:
    return InventoryYear.objects.get(member__slug="gabrovo", year=year, superseded_at=None)


def test_the_factors_of_a_file_are_shown_and_stored_with_the_years_they_hold_for(mari):
    address = send(mari, FACTORS).headers["Location"]
    assert address.endswith("/look/")
    page = mari.get(address)
    first, second = page.context["years"]
    assert [(given.factor.carrier, given.factor.factor, given.lines) for given in first.given] == [
        ("electricity", pytest.approx(0.5125), 2),
        ("district_heat", pytest.approx(0.21), 1),
    ]
    assert [(given.factor.carrier, given.lines) for given in second.given] == [("district_heat", 0)]
    assert first.by_sector["residential"] == pytest.approx(40500.5 * 0.5125)
    text = page.content.decode()
    assert "given by the member" in text and "factors.csv" in text
    assert [(factor.carrier, factor.year) for factor in page.context["unused"]] == [("electricity", 2021)]
    assert "No activity is computed with these own factors" in text

    mari.post(address.replace("/look/", "/store/"))
    stored = current(2022)
    rows = stored.prescribed_factors.values_list("carrier", "sector", "factor", "unit", "source")
    assert list(rows) == [
        ("electricity", "", pytest.approx(0.5125), "t/MWh", "Gabrovo supplier, statement of 2023"),
        ("district_heat", "municipal_buildings", pytest.approx(0.21), "t/MWh", "Heat plant"),
    ]
    assert stored.total_t == pytest.approx(first.total_t)
    assert current(2023).total_t == pytest.approx(second.total_t)
    assert bytes(Upload.objects.get().factor_file.content) == FACTORS.encode()


@pytest.mark.parametrize("written", ["0.45", "0,45", " 0,450 "])
def test_two_numbers_are_enough(mari, written):
    fields = {
        "electricity_factor": written,
        "electricity_source": "Supplier 2023",
        "district_heat_factor": "0.2",
    }
    address = send(mari, **fields).headers["Location"]
    year = mari.get(address).context["years"][0]
    assert year.by_sector["residential"] == pytest.approx(40500.5 * 0.45)
    assert year.by_sector["municipal_buildings"] == pytest.approx(3050 * 0.2)
    mari.post(address.replace("/look/", "/store/"))
    sources = dict(current(2022).prescribed_factors.values_list("carrier", "source"))
    assert sources["electricity"] == "Supplier 2023"
    assert "no source was given" in sources["district_heat"]


def test_nought_is_a_factor(mari):
    address = send(mari, electricity_factor="0").headers["Location"]
    assert mari.get(address).context["years"][0].by_sector["residential"] == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"electricity_factor": "819"}, "has to be divided by 1000"),
        ({"electricity_factor": "-1"}, "greater than or equal to 0"),
        ({"district_heat_factor": "much"}, "Enter a number"),
        ({"electricity_source": "Supplier"}, "without its factor"),
    ],
)
def test_a_number_that_cannot_be_is_refused_and_nothing_is_kept(mari, fields, words):
    answer = send(mari, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Upload.objects.exists()


def test_the_problems_of_a_factor_file_are_listed_and_stop_storing(mari):
    before = InventoryYear.objects.count(), PrescribedFactorLine.objects.count()
    address = send(mari, BAD_FACTORS).headers["Location"]
    assert address.endswith("/explain/")
    page = mari.get(address).content.decode()
    assert "2 things must be put right in the factor file" in page
    assert "row 2" in page and "Moonlight" in page and "819 t per MWh" in page
    mari.post(address.replace("/explain/", "/store/"))
    assert (InventoryYear.objects.count(), PrescribedFactorLine.objects.count()) == before
    assert mari.get(address.replace("/explain/", "/look/")).headers["Location"].endswith("/explain/")


def test_a_better_factor_file_takes_the_place_of_the_bad_one(mari):
    address = send(mari, BAD_FACTORS).headers["Location"]
    better = SimpleUploadedFile("better.csv", FACTORS.encode())
    done = mari.post(address, {"factors": better})
    assert done.headers["Location"].endswith("/look/")
    assert Upload.objects.get().factor_file.name == "better.csv"
    assert not StoredFile.objects.filter(name="factors.csv").exists()


def test_the_factor_file_can_be_left_out_again(mari):
    address = send(mari, BAD_FACTORS, electricity_factor="0.4").headers["Location"]
    form = mari.get(address).context["factors_form"]
    assert form["electricity_factor"].value() == 0.4
    done = mari.post(address, {"without_file": "on", "electricity_factor": "0.4"})
    year = mari.get(done.headers["Location"]).context["years"][0]
    assert [given.factor.factor for given in year.given] == [0.4]
    assert StoredFile.objects.filter(name="factors.csv").count() == 0


def test_a_factor_file_that_is_no_spreadsheet_keeps_neither_file(mari):
    files = StoredFile.objects.count()
    answer = send(mari, b"%PDF-1.7 nothing")
    assert answer.status_code == 422
    assert "must be put right in the factor file" in answer.content.decode()
    assert StoredFile.objects.count() == files


def test_the_file_and_the_form_may_not_give_the_same_factor(mari):
    address = send(mari, FACTORS, electricity_factor="0.4").headers["Location"]
    assert "Both the factor file and the form give a factor" in mari.get(address).content.decode()


def test_the_decimal_sign_of_the_activities_helps_where_the_factors_do_not_tell(mari):
    unclear = "carrier;gas;factor;unit;source\nElectricity;CO2e;1,105;t/MWh;Supplier\n"
    address = send(mari, unclear).headers["Location"]
    assert "reads two ways" in mari.get(address).content.decode()
    done = mari.post(address, {"decimal": ","})
    assert mari.get(done.headers["Location"]).context["years"][0].given[0].factor.factor == 1.105


def test_the_template_of_the_factor_file_reads_back(mari):
    answer = mari.get(f"{START}factor-template/")
    workbook = load_workbook(BytesIO(answer.content))
    sheet = workbook.worksheets[0]
    assert tuple(cell.value for cell in sheet[1]) == FACTOR_FIELDS
    sheet.append(["electricity", None, 2022, "CO2e", None, 0.512, "t/MWh", "Supplier"])
    stream = BytesIO()
    workbook.save(stream)
    (factor,) = read_factors(Uploaded("factors.xlsx", stream.getvalue()))
    assert (factor.carrier, factor.year, factor.factor, factor.source) == (
        "electricity",
        2022,
        0.512,
        "Supplier",
    )
