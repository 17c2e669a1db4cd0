"""A member's data in the register, and the pages of members without a territory."""

from __future__ import annotations

import pytest

from cascais.web.members.models import Member, Population
from cascais.web.members.naming import free_slug

pytestmark = pytest.mark.django_db

ABOUT = "/members/gabrovo/about/"
DATA = {"kind": "municipality", "name": "Gabrovo", "country": "BG", "lau_code": "GAB05", "nuts_code": "BG322"}


def test_the_secretariat_changes_names_and_codes(signed_in, client):
    elena = signed_in("elena")
    form = {**DATA, "local_names": "bg: Габрово\net: Gabrovo", "languages": "bg, tr", "area_km2": "555.6"}
    assert elena.post(f"{ABOUT}change/", form).status_code == 302
    page = client.get(ABOUT).content.decode()
    for words in ("GAB05", "BG322", "bg, tr", "555.6", "Габрово"):
        assert words in page
    assert Member.objects.get(slug="gabrovo").is_demonstration


FACTS = {"area_km2": "555.6", "languages": "bg, tr", "about": "A town in the Balkan mountains."}


def test_an_editor_keeps_area_languages_and_text_of_her_own_town_alone(mari, client):
    before = Member.objects.get(slug="gabrovo")
    form = mari.get(f"{ABOUT}change/")
    assert set(form.context["form"].fields) == set(FACTS)
    assert "kept by the secretariat" in form.content.decode()
    assert mari.post(f"{ABOUT}change/", {**DATA, "name": "Elsewhere", **FACTS}).status_code == 302
    after = Member.objects.get(slug="gabrovo")
    assert (after.area_km2, after.languages, after.about) == (555.6, ["bg", "tr"], FACTS["about"])
    assert (after.name, after.lau_code, after.kind) == (before.name, before.lau_code, before.kind)
    assert "A town in the Balkan mountains." in client.get(ABOUT).content.decode()
    assert mari.post("/members/riga/about/change/", FACTS).status_code == 403
    assert f"{ABOUT}change/" in mari.get(ABOUT).content.decode()
    assert f"{ABOUT}change/" not in client.get(ABOUT).content.decode()


def test_what_an_editor_cannot_mean_is_refused(mari):
    for wrong in ({"area_km2": "-1"}, {"languages": "Bulgarian"}):
        assert mari.post(f"{ABOUT}change/", {**FACTS, **wrong}).status_code == 422


@pytest.mark.parametrize("person", ["janez", "tamas", "ivo"])
def test_nobody_else_changes_them(signed_in, person):
    assert signed_in(person).post(f"{ABOUT}change/", {**DATA, "name": "Elsewhere"}).status_code == 403
    assert Member.objects.get(slug="gabrovo").name == "Gabrovo"


@pytest.mark.parametrize("person", ["mari", "elena"])
def test_editors_and_the_secretariat_enter_inhabitants(signed_in, client, person):
    browser = signed_in(person)
    browser.post(f"{ABOUT}inhabitants/", {"year": "2011", "persons": "60000", "source": "Census"})
    browser.post(f"{ABOUT}inhabitants/", {"year": "2011", "persons": "61000", "source": "Census, corrected"})
    assert Population.objects.get(member__slug="gabrovo", year=2011).persons == 61000
    assert "Census, corrected" in client.get(ABOUT).content.decode()
    browser.post(f"{ABOUT}inhabitants/2011/remove/")
    assert not Population.objects.filter(member__slug="gabrovo", year=2011).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"persons": "0"}, "greater than or equal to 1"),
        ({"year": "1200"}, "1950"),
        ({"source": ""}, "required"),
    ],
)
def test_inhabitants_out_of_range_are_refused(mari, changes, words):
    form = {"year": "2011", "persons": "60000", "source": "Census", **changes}
    answer = mari.post(f"{ABOUT}inhabitants/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("person", ["janez", "tamas", "ivo"])
def test_strangers_and_contributors_enter_no_inhabitants(signed_in, person):
    form = {"year": "2011", "persons": "1", "source": "Me"}
    assert signed_in(person).post(f"{ABOUT}inhabitants/", form).status_code == 403


def test_an_agency_shows_the_members_it_works_for_and_asks_for_no_inventory(client):
    page = client.get("/members/synthetic-agency/").content.decode()
    assert 'href="/members/rzeszow/"' in page
    assert "Import a spreadsheet" not in page
    assert "No inventory" not in page
    assert "/members/synthetic-agency/inventories/" not in page


def test_an_indigenous_organisation_shows_the_projects_that_support_it(client):
    page = client.get("/members/synthetic-forest-peoples/").content.decode()
    assert "Solar lamps" in page
    assert 'href="/members/gabrovo/"' in page
    assert "No inventory" not in page
    assert client.get("/members/synthetic-forest-peoples/commitments/").status_code == 200
    assert client.get("/members/synthetic-forest-peoples/about/").status_code == 200


def test_at_most_seven_entries_lead_on_from_a_member(mari):
    side = mari.get("/members/gabrovo/").content.decode().split('<nav class="side"')[1].split("</nav>")[0]
    assert side.count("<li>") <= 7


@pytest.mark.parametrize(
    ("name", "country", "slug"),
    [
        ("Łódź", "PL", "lodz"),
        ("Габрово", "BG", "gabrovo-bg"),
        ("Gabrovo", "BG", "gabrovo-bg"),
        ("???", "BG", "member"),
    ],
)
def test_the_address_of_a_member_is_made_from_its_name(name, country, slug):
    assert free_slug(name, country) == slug
