"""The pages of networks, and what their secretariats and administrators keep there."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cascais.web.members.models import Member
from cascais.web.register.models import FeeClass, Membership, NationalOffice, Network

pytestmark = pytest.mark.django_db

ROOM = "/networks/climate_alliance/"
TOWN = {
    "kind": "municipality",
    "name": "Sevlievo",
    "local_names": "bg: Севлиево",
    "country": "BG",
    "lau_code": "gab29",
    "nuts_code": "BG322",
    "latitude": "43.03",
    "longitude": "25.10",
    "area_km2": "950",
    "languages": "bg",
}


def test_everybody_sees_the_networks_and_their_facts(client):
    assert "CEESEN" in client.get("/networks/").content.decode()
    page = client.get(ROOM).content.decode()
    for words in ("Climate Alliance Austria", "0.0085", "made up to show the site", "climatealliance.org"):
        assert words in page
    assert "open case" not in page


def test_an_administrator_adds_and_changes_a_network(sofia, elena):
    form = {
        "title": "Energy Cities",
        "key": "energy_cities",
        "about": "Cities.",
        "url": "https://energy-cities.example",
    }
    assert elena.post("/networks/add/", form).status_code == 403
    sofia.post("/networks/add/", form)
    network = Network.objects.get(key="energy_cities")
    sofia.post("/networks/energy_cities/change/", {**form, "key": "other", "title": "Renamed"})
    network.refresh_from_db()
    assert (network.key, network.title) == ("energy_cities", "Renamed")
    assert sofia.post("/networks/add/", form).status_code == 422


def test_a_link_of_a_network_leads_to_the_web(sofia):
    form = {"title": "Bad", "key": "bad", "url": "javascript:alert(1)"}
    assert sofia.post("/networks/add/", form).status_code == 422


def test_elena_adds_a_town_that_the_register_does_not_know(elena):
    answer = elena.post(f"{ROOM}members/add/", TOWN)
    member = Member.objects.get(slug="sevlievo")
    row = member.memberships.get()
    assert answer.headers["Location"] == f"/members/sevlievo/commitments/memberships/{row.pk}/"
    assert (member.lau_code, member.local_names, member.languages) == ("GAB29", {"bg": "Севлиево"}, ["bg"])
    assert (row.state, row.network.key) == ("applied", "climate_alliance")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Габрово"}, 'href="/members/gabrovo/"'),
        ({"name": "GABROVO municipality"}, 'href="/members/gabrovo/"'),
        ({"lau_code": "GAB291"}, "one looks like GAB05"),
        ({"nuts_code": "RO322"}, "begins with BG"),
        ({"latitude": "91"}, "less than or equal to 90"),
        ({"longitude": ""}, "both latitude and longitude"),
        ({"area_km2": "0"}, "greater than or equal to 0.01"),
        ({"languages": "bulgarian"}, "two or three letters"),
        ({"local_names": "Севлиево"}, "should read like this"),
        ({"kind": "planet"}, "not one of the available choices"),
        ({"country": "XX"}, "not one of the available choices"),
        ({"name": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stored(elena, changes, words):
    before = Member.objects.count()
    answer = elena.post(f"{ROOM}members/add/", {**TOWN, **changes})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Member.objects.count() == before


def test_a_code_that_a_member_has_already_is_refused_with_a_link(elena):
    Member.objects.filter(slug="gabrovo").update(lau_code="GAB05")
    answer = elena.post(f"{ROOM}members/add/", {**TOWN, "lau_code": "GAB05"})
    assert 'href="/members/gabrovo/"' in answer.content.decode()


def test_another_place_of_the_same_name_gets_an_address_of_its_own(elena):
    elena.post(f"{ROOM}members/add/", {**TOWN, "name": "Gabrovo", "is_another": "on"})
    assert Member.objects.filter(slug="gabrovo-bg").exists()


def test_elena_enters_the_application_of_a_known_member(elena, riga):
    page = elena.get(f"{ROOM}members/join/?q=riga").content.decode()
    assert "Riga, Latvia (Municipality)" in page
    elena.post(f"{ROOM}members/join/?q=riga", {"member": riga.pk, "applied_on": "2025-03-01"})
    assert riga.memberships.get(network__key="climate_alliance").applied_on == date(2025, 3, 1)
    assert (
        elena.post(f"{ROOM}members/join/", {"member": riga.pk, "applied_on": "2025-03-01"}).status_code == 422
    )
    assert riga.memberships.filter(network__key="climate_alliance").count() == 1


def test_another_secretariat_keeps_nothing_here(tamas, mari):
    for browser in (tamas, mari):
        assert browser.post(f"{ROOM}members/add/", TOWN).status_code == 403
        assert browser.post(f"{ROOM}offices/add/", {"country": "BG", "organisation": "X"}).status_code == 403
        assert browser.post(f"{ROOM}fees/add/", {"title": "X"}).status_code == 403
    assert not Member.objects.filter(slug="sevlievo").exists()


def test_elena_keeps_the_national_offices(elena, tamas, client, alliance):
    form = {
        "country": "SI",
        "organisation": "An agency",
        "slug": "synthetic-agency",
        "email": "office@example.org",
    }
    elena.post(f"{ROOM}offices/add/", form)
    office = NationalOffice.objects.get(country="SI")
    assert office.member.slug == "synthetic-agency"
    page = client.get(f"{ROOM}offices/").content.decode()
    assert "/members/synthetic-agency/" in page
    assert elena.post(f"{ROOM}offices/add/", form).status_code == 422
    elena.post(f"{ROOM}offices/{office.pk}/change/", {**form, "organisation": "Another"})
    office.refresh_from_db()
    assert office.organisation == "Another"
    assert tamas.post(f"/networks/ceesen/offices/{office.pk}/remove/").status_code == 404
    elena.post(f"{ROOM}offices/{office.pk}/remove/")
    assert not NationalOffice.objects.filter(pk=office.pk).exists()


def test_elena_keeps_the_fee_classes(elena, alliance):
    form = {
        "title": "Half",
        "least_population": "0",
        "amount": "125.50",
        "currency": "EUR",
        "countries": ["SI", "HR"],
        "source": "Statutes",
    }
    elena.post(f"{ROOM}fees/add/", form)
    row = FeeClass.objects.get(network=alliance, title="Half")
    assert (str(row.amount), row.countries, row.kinds) == ("125.50", ["SI", "HR"], [])
    elena.post(f"{ROOM}fees/{row.pk}/change/", {**form, "amount": "", "per_inhabitant": "0.0042"})
    row.refresh_from_db()
    assert (row.amount, str(row.per_inhabitant)) == (None, "0.0042")
    assert elena.post(f"{ROOM}fees/add/", {**form, "amount": ""}).status_code == 422
    assert elena.post(f"{ROOM}fees/add/", {**form, "amount": "-1"}).status_code == 422
    elena.post(f"{ROOM}fees/{row.pk}/remove/")
    assert not FeeClass.objects.filter(pk=row.pk).exists()


def test_the_list_of_members_filters_and_shows_applications_only_to_insiders(client, elena):
    page = client.get(f"{ROOM}members/").content.decode()
    assert "Gabrovo" in page
    assert "Ljubljana" not in page
    assert "Ljubljana" in elena.get(f"{ROOM}members/?state=applied").content.decode()
    narrow = client.get(f"{ROOM}members/?country=EC&kind=indigenous&state=member").content.decode()
    assert "Synthetic Forest Peoples" in narrow
    assert "Gabrovo" not in narrow
    assert client.get(f"{ROOM}members/?state=%00&country=%00&q=%00&page=x").status_code == 200


def test_the_pages_of_a_network_cost_the_same_for_many_members(client, alliance):
    def queries(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        return len(found)

    pages = (ROOM, f"{ROOM}members/", f"{ROOM}offices/", f"{ROOM}justice/")
    few = [queries(page) for page in pages]
    towns = [Member(name=f"Town {n}", slug=f"town-{n}", country="DE") for n in range(60)]
    rows = [
        Membership(member=town, network=alliance, state="member")
        for town in Member.objects.bulk_create(towns)
    ]
    Membership.objects.bulk_create(rows)
    assert [queries(page) for page in pages] == few
