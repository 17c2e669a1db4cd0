"""A council's resolution: its document, what it lacks, and the commitments that it decided."""

from __future__ import annotations

import pytest
from django.test import Client

from cascais.web.commitments.models import Target
from cascais.web.history.models import Tombstone
from cascais.web.inventories.models import StoredFile
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.members.models import Member
from cascais.web.register.completeness import Contents, Part, checks, missing
from cascais.web.register.models import Membership, Resolution

pytestmark = pytest.mark.django_db

ROOM = "/members/gabrovo/commitments/"
FORM = {
    "title": "Climate resolution",
    "decided_on": "2024-05-01",
    "number": "12",
    "text": "We cut emissions.",
}
TARGET = {"key": "covenant_2030_55", "base_year": "2008", "is_adopted": "yes", "source": "Resolution 12"}


@pytest.fixture
def gabrovo(db) -> Member:
    return Member.objects.get(slug="gabrovo")


@pytest.fixture
def resolution(gabrovo) -> Resolution:
    return Resolution.objects.create(
        member=gabrovo, title="Climate resolution", decided_on="2024-05-01", number="12"
    )


def page_of(resolution: Resolution, rest: str = "") -> str:
    return f"{ROOM}resolutions/{resolution.pk}/{rest}"


def test_mari_enters_a_resolution_and_everybody_saves_its_document(mari, client, gabrovo, document):
    mari.post(f"{ROOM}resolutions/add/", {**FORM, "file": document("Решение.pdf")})
    row = gabrovo.resolutions.get(number="12")
    answer = client.get(page_of(row, "file/"))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )
    assert answer.content == document().file.getvalue()
    assert row.file.name == "Решение.pdf"
    assert "We cut emissions." in client.get(page_of(row)).content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("page.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("sheet.docx", b"PK\x03\x04" + b"\0" * 40),
    ],
)
def test_a_hostile_document_is_refused_and_nothing_stored(mari, gabrovo, document, name, content):
    before = gabrovo.resolutions.count()
    answer = mari.post(f"{ROOM}resolutions/add/", {**FORM, "file": document(name, content)})
    assert answer.status_code == 422
    assert "This file is no PDF" in answer.content.decode()
    assert gabrovo.resolutions.count() == before


def test_a_resolution_without_document_has_nothing_to_save(client, resolution):
    assert client.get(page_of(resolution, "file/")).status_code == 404


def test_another_document_takes_the_place_of_the_one_before(mari, resolution, document):
    for name in ("first.pdf", "second.pdf"):
        mari.post(page_of(resolution, "change/"), {**FORM, "file": document(name)})
    mari.post(page_of(resolution, "change/"), {**FORM, "title": "Renamed"})
    resolution.refresh_from_db()
    assert (resolution.title, resolution.file.name) == ("Renamed", "second.pdf")
    assert not StoredFile.objects.filter(name="first.pdf").exists()


def restored(browser: Client, name: str) -> str:
    stone = Tombstone.objects.get(member=Member.objects.get(slug="gabrovo").pk, title=name, restored_at=None)
    page = browser.get("/members/gabrovo/history/deleted/").content.decode()
    assert name in page
    answer = browser.post(f"/members/gabrovo/history/deleted/{stone.pk}/restore/", follow=True)
    return answer.content.decode()


def test_a_replaced_document_is_brought_back_into_its_place_byte_for_byte(mari, client, resolution, document):
    first, second = document("first.pdf"), document("second.pdf", b"%PDF-1.7 another")
    content = first.file.getvalue()
    for file in (first, second):
        mari.post(page_of(resolution, "change/"), {**FORM, "file": file})
    assert "stands in its place" in restored(mari, "first.pdf")
    assert not StoredFile.objects.filter(name="first.pdf").exists()
    assert client.get(page_of(resolution, "file/")).content == b"%PDF-1.7 another"
    mari.post(page_of(resolution, "change/"), {**FORM, "takes_file_away": "on"})
    assert client.get(page_of(resolution, "file/")).status_code == 404
    assert "is back" in restored(mari, "first.pdf")
    assert client.get(page_of(resolution, "file/")).content == content
    assert "stands in its place" in restored(mari, "second.pdf")


def test_a_replaced_document_that_something_else_needs_stays(mari, resolution, gabrovo, document):
    mari.post(page_of(resolution, "change/"), {**FORM, "file": document("shared.pdf")})
    resolution.refresh_from_db()
    other = Resolution.objects.create(
        member=gabrovo, title="The same paper", decided_on="2024-05-01", file=resolution.file
    )
    mari.post(page_of(resolution, "change/"), {**FORM, "takes_file_away": "on"})
    other.refresh_from_db()
    assert other.file.name == "shared.pdf" and not Tombstone.objects.filter(title="shared.pdf").exists()


def test_a_resolution_without_document_has_none_to_take_away(mari, resolution):
    assert "takes_file_away" not in mari.get(page_of(resolution, "change/")).context["form"].fields


def test_the_page_says_to_editors_what_is_missing(mari, client, resolution):
    page = mari.get(page_of(resolution)).content.decode()
    assert "What is still missing" in page
    assert "95 % less by 2050" in page
    assert "What is still missing" not in client.get(page_of(resolution)).content.decode()


def test_a_resolution_with_date_document_and_target_is_complete():
    whole = Contents(has_date=True, has_document=True, has_text=False, targets=1, commitments_of_justice=0)
    assert missing(checks(whole)) == ()
    without = Contents(has_date=True, has_document=False, has_text=True, targets=0, commitments_of_justice=2)
    assert [check.part for check in missing(checks(without))] == [Part.DOCUMENT, Part.CUT]


def test_a_target_added_from_the_resolution_belongs_to_it(mari, client, resolution):
    form = mari.get(f"/members/gabrovo/targets/add/?resolution={resolution.pk}").content.decode()
    assert 'value="2024-05-01"' in form
    answer = mari.post(f"/members/gabrovo/targets/add/?resolution={resolution.pk}", TARGET)
    assert answer.headers["Location"] == page_of(resolution)
    assert Target.objects.get(key="covenant_2030_55").resolution == resolution
    assert "55" in client.get(page_of(resolution)).content.decode()


def test_a_target_cannot_be_put_into_the_resolution_of_another_town(janez, resolution):
    janez.post(f"/members/kranj/targets/add/?resolution={resolution.pk}", TARGET)
    assert Target.objects.get(member__slug="kranj", key="covenant_2030_55").resolution is None


def test_entered_commitments_are_chosen_and_let_go(mari, gabrovo, resolution):
    project = SupportProject.objects.create(member=gabrovo, title="Lamps", year=2024, partner="A partner")
    pledge = ProcurementPledge.objects.create(member=gabrovo, title="Timber", year=2024, good="timber")
    target = gabrovo.targets.filter(is_adopted=True).first()
    chosen = {"targets": [target.pk], "support_projects": [project.pk], "procurement_pledges": [pledge.pk]}
    mari.post(page_of(resolution, "commitments/"), chosen)
    assert [list(getattr(resolution, name).values_list("pk", flat=True)) for name in chosen] == list(
        chosen.values()
    )
    mari.post(page_of(resolution, "commitments/"), {"targets": [target.pk]})
    assert not resolution.support_projects.exists()
    assert SupportProject.objects.filter(pk=project.pk).exists()


def test_commitments_of_another_town_cannot_be_chosen(mari, resolution):
    foreign = Target.objects.exclude(member__slug="gabrovo").filter(is_adopted=True).first()
    assert mari.post(page_of(resolution, "commitments/"), {"targets": [foreign.pk]}).status_code == 422
    foreign.refresh_from_db()
    assert foreign.resolution is None


def test_the_date_cannot_be_moved_behind_the_boards_decision(elena, alliance, resolution, gabrovo):
    gabrovo.memberships.all().delete()
    Membership.objects.create(
        member=gabrovo,
        network=alliance,
        state="member",
        applied_on="2024-06-01",
        board_decided_on="2024-09-01",
        resolution=resolution,
    )
    answer = elena.post(page_of(resolution, "change/"), {**FORM, "decided_on": "2024-10-01"})
    assert answer.status_code == 422
    assert "The board has decided" in answer.content.decode()


def test_strangers_enter_and_change_nothing(janez, tamas, client, resolution):
    for browser in (janez, tamas):
        assert browser.post(f"{ROOM}resolutions/add/", FORM).status_code == 403
        assert browser.post(page_of(resolution, "change/"), FORM).status_code == 403
        assert browser.post(page_of(resolution, "remove/")).status_code == 403
    assert client.post(page_of(resolution, "remove/")).status_code == 302
    assert Resolution.objects.filter(pk=resolution.pk).exists()


def test_a_contributor_does_not_speak_for_the_council(signed_in, resolution):
    assert signed_in("ivo").post(page_of(resolution, "change/"), FORM).status_code == 403


def test_the_secretariat_enters_resolutions_of_its_members_but_no_targets(elena, resolution):
    assert elena.post(page_of(resolution, "change/"), {**FORM, "title": "Named"}).status_code == 302
    assert elena.get(page_of(resolution, "commitments/")).status_code == 403


def test_the_address_of_another_towns_resolution_is_no_page(client, resolution):
    assert client.get(f"/members/kranj/commitments/resolutions/{resolution.pk}/").status_code == 404


def test_removing_a_resolution_leaves_its_commitments(mari, resolution, gabrovo):
    target = gabrovo.targets.first()
    target.resolution = resolution
    target.save()
    mari.post(page_of(resolution, "remove/"))
    target.refresh_from_db()
    assert target.resolution is None
    assert not Resolution.objects.filter(pk=resolution.pk).exists()


def test_the_made_up_resolution_says_that_it_is_one(client, gabrovo):
    row = gabrovo.resolutions.get(is_synthetic=True)
    assert "No council passed it" in client.get(page_of(row)).content.decode()
    assert client.get(ROOM).content.decode().count("synthetic</span>") >= 4


def test_text_of_a_resolution_is_escaped(client, mari, resolution):
    mari.post(page_of(resolution, "change/"), {**FORM, "text": "<script>alert(1)</script>"})
    page = client.get(page_of(resolution)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
