"""The agency's members at a glance, and who lets an agency in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cascais.web.accounts.models import Assignment, Role
from cascais.web.groups.models import Group, GroupMember
from cascais.web.inventories.models import ActivityLine, InventoryYear
from cascais.web.members.models import Care, Member, MemberKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def marek(signed_in):
    """Marek coordinates the agency that works for Rzeszów, Wrocław and Liepāja."""
    return signed_in("marek")


def member(slug: str) -> Member:
    return Member.objects.get(slug=slug)


def rows(browser):
    return {row.member.slug: row for row in browser.get("/agency/").context["rows"]}


def draft(slug: str, year: int, amount: float | None = 100.0) -> InventoryYear:
    made = InventoryYear.objects.create(member=member(slug), year=year, is_published=False)
    for position, sector in enumerate(("municipal_buildings", "tertiary", "residential", "transport")):
        ActivityLine.objects.create(
            inventory=made, position=position, sector=sector, carrier="diesel", amount=amount, unit="MWh"
        )
    return made


def test_marek_sees_the_members_of_his_agency(marek):
    assert set(rows(marek)) == {"rzeszow", "wroclaw", "liepaja"}


def test_janez_sees_the_members_that_he_edits(janez):
    assert set(rows(janez)) == {"kranj", "velenje", "ljubljana"}


def test_an_administrator_is_not_shown_the_whole_network(signed_in):
    assert rows(signed_in("sofia")) == {}


def test_who_only_reads_has_nothing_to_do(signed_in):
    page = signed_in("petra").get("/agency/").content.decode()
    assert "You work for no member yet" in page


def test_visitors_are_sent_to_sign_in(client):
    assert client.get("/agency/").status_code == 302


def test_a_draft_that_waits_is_the_next_step(janez):
    draft("kranj", 2022)
    row = rows(janez)["kranj"]
    assert row.drafts == (2022,)
    assert row.task.url == "/members/kranj/inventories/2022/"
    assert str(row.task.text).startswith("Publish the draft of 2022" if not row.blocking else "Put right")


def test_what_blocks_a_draft_is_counted_and_comes_first(janez):
    made = draft("kranj", 2022)
    made.lines.all().delete()
    ActivityLine.objects.create(
        inventory=made, position=0, sector="residential", carrier="natural_gas", amount=13362.67, unit="MWh",
        reported_t=13362.67,
    )  # fmt: skip
    row = rows(janez)["kranj"]
    assert row.blocking >= 1
    assert "blocks the draft of 2022" in str(row.task.text)
    assert "row-bad" in janez.get("/agency/").content.decode()


def test_an_old_inventory_is_due_after_four_years(janez):
    row = rows(janez)["kranj"]
    assert row.due == row.glance.year + 4
    assert row.is_overdue == (row.due <= timezone.localdate().year)


def test_a_member_without_inventory_imports_one(marek):
    town = Member.objects.create(name="Small town", slug="small-town", country="PL")
    Care.objects.create(agency=member("synthetic-agency"), member=town)
    row = rows(marek)["small-town"]
    assert (row.checked, row.due, row.task.url) == (None, None, "/members/small-town/import/")


def test_thirty_towns_take_as_many_queries_as_three(marek, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as three:
        marek.get("/agency/")
    agency = member("synthetic-agency")
    towns = Member.objects.bulk_create(
        Member(name=f"Town {number}", slug=f"town-{number}", country="PL") for number in range(27)
    )
    Care.objects.bulk_create(Care(agency=agency, member=town) for town in towns)
    for town in towns:
        draft(town.slug, 2022)
    with django_assert_max_num_queries(len(three)):
        found = marek.get("/agency/").context["rows"]
    assert len(found) >= 30


def test_an_invitation_to_a_group_stands_on_top(mari):
    made = Group.objects.create(slug="danube", title="Danube plan", kind="shared")
    GroupMember.objects.create(group=made, member=member("gabrovo"))
    assert "Danube plan" in mari.get("/agency/").content.decode()


def test_mari_lets_an_agency_in_and_ends_it(mari, marek):
    agency = member("synthetic-agency")
    assert marek.get("/members/gabrovo/import/").status_code == 403
    assert mari.post("/members/gabrovo/agencies/", {"agency": agency.pk}).status_code == 302
    care = Care.objects.get(agency=agency, member__slug="gabrovo")
    assert care.since == timezone.localdate()
    assert "gabrovo" in rows(marek)
    assert marek.get("/members/gabrovo/import/").status_code == 200
    assert mari.post(f"/members/gabrovo/agencies/{care.pk}/end/").status_code == 302
    assert marek.get("/members/gabrovo/import/").status_code == 403


@pytest.mark.parametrize("username", ["janez", "petra", "ivo", "marek"])
def test_nobody_lets_an_agency_into_a_town_that_is_not_theirs(signed_in, username):
    agency = member("synthetic-agency")
    browser = signed_in(username)
    assert browser.get("/members/gabrovo/agencies/").status_code == 403
    assert browser.post("/members/gabrovo/agencies/", {"agency": agency.pk}).status_code == 403
    assert not Care.objects.filter(member__slug="gabrovo").exists()


def test_only_agencies_can_be_let_in(mari):
    assert mari.post("/members/gabrovo/agencies/", {"agency": member("riga").pk}).status_code == 422
    assert not Care.objects.filter(member__slug="gabrovo").exists()


def test_the_work_for_another_member_is_not_ended_through_ones_own(mari):
    care = Care.objects.get(member__slug="liepaja", agency__slug="synthetic-agency")
    assert mari.post(f"/members/gabrovo/agencies/{care.pk}/end/").status_code == 404
    assert mari.get(f"/members/gabrovo/agencies/{care.pk}/end/").status_code == 405


def test_an_agency_that_ends_its_own_work_is_led_to_the_public_page(marek):
    care = Care.objects.get(member__slug="rzeszow", agency__slug="synthetic-agency")
    assert marek.post(f"/members/rzeszow/agencies/{care.pk}/end/").url == "/members/rzeszow/"


def test_a_second_agency_gives_its_coordinators_the_same(signed_in, django_user_model):
    other = Member.objects.create(
        name="Other agency", slug="other-agency", country="BG", kind=MemberKind.AGENCY
    )
    ana = django_user_model.objects.create_user("ana")
    Assignment.objects.create(user=ana, role=Role.COORDINATOR, member=other)
    Care.objects.create(agency=other, member=member("gabrovo"))
    assert set(rows(signed_in("ana"))) == {"gabrovo"}
