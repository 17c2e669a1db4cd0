"""The way from a spreadsheet to an inventory, as Mari goes it."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from cascais.inventory.intake.reading import read_workbook
from cascais.inventory.intake.writing import template
from cascais.web.accounts.models import Assignment, Role
from cascais.web.imports.forms import electricity_series
from cascais.web.imports.models import Upload
from cascais.web.inventories.models import ActivityLine, InventoryYear, StoredFile
from cascais.web.members.models import Member
from cascais.workflows.reading import Uploaded, workbook_of

pytestmark = pytest.mark.django_db

START = "/members/gabrovo/import/"
GOOD = """year;sector;carrier;amount;unit
2021;Residential buildings;Natural gas;12500,5;MWh
2022;Residential buildings;Electricity;40500,5;MWh
2022;Tertiary;Electricity;30500,5;MWh
2022;Municipal buildings;District heat;3050,0;MWh
2022;Transport;Diesel;44000,0;MWh
"""
UNKNOWN = GOOD.replace("Tertiary", "Rathaus und Büros")
AMBIGUOUS = """year;sector;carrier;amount;unit
2022;Residential buildings;Electricity;13.362;MWh
2022;Tertiary;Electricity;20.500;MWh
"""


def upload(client, text: str | bytes, name: str = "energy.csv"):
    content = text.encode() if isinstance(text, str) else text
    return client.post(START, {"file": SimpleUploadedFile(name, content)})


def counts():
    return InventoryYear.objects.count(), ActivityLine.objects.count(), StoredFile.objects.count()


def test_a_good_file_is_looked_at_and_stored_with_its_checksum(mari):
    answer = upload(mari, GOOD)
    look = mari.get(answer.headers["Location"])
    assert look.status_code == 200
    assert [each.year for each in look.context["years"]] == [2021, 2022]
    assert not InventoryYear.objects.filter(member__slug="gabrovo", year=2022).exists()

    store = answer.headers["Location"].replace("/look/", "/store/")
    done = mari.post(store, {"publish": "on"}, follow=True)
    assert "The inventories of 2021, 2022 are stored." in done.content.decode()
    inventory = InventoryYear.objects.get(member__slug="gabrovo", year=2022)
    assert inventory.lines.count() == 4
    assert inventory.created_by.username == "mari"
    assert bytes(inventory.file.content) == GOOD.encode()
    assert inventory.file.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert inventory.total_t > 0
    assert {line.file for line in inventory.lines.all()} == {"energy.csv"}


def test_storing_twice_is_not_possible(mari):
    address = upload(mari, GOOD).headers["Location"].replace("/look/", "/store/")
    mari.post(address)
    assert mari.post(address).status_code == 404
    assert InventoryYear.objects.filter(member__slug="gabrovo", year=2022).count() == 1


def test_a_word_that_is_not_known_is_asked_about_and_the_answer_is_kept(mari):
    address = upload(mari, UNKNOWN).headers["Location"]
    assert address.endswith("/explain/")
    page = mari.get(address)
    assert "Rathaus und Büros" in page.content.decode()
    assert page.context["problems"] == []
    done = mari.post(address, {"label_0": "tertiary", "decimal": ""})
    assert done.headers["Location"].endswith("/look/")
    assert Upload.objects.get().mapping == {"sector": {"Rathaus und Büros": "tertiary"}}
    assert mari.get(done.headers["Location"]).status_code == 200


def test_a_word_that_stands_in_many_rows_is_asked_about_once_with_its_rows(mari):
    address = upload(mari, GOOD.replace("Electricity", "Strom aus Wien")).headers["Location"]
    page = mari.get(address)
    assert list(page.context["labels_form"].fields) == ["label_0"]
    assert "Rows 3, 4" in page.content.decode()


def test_what_a_question_cannot_mend_stays_listed(mari):
    address = upload(mari, UNKNOWN.replace("3050,0", "minus")).headers["Location"]
    problems = mari.get(address).context["problems"]
    assert [problem.value for problem in problems] == ["minus"]


def test_a_number_that_reads_two_ways_is_asked_about(mari):
    address = upload(mari, AMBIGUOUS).headers["Location"]
    assert address.endswith("/explain/")
    assert "13.362" in mari.get(address).content.decode()
    as_thousands = mari.post(address, {"decimal": ","}).headers["Location"]
    assert mari.get(as_thousands).context["years"][0].activities[0].amount == 13362.0
    as_decimals = mari.post(address, {"decimal": "."}).headers["Location"]
    assert mari.get(as_decimals).context["years"][0].activities[0].amount == 13.362


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"%PDF-1.7 nothing", "scan.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.xls"),
        (b"PK\x03\x04damaged", "energy.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(mari, content, name):
    before = counts()
    answer = upload(mari, content, name)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert counts() == before
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_both_sizes(mari, settings):
    settings.LARGEST_UPLOAD_BYTES = 1024 * 1024
    before = counts()
    answer = upload(mari, b"year;amount\n" * 200_000)
    assert "The file has 2 MB; at most 1 MB are allowed" in answer.content.decode()
    assert counts() == before


def test_a_far_too_large_request_is_stopped_before_it_is_read(mari):
    answer = mari.post(
        START, {"file": SimpleUploadedFile("big.csv", b"x")}, CONTENT_LENGTH=str(200 * 1024 * 1024)
    )
    assert answer.status_code == 400
    assert "20 MB" in answer.content.decode()


def seen_on(page) -> dict[str, str]:
    """The fields by which the page says what stood when it was looked at."""
    return dict(re.findall(r'name="(seen-\d+)" value="(\d+)"', page.content.decode()))


def of_2018() -> str:
    return GOOD.replace("2021;", "2018;").replace("2022;", "2018;")


def test_a_draft_is_stored_beside_the_published_inventory(mari, client):
    old = InventoryYear.objects.get(member__slug="gabrovo", year=2018, superseded_at=None)
    address = upload(mari, of_2018()).headers["Location"]
    look = mari.get(address)
    assert "makes a draft beside it" in look.content.decode()
    mari.post(address.replace("/look/", "/store/"), seen_on(look))
    old.refresh_from_db()
    assert old.superseded_at is None and old.is_published
    draft = InventoryYear.objects.get(member__slug="gabrovo", year=2018, is_published=False)
    assert draft.lines.count() == 5 and draft.based_on == old
    page = client.get("/members/gabrovo/inventories/2018/")
    assert page.context["inventory"] == old


def test_publishing_at_once_puts_it_in_the_place_of_the_published_one(mari):
    old = InventoryYear.objects.get(member__slug="gabrovo", year=2018, superseded_at=None)
    address = upload(mari, of_2018()).headers["Location"]
    mari.post(address.replace("/look/", "/store/"), {**seen_on(mari.get(address)), "publish": "on"})
    old.refresh_from_db()
    assert old.superseded_at is not None and old.lines.count() == 16
    new = InventoryYear.objects.get(member__slug="gabrovo", year=2018, superseded_at=None)
    assert new.is_published and new.published_by.username == "mari" and new.results["findings"] is not None


def test_a_contributor_imports_drafts_and_publishes_nothing(signed_in):
    person = User.objects.create(username="rumen")
    Assignment.objects.create(user=person, role=Role.CONTRIBUTOR, member=Member.objects.get(slug="gabrovo"))
    rumen = signed_in("rumen")
    address = upload(rumen, GOOD).headers["Location"]
    look = rumen.get(address)
    assert 'name="publish"' not in look.content.decode()
    rumen.post(address.replace("/look/", "/store/"), {**seen_on(look), "publish": "on"})
    stored = InventoryYear.objects.filter(member__slug="gabrovo", year__in=(2021, 2022))
    assert stored.count() == 2 and not stored.filter(is_published=True).exists()


def test_an_import_does_not_overwrite_a_draft_that_nobody_looked_at(mari):
    address = upload(mari, of_2018()).headers["Location"]
    look = mari.get(address)
    row = InventoryYear.objects.get(member__slug="gabrovo", year=2018, superseded_at=None)
    mari.post("/members/gabrovo/inventories/2018/edit/", {"version": row.pk, "line-0-amount": "33800"})
    before = counts()
    refused = mari.post(address.replace("/look/", "/store/"), seen_on(look))
    assert refused.status_code == 409
    assert "Somebody else has stored an inventory" in refused.content.decode()
    assert "Storing this one puts it in its place" in refused.content.decode()
    assert counts() == before
    assert mari.post(address.replace("/look/", "/store/"), seen_on(refused)).status_code == 302


def test_what_is_not_published_stays_a_draft(mari, client):
    mari.post(upload(mari, GOOD).headers["Location"].replace("/look/", "/store/"))
    years = [each.year for each in client.get("/members/gabrovo/about/").context["inventories"]]
    assert years == [2008, 2018]


def test_janez_cannot_go_on_with_maris_upload(mari, janez):
    address = upload(mari, GOOD).headers["Location"]
    assert janez.get(address).status_code == 403
    assert janez.post(address.replace("/look/", "/store/")).status_code == 403


def test_the_series_of_electricity_factors_and_the_potentials_are_the_clerk_s_choice(mari):
    look = upload(mari, GOOD).headers["Location"]
    first = mari.get(look).context["years"][1].total_t
    series = "jrc_2017"
    assert series in dict(electricity_series("BG")) and "uba" not in dict(electricity_series("BG"))
    mari.post(look.replace("/look/", "/explain/"), {"electricity": series, "gwp_set": "AR4"})
    year = mari.get(look).context["years"][1]
    assert year.total_t != first
    assert (year.checked.inventory.options.electricity, year.checked.inventory.gwp_set) == (series, "AR4")
    mari.post(look.replace("/look/", "/store/"))
    stored = InventoryYear.objects.get(member__slug="gabrovo", year=2022, superseded_at=None)
    assert (stored.electricity, stored.gwp_set) == (series, "AR4")
    assert stored.total_t == pytest.approx(year.total_t)


def test_a_failure_half_way_stores_nothing(mari, monkeypatch):
    address = upload(mari, GOOD).headers["Location"].replace("/look/", "/store/")
    before = counts()

    def full_disk(*args, **kwargs):
        raise OSError("no space left on device")

    monkeypatch.setattr("cascais.web.inventories.writes.keep_totals", full_disk)
    mari.raise_request_exception = False
    assert mari.post(address).status_code == 500
    assert counts() == before
    assert Upload.objects.get().stored_at is None


def test_the_template_is_read_without_a_question_once_it_is_filled(mari):
    answer = mari.get(f"{START}template/")
    workbook = load_workbook(BytesIO(answer.content))
    workbook["Activities"].append([2022, "Residential buildings", "Natural gas", 100.5, "MWh"])
    stream = BytesIO()
    workbook.save(stream)
    reading = read_workbook(workbook_of(Uploaded("template.xlsx", stream.getvalue())))
    assert [(each.sector, each.amount) for each in reading.storable] == [("residential", 100.5)]


def test_the_empty_template_asks_for_rows():
    reading = read_workbook(workbook_of(Uploaded("template.xlsx", template())))
    assert reading.problems and not reading.storable


def test_the_preview_compares_with_the_years_that_stand(mari):
    lines = "year;sector;carrier;amount;unit\n2023;buildings;natural gas;1500,5;MWh\n2023;transport;diesel;24,5;GWh\n"
    look = upload(mari, lines).headers["Location"]
    assert "From 97\u202f634 to" in mari.get(look).content.decode()
