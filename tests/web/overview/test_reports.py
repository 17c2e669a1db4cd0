"""The secretariat of a network enters what a member handed in to it, and nobody else does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from cascais.web.accounts.models import Assignment, Role
from cascais.web.overview.models import Glance, HandedIn
from cascais.web.overview.settling import settle
from cascais.web.register.models import Membership, Network

pytestmark = pytest.mark.django_db
ADDRESS = "/members/gabrovo/reports/"


@pytest.fixture
def covenant(db) -> Network:
    network = Network.objects.get(key="covenant_of_mayors")
    Membership.objects.filter(network=network, member__slug="gabrovo").update(
        board_decided_on=date(2020, 1, 15)
    )
    settle()
    return network


@pytest.fixture
def anna(covenant) -> Client:
    """Anna keeps the register of the Covenant."""
    user = User.objects.create_user("anna")
    Assignment.objects.create(user=user, role=Role.SECRETARIAT, network=covenant)
    client = Client()
    client.force_login(user)
    return client


def entered(client: Client, network: Network, day: str, report: str = "plan"):
    return client.post(f"{ADDRESS}add/", {"network": network.pk, "report": report, "handed_in_on": day})


def test_what_the_secretariat_enters_moves_the_due_dates(anna, covenant, client):
    assert "decision to join of 15 January 2020" in client.get(ADDRESS).content.decode()
    assert entered(anna, covenant, "2022-03-01").status_code == 302
    settle()
    glance = Glance.objects.get(member__slug="gabrovo")
    assert (glance.plan_due, glance.monitoring_due) == (None, date(2024, 3, 1))
    page = client.get(ADDRESS).content.decode()
    assert "2 years after the plan of 1 March 2022" in page
    assert "Take away" not in page and "Take away" in anna.get(ADDRESS).content.decode()


def test_the_same_report_is_not_entered_twice(anna, covenant):
    entered(anna, covenant, "2022-03-01")
    answer = entered(anna, covenant, "2022-03-01")
    assert answer.status_code == 422 and "entered already" in answer.content.decode()
    assert HandedIn.objects.count() == 1


def test_a_day_to_come_is_refused(anna, covenant):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert entered(anna, covenant, tomorrow).status_code == 422
    assert entered(anna, covenant, "no day").status_code == 422
    assert not HandedIn.objects.exists()


def test_a_report_can_be_taken_away(anna, covenant):
    entered(anna, covenant, "2022-03-01")
    address = f"{ADDRESS}{HandedIn.objects.get().pk}/remove/"
    assert anna.get(address).status_code == 200
    assert HandedIn.objects.exists()
    assert anna.post(address).status_code == 302
    assert not HandedIn.objects.exists()


def test_only_the_network_s_own_secretariat_enters_and_removes(anna, mari, covenant, client):
    entered(anna, covenant, "2022-03-01")
    row = HandedIn.objects.get()
    other = Network.objects.create(key="other", title="Other")
    Membership.objects.create(network=other, member=row.member, state="member")
    ben = User.objects.create_user("ben")
    Assignment.objects.create(user=ben, role=Role.SECRETARIAT, network=other)
    stranger = Client()
    stranger.force_login(ben)
    for browser, status in ((mari, 403), (stranger, 403), (client, 302)):
        assert browser.post(f"{ADDRESS}{row.pk}/remove/").status_code == status
    assert entered(mari, covenant, "2022-03-02").status_code == 403
    # Ben keeps another network of the member: he may enter for that one, but not for the Covenant.
    assert entered(stranger, covenant, "2022-03-02").status_code == 422
    assert list(HandedIn.objects.all()) == [row]


def test_a_report_of_another_member_is_not_found(anna, covenant):
    entered(anna, covenant, "2022-03-01")
    pk = HandedIn.objects.get().pk
    assert anna.get(f"/members/riga/reports/{pk}/remove/").status_code == 404


def test_an_empty_page_says_who_fills_it(client):
    Membership.objects.all().delete()
    page = client.get(ADDRESS).content.decode()
    assert "The secretariat of a network enters what it received" in page
    assert "member of no network yet" in page
