"""Support projects and procurement pledges: who enters them, where they are shown, how they are summed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.justice.reads import network_totals
from cascais.web.members.models import Member
from cascais.web.register.models import Membership, Network

pytestmark = pytest.mark.django_db

ROOM = "/members/gabrovo/justice/"
COMMITMENTS = "/members/gabrovo/commitments/"
PROJECT = {
    "title": "Boats without oil",
    "partner": "A people of the river",
    "partner_country": "EC",
    "partner_slug": "synthetic-forest-peoples",
    "year": "2024",
    "amount": "5000.50",
    "currency": "EUR",
    "evidence": "Council minutes 3/2024",
}
PLEDGE = {"title": "No palm oil in canteens", "good": "palm_oil", "year": "2025", "currency": "EUR"}


@pytest.fixture
def alliance(db) -> Network:
    return Network.objects.get(key="climate_alliance")


def entered(**changes) -> SupportProject:
    values = {"member": Member.objects.get(slug="gabrovo"), "title": "P", "year": 2024, "partner": "X"}
    return SupportProject.objects.create(**{**values, **changes})


def test_mari_enters_a_project_and_everybody_sees_it_on_both_pages(mari, client):
    file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7")
    answer = mari.post(f"{ROOM}projects/add/", {**PROJECT, "evidence_file": file})
    assert answer.headers["Location"] == COMMITMENTS
    row = SupportProject.objects.get(title="Boats without oil")
    assert (row.amount, row.partner_member.slug) == (Decimal("5000.50"), "synthetic-forest-peoples")
    for page in (COMMITMENTS, "/members/synthetic-forest-peoples/"):
        text = client.get(page).content.decode()
        assert "Boats without oil" in text
        assert "Council minutes 3/2024" in text
    document = client.get(f"{ROOM}projects/{row.pk}/file/")
    assert document.headers["Content-Disposition"].startswith("attachment")
    assert document.headers["X-Content-Type-Options"] == "nosniff"


def test_mari_enters_changes_and_removes_a_pledge(mari):
    mari.post(f"{ROOM}pledges/add/", PLEDGE)
    row = ProcurementPledge.objects.get(title="No palm oil in canteens")
    mari.post(f"{ROOM}pledges/{row.pk}/change/", {**PLEDGE, "title": "No palm oil", "last_year": "2030"})
    row.refresh_from_db()
    assert (row.title, row.last_year, row.is_synthetic) == ("No palm oil", 2030, False)
    mari.post(f"{ROOM}pledges/{row.pk}/remove/")
    assert not ProcurementPledge.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"year": "1800"}, "greater than or equal to 1950"),
        ({"last_year": "2020"}, "lies before the first"),
        ({"amount": "-5"}, "greater than or equal to 0"),
        ({"amount": "1.005"}, "no more than 2 decimal places"),
        ({"currency": "ZZZ"}, "not one of the available choices"),
        ({"partner": ""}, "required"),
        ({"partner_slug": "gabrovo"}, "not its own partner"),
        ({"partner_slug": "nobody-here"}, "No member has this address"),
        ({"evidence_url": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_what_is_wrong_is_said(mari, changes, words):
    answer = mari.post(f"{ROOM}projects/add/", {**PROJECT, **changes})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SupportProject.objects.filter(title=PROJECT["title"]).exists()


def test_a_hostile_evidence_is_refused(mari):
    file = SimpleUploadedFile("evidence.pdf", b"<svg onload='alert(1)'/>")
    assert mari.post(f"{ROOM}projects/add/", {**PROJECT, "evidence_file": file}).status_code == 422


def test_a_project_added_from_a_resolution_belongs_to_it(mari):
    resolution = Member.objects.get(slug="gabrovo").resolutions.first()
    page = mari.get(f"{ROOM}projects/add/?resolution={resolution.pk}").content.decode()
    assert f'value="{resolution.pk}" selected' in page
    answer = mari.post(f"{ROOM}projects/add/", {**PROJECT, "resolution": resolution.pk})
    assert answer.headers["Location"] == f"{COMMITMENTS}resolutions/{resolution.pk}/"
    foreign = Member.objects.get(slug="ljubljana").resolutions.first()
    assert mari.post(f"{ROOM}projects/add/", {**PROJECT, "resolution": foreign.pk}).status_code == 422


def test_only_editors_of_the_member_enter_change_and_remove(janez, signed_in, client):
    row = entered()
    for browser in (janez, signed_in("ivo"), signed_in("elena")):
        assert browser.post(f"{ROOM}projects/add/", PROJECT).status_code == 403
        assert browser.post(f"{ROOM}projects/{row.pk}/change/", PROJECT).status_code == 403
        assert browser.post(f"{ROOM}projects/{row.pk}/remove/").status_code == 403
    assert client.post(f"{ROOM}projects/add/", PROJECT).status_code == 302
    assert janez.post(f"/members/kranj/justice/projects/{row.pk}/remove/").status_code == 404
    assert SupportProject.objects.filter(pk=row.pk).exists()


def test_currencies_and_years_are_summed_apart_and_samples_left_out(alliance, client):
    entered(amount=Decimal("100.10"))
    entered(amount=Decimal("200.20"))
    entered(amount=Decimal("300.00"), currency="BGN")
    entered(amount=None, year=2023)
    found = network_totals(alliance)
    real = {(each.year, each.currency): each.amount for each in found.sums if not each.is_synthetic}
    assert real == {(2024, "EUR"): Decimal("300.30"), (2024, "BGN"): Decimal("300.00"), (2023, "EUR"): None}
    assert found.totals == (("BGN", Decimal("300.00")), ("EUR", Decimal("300.30")))
    assert (found.projects, found.pledges, found.members) == (4, 0, 1)
    page = client.get("/networks/climate_alliance/justice/").content.decode()
    assert "600.30" not in page
    assert "label-synthetic" in page


def test_the_projects_of_who_left_do_not_count(alliance):
    entered(amount=Decimal(1))
    Membership.objects.filter(network=alliance, member__slug="gabrovo").update(state="withdrawn")
    assert network_totals(alliance).sums == ()


def test_nobody_declares_a_project_to_be_real_or_made_up_by_the_form(mari):
    mari.post(f"{ROOM}projects/add/", {**PROJECT, "is_synthetic": "on", "member": "1"})
    row = SupportProject.objects.get(title="Boats without oil")
    assert (row.is_synthetic, row.member.slug) == (False, "gabrovo")
