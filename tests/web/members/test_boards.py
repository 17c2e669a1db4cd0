"""The content of a member's overview is kept for visitors, and shows every change at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cascais.web.accounts.models import Assignment, Role
from cascais.web.commitments.models import Target
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.boards import BOARDS
from cascais.web.members.models import Member, Population, Succession
from cascais.web.overview.settling import settle
from cascais.web.register.models import Membership, Network

pytestmark = pytest.mark.django_db
PAGE = "/members/gabrovo/"


@pytest.fixture(autouse=True)
def settled(db):
    """Each test begins with everything worked in and nothing kept."""
    settle()
    BOARDS.parts.clear()


def of_gabrovo() -> Member:
    return Member.objects.get(slug="gabrovo")


def content_of(client: Client, **headers: str) -> str:
    return str(client.get(PAGE, headers=headers or None).context["content"].html)


def kept() -> list[str]:
    return [content.html for _subject, content in BOARDS.parts.values()]


def made_anew(client: Client) -> str:
    before = dict(BOARDS.parts)
    BOARDS.parts.clear()
    found = content_of(client)
    BOARDS.parts.clear()
    BOARDS.parts.update(before)
    return found


def test_what_one_visitor_saw_is_kept_for_the_next(client):
    with CaptureQueriesContext(connection) as first:
        before = content_of(client)
    with CaptureQueriesContext(connection) as second:
        assert content_of(Client()) == before
    assert kept() == [before]
    assert len(second) == 2 < len(first)


CHANGES = {
    "an inventory no longer published": lambda: InventoryYear.objects.filter(
        member__slug="gabrovo", year=2018
    ).update(is_published=False),
    "another figure": lambda: InventoryYear.objects.filter(
        member__slug="gabrovo", year=2018, superseded_at=None
    ).update(uncertainty=0.37),
    "a target taken away": lambda: Target.objects.filter(member__slug="gabrovo").delete(),
    "a target that is no longer adopted": lambda: Target.objects.filter(
        member__slug="gabrovo", is_adopted=True
    ).update(is_adopted=False),
    "no inhabitants": lambda: Population.objects.filter(member__slug="gabrovo").delete(),
    "another name": lambda: Member.objects.filter(slug="gabrovo").update(name="Gabrovo town", local_names={}),
    "another source": lambda: Member.objects.filter(slug="gabrovo").update(plan_title="Another plan"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_shows_at_once_and_when_it_is_worked_in(client, change):
    before = content_of(client)
    assert change()
    after = content_of(client)
    assert after == made_anew(client) != before
    assert kept() == [before], "nothing may be kept while a change is not worked in"
    settle()
    assert content_of(client) == after
    assert kept() == [after]


def test_a_membership_makes_the_content_anew(client):
    content_of(client)
    (subject, _content), *_ = BOARDS.parts.values()
    network = Network.objects.create(key="somewhere", title="Somewhere")
    Membership.objects.create(network=network, member=of_gabrovo(), state="member")
    assert content_of(client) == made_anew(client)
    settle()
    content_of(client)
    assert [each for each, _content in BOARDS.parts.values()] != [subject]


def test_a_change_of_another_member_leaves_it_alone(client):
    content_of(client)
    Population.objects.filter(member__slug="riga").delete()
    with CaptureQueriesContext(connection) as queries:
        content_of(client)
    assert len(queries) == 2


def test_each_language_has_its_own(client):
    english = content_of(client)
    estonian = content_of(client, accept_language="et")
    assert estonian != english
    assert content_of(client, accept_language="et") == estonian
    assert content_of(client, accept_language="en") == english
    assert len(kept()) == 2


def test_a_new_day_makes_it_anew(client, monkeypatch):
    assert "Add a newer inventory: the latest is of 2018" in content_of(client)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2019, 6, 1))
    assert "Add a newer inventory" not in content_of(client)


def test_a_member_without_a_glance_is_not_kept(client):
    of_gabrovo().glance.delete()
    content_of(client)
    assert kept() == []


def test_what_rests_on_other_members_is_not_kept(client):
    before = content_of(client)
    riga = Member.objects.get(slug="riga")
    Succession.objects.create(predecessor=riga, successor=of_gabrovo(), happened_on=date(2020, 1, 1))
    assert "It came from other members" in content_of(client)
    assert "It came from other members" not in before
    assert kept() == [before]


@pytest.fixture
def draft(db) -> InventoryYear:
    return InventoryYear.objects.create(member=of_gabrovo(), year=2024, is_published=False)


def test_what_an_editor_sees_is_never_kept(client, mari, draft):
    shown = content_of(mari)
    assert "Draft" in shown and f"{PAGE}import/" in shown
    assert kept() == []
    assert "Draft" not in content_of(client) and f"{PAGE}import/" not in content_of(client)


def test_what_is_kept_is_never_shown_to_an_editor(client, mari, draft):
    content_of(client)
    shown = content_of(mari)
    assert "Draft" in shown and f"{PAGE}import/" in shown


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SECRETARIAT, Role.ADMINISTRATOR, None])
def test_nobody_who_is_signed_in_fills_or_reads_the_store(client, signed_in, role):
    user = User.objects.create(username="somebody")
    if role == Role.SECRETARIAT:
        network = Network.objects.create(key="somewhere", title="Somewhere")
        Assignment.objects.create(user=user, role=role, network=network)
    elif role:
        member = of_gabrovo() if role == Role.VIEWER else None
        Assignment.objects.create(user=user, role=role, member=member)
    browser = signed_in("somebody")
    content_of(browser)
    assert kept() == []
    content_of(client)
    with CaptureQueriesContext(connection) as queries:
        content_of(browser)
    assert len(queries) > 10


def test_nothing_of_a_visitor_is_kept(client):
    page = client.get(f"{PAGE}?from=somewhere-else").content.decode()
    assert "csrfmiddlewaretoken" in page and "somewhere-else" in page
    for content in kept():
        assert "csrfmiddlewaretoken" not in content
        assert "somewhere-else" not in content
        assert "nonce" not in content
        assert "<form" not in content
