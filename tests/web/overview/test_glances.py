"""A glance says what the member's page says, and follows every change, whatever makes it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from cascais.web.commitments.models import Target
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.boards import BOARDS
from cascais.web.members.models import Member, Population
from cascais.web.overview import judging
from cascais.web.overview.columns import view
from cascais.web.overview.models import Glance, HandedIn, Mark, Stand
from cascais.web.overview.settling import refresh, refresh_all, settle
from cascais.web.register.models import Membership, Network, Resolution

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def settled(db):
    """Each test enters its signatories of the Covenant itself, and begins with everything worked in."""
    Membership.objects.filter(network__key="covenant_of_mayors").delete()
    settle()


def glance_of(slug: str) -> Glance:
    settle()
    return Glance.objects.get(member__slug=slug)


def test_every_member_has_a_glance():
    assert Glance.objects.count() == Member.objects.count()
    assert Mark.objects.count() == 0


@pytest.mark.parametrize("slug", ["gabrovo", "riga", "wroclaw", "liepaja"])
def test_a_glance_agrees_with_the_members_page(client, slug):
    BOARDS.parts.clear()
    board = client.get(f"/members/{slug}/").context["board"]
    glance = glance_of(slug)
    assert glance.latest_year == board.latest.year
    assert glance.latest_total_t == board.latest.row.total_without_sinks_t
    assert glance.persons / glance.latest_total_t == pytest.approx(1 / board.latest.per_head_t)
    shared = [each for each in board.standing.items if each.row.key == judging.SHARED_TARGET]
    assert [each.status.status.value for each in shared] == [glance.shared_status]
    assert shared[0].status.probability == pytest.approx(glance.shared_probability)
    assert shared[0].status.is_estimated == glance.is_estimated
    found = glance.must_be_put_right + glance.probably_wrong + glance.worth_knowing
    assert found == len(board.findings)
    if board.headline and board.headline.row.is_adopted:
        assert board.headline.status.status.value == glance.own_status


CHANGES = {
    "a published inventory taken back by update()": lambda: InventoryYear.objects.filter(
        member__slug="gabrovo", year=2018
    ).update(is_published=False),
    "a target made by bulk_create()": lambda: Target.objects.bulk_create(
        [Target(member=Member.objects.get(slug="gabrovo"), key="x", title="X", kind="reduction")]
    ),
    "populations deleted": lambda: Population.objects.filter(member__slug="gabrovo").delete(),
    "a name changed by save()": lambda: _rename("Gabrovo town"),
    "a membership": lambda: _join("gabrovo", date(2020, 1, 1)),
}


def _rename(name: str) -> None:
    member = Member.objects.get(slug="gabrovo")
    member.name = name
    member.save()


def _join(slug: str, day: date, key: str = "covenant_of_mayors") -> Membership:
    network, _ = Network.objects.get_or_create(key=key, defaults={"title": "Covenant of Mayors"})
    member = Member.objects.get(slug=slug)
    resolution = Resolution.objects.create(member=member, title="Joins", decided_on=day)
    return Membership.objects.create(network=network, member=member, state="member", resolution=resolution)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_writes_marks_the_member(change):
    change()
    assert set(Mark.objects.values_list("member_id", flat=True)) == {Member.objects.get(slug="gabrovo").pk}
    assert settle() == 1
    assert Mark.objects.count() == 0


def test_a_target_that_no_rule_can_read_stops_nobody():
    CHANGES["a target made by bulk_create()"]()
    _join("riga", date(2020, 1, 1))
    assert settle() == 2
    assert glance_of("gabrovo").own_status == "cannot_tell"


def test_a_draft_marks_nobody():
    gabrovo = Member.objects.get(slug="gabrovo")
    InventoryYear.objects.create(member=gabrovo, year=2024, is_published=False)
    assert Mark.objects.count() == 0


def test_what_is_rolled_back_marks_nobody():
    with pytest.raises(RuntimeError), transaction.atomic():
        CHANGES["a published inventory taken back by update()"]()
        raise RuntimeError
    assert Mark.objects.count() == 0


def test_only_published_inventories_count():
    CHANGES["a published inventory taken back by update()"]()
    glance = glance_of("gabrovo")
    assert (glance.latest_year, glance.inventories) == (2008, 1)
    assert [year for year, *_ in glance.series] == [2008]


def test_the_checks_are_kept_until_what_they_look_at_changes():
    before = glance_of("riga").checked_key
    _join("riga", date(2020, 1, 1))
    assert glance_of("riga").checked_key == before
    Population.objects.filter(member__slug="riga").delete()
    assert glance_of("riga").checked_key != before


def test_columns_follow_the_glances():
    before = view()
    _rename("Gabrovo town")
    after = view()
    assert after.pending == 0
    names = {row.slug: row.name for row in after.columns.rows}
    assert names["gabrovo"] == "Gabrovo town"
    assert len(after.columns) == len(before.columns)
    assert after.columns.token != before.columns.token


def test_a_member_that_is_gone_leaves_the_columns():
    assert "gabrovo" in {row.slug for row in view().columns.rows}
    Member.objects.filter(slug="gabrovo").delete()
    assert "gabrovo" not in {row.slug for row in view().columns.rows}


def test_columns_of_another_past_are_not_believed(client):
    """After a rollback the same number may name another stand; its token tells."""
    with pytest.raises(RuntimeError), transaction.atomic():
        _rename("Never")
        assert "Never" in {row.name for row in view().columns.rows}
        raise RuntimeError
    _join("riga", date(2020, 1, 1))
    assert "Never" not in {row.name for row in view().columns.rows}


def test_many_changes_wait_and_are_said_to_be_missing(client):
    Member.objects.bulk_create(Member(name=f"N {n}", slug=f"n-{n}", country="LV") for n in range(40))
    page = client.get("/").content.decode()
    assert "40 changes are not worked in yet" in page
    settle()
    assert "not worked in" not in client.get("/").content.decode()


def test_another_version_is_counted_and_refreshed(client):
    Glance.objects.filter(member__slug="riga").update(computed_by_version="old")
    Stand.objects.update(tokens=[])
    assert "of 1 member was computed by another version" in client.get("/").content.decode()
    call_command("refresh_glances")
    assert "another version" not in client.get("/").content.decode()
    assert refresh_all() == 0


def test_a_member_without_a_glance_is_missed_and_made(client):
    Glance.objects.filter(member__slug="riga").delete()
    Stand.objects.update(tokens=[])
    assert "1 member was never looked at" in client.get("/").content.decode()
    assert refresh_all() == 1
    assert "never looked at" not in client.get("/").content.decode()


def test_refreshing_changes_nothing_that_is_up_to_date():
    before = list(Glance.objects.order_by("pk").values())
    refresh([row["member_id"] for row in before])
    after = list(Glance.objects.order_by("pk").values())
    for one, other in zip(before, after, strict=True):
        changing = ("refreshed_at", "settled")
        assert {k: v for k, v in one.items() if k not in changing} == {
            k: v for k, v in other.items() if k not in changing
        }


def test_reports_fall_due_by_the_rules_of_the_network():
    membership = _join("riga", date(2021, 5, 3))
    glance = glance_of("riga")
    assert (glance.plan_due, glance.monitoring_due) == (date(2023, 5, 3), None)
    assert glance.inventory_due == date(2024, 12, 31)
    assert not glance.is_due_known
    HandedIn.objects.create(
        member=membership.member, network=membership.network, report="plan", handed_in_on=date(2022, 9, 1)
    )
    glance = glance_of("riga")
    assert (glance.plan_due, glance.monitoring_due) == (None, date(2024, 9, 1))
    assert glance.inventory_due == date(2026, 9, 1)
    assert glance.is_due_known
    assert glance.held_reports == ["inventory"]
    HandedIn.objects.create(
        member=membership.member,
        network=membership.network,
        report="monitoring",
        handed_in_on=date(2024, 8, 1),
    )
    glance = glance_of("riga")
    assert (glance.monitoring_due, glance.held_reports) == (date(2026, 8, 1), ["monitoring", "inventory"])


def test_a_membership_that_only_a_publication_tells_of_holds_no_report_until_one_is_entered():
    membership = _join("riga", date(2021, 5, 3))
    Membership.objects.filter(pk=membership.pk).update(source="A list of signatories")
    glance = glance_of("riga")
    assert (glance.inventory_due, glance.held_reports) == (date(2024, 12, 31), [])
    HandedIn.objects.create(
        member=membership.member, network=membership.network, report="plan", handed_in_on=date(2022, 9, 1)
    )
    assert glance_of("riga").held_reports == ["inventory"]


def test_refused_and_applying_members_are_not_told():
    membership = _join("riga", date(2021, 5, 3))
    Membership.objects.filter(pk=membership.pk).update(state="refused")
    glance = glance_of("riga")
    assert (glance.memberships, glance.plan_due) == ({}, None)


def test_a_network_that_asks_for_nothing_leaves_nothing_due():
    Membership.objects.all().delete()
    _join("riga", date(2021, 5, 3), key="climate_alliance")
    glance = glance_of("riga")
    assert glance.plan_due is None and glance.is_due_known
