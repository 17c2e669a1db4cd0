"""The way of a town into a network: what its editor enters, what the secretariat does, what everybody sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cascais.web.members.models import Member
from cascais.web.register.models import FeeClass, Membership, MembershipState, Resolution
from cascais.web.register.reads import open_cases
from cascais.web.register.steps import Actor

pytestmark = pytest.mark.django_db

ROOM = "/members/riga/commitments/"


@pytest.fixture
def ilze(signed_in):
    """Ilze edits Riga."""
    return signed_in("ilze")


@pytest.fixture
def applied(riga, alliance) -> Membership:
    return Membership.objects.create(member=riga, network=alliance, applied_on="2025-03-01")


@pytest.fixture
def resolution(riga) -> Resolution:
    return Resolution.objects.create(member=riga, title="Joining the alliance", decided_on="2025-02-01")


def address(row: Membership, rest: str = "") -> str:
    return f"/members/{row.member.slug}/commitments/memberships/{row.pk}/{rest}"


def test_the_whole_way_from_the_application_to_the_member(ilze, elena, client, alliance, document):
    answer = ilze.post(f"{ROOM}apply/", {"network": alliance.pk, "applied_on": "2025-03-01"})
    row = Membership.objects.get(member__slug="riga", network=alliance)
    assert answer.headers["Location"] == address(row)
    assert client.get(address(row)).status_code == 404
    assert b"enters the resolution of its council" in ilze.get(address(row)).content

    form = {
        "title": "Joining",
        "decided_on": "2025-02-01",
        "number": "7/2025",
        "language": "lv",
        "file": document(),
    }
    ilze.post(f"{ROOM}resolutions/add/?membership={row.pk}", form)
    row.refresh_from_db()
    assert (row.state, row.resolution.number) == (MembershipState.APPLIED, "7/2025")
    assert ilze.post(address(row, "steps/confirm/"), {}).status_code == 403

    elena.post(address(row, "steps/confirm/"), {})
    assert b"The board decides" in client.get(address(row)).content
    elena.post(address(row, "steps/admit/"), {"on": "2025-09-01"})
    row.refresh_from_db()
    assert (row.state, str(row.board_decided_on)) == (MembershipState.MEMBER, "2025-09-01")
    page = client.get(address(row)).content.decode()
    for words in ("1 March 2025", "1 February 2025", "1 September 2025", "Admitted by the board"):
        assert words in page


def test_a_step_out_of_order_changes_nothing(elena, applied):
    answer = elena.post(address(applied, "steps/admit/"), {"on": "2025-09-01"}, follow=True)
    applied.refresh_from_db()
    assert applied.state == MembershipState.APPLIED
    assert b"does not follow now" in answer.content
    assert elena.get(address(applied, "steps/nonsense/")).status_code == 404


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-02-28", "lies before 1 March 2025"),
        ((timezone.localdate() + timedelta(2)).isoformat(), "lies in the future"),
        ("1900-01-01", "lies too far back"),
        ("", "required"),
        ("yesterday", "Give a day"),
    ],
)
def test_a_date_that_does_not_fit_is_refused_with_the_reason(elena, applied, resolution, day, words):
    Membership.objects.filter(pk=applied.pk).update(state="resolved", resolution=resolution)
    answer = elena.post(address(applied, "steps/admit/"), {"on": day})
    applied.refresh_from_db()
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert applied.state == MembershipState.RESOLVED


def test_who_left_or_was_refused_applies_anew_and_the_earlier_row_stays(elena, ilze, applied, alliance, riga):
    elena.post(address(applied, "steps/refuse/"), {"on": "2025-06-01"})
    ilze.post(f"{ROOM}apply/", {"network": alliance.pk, "applied_on": "2025-07-01"})
    states = riga.memberships.filter(network=alliance).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["refused", "applied"]


def test_nobody_applies_twice(ilze, applied, alliance, riga):
    answer = ilze.post(f"{ROOM}apply/", {"network": alliance.pk, "applied_on": "2025-07-01"})
    assert answer.status_code == 422
    assert riga.memberships.filter(network=alliance).count() == 1


def test_the_member_takes_its_application_back(ilze, applied):
    ilze.post(address(applied, "take-back/"), {"on": "2025-04-01"})
    applied.refresh_from_db()
    assert (applied.state, str(applied.withdrawn_on)) == (MembershipState.WITHDRAWN, "2025-04-01")


def test_the_member_cannot_change_the_resolution_once_it_is_confirmed(ilze, elena, applied, resolution, riga):
    Membership.objects.filter(pk=applied.pk).update(state="resolved", resolution=resolution)
    other = Resolution.objects.create(member=riga, title="Another", decided_on="2025-01-01")
    assert ilze.post(address(applied, "resolution/"), {"resolution": other.pk}).status_code == 403
    assert elena.post(address(applied, "resolution/"), {"resolution": other.pk}).status_code == 302


def test_a_resolution_of_another_town_cannot_be_attached(ilze, applied):
    foreign = Resolution.objects.exclude(member__slug="riga").first()
    answer = ilze.post(address(applied, "resolution/"), {"resolution": foreign.pk})
    applied.refresh_from_db()
    assert (answer.status_code, applied.resolution) == (422, None)


def test_the_secretariat_of_another_network_neither_sees_nor_changes_it(tamas, applied):
    assert tamas.get(address(applied)).status_code == 404
    assert tamas.post(address(applied, "steps/refuse/"), {"on": "2025-06-01"}).status_code == 404
    applied.refresh_from_db()
    assert applied.state == MembershipState.APPLIED


def test_the_editor_of_another_town_sees_nothing_of_an_application(janez, applied):
    assert janez.get(address(applied)).status_code == 404
    assert janez.post(address(applied, "take-back/"), {"on": "2025-06-01"}).status_code == 404


def test_dates_are_corrected_by_the_secretariat_alone(elena, ilze, applied):
    assert ilze.post(address(applied, "correct/"), {"applied_on": "2025-01-01"}).status_code == 403
    elena.post(address(applied, "correct/"), {"applied_on": "2025-01-01", "note": "Called"})
    applied.refresh_from_db()
    assert (str(applied.applied_on), applied.note) == ("2025-01-01", "Called")
    assert b"Called" in elena.get(address(applied)).content
    assert b"Called" not in ilze.get(address(applied)).content


def test_the_fee_follows_the_inhabitants_and_names_its_source(elena, alliance):
    dresden = Member.objects.get(slug="dresden")
    row = Membership.objects.create(member=dresden, network=alliance, applied_on="2025-03-01")
    page = elena.get(address(row)).content.decode()
    assert "Fee by inhabitants" in page
    assert "0.85 cents for each inhabitant" in page
    dresden.populations.all().delete()
    assert "no population" in elena.get(address(row)).content.decode()


def test_where_no_class_is_entered_no_fee_is_told(elena, applied):
    assert (
        "No fee class of the network is for a member of this kind"
        in elena.get(address(applied)).content.decode()
    )


def test_another_class_can_be_agreed(elena, applied, alliance):
    least = FeeClass.objects.get(network=alliance, key="least")
    elena.post(address(applied, "correct/"), {"applied_on": "2025-03-01", "fee_class": least.pk})
    page = elena.get(address(applied)).content.decode()
    assert "250.00" in page
    assert "agreed with the secretariat" in page


def test_open_cases_say_whose_turn_it_is(elena, tamas, alliance, applied):
    cases = open_cases(alliance)
    assert applied in cases[Actor.MEMBER]
    assert {row.member.slug for row in cases[Actor.SECRETARIAT]} == {"ljubljana"}
    page = elena.get("/networks/climate_alliance/cases/").content.decode()
    assert page.index("Ljubljana") < page.index("Riga")
    assert tamas.get("/networks/climate_alliance/cases/").status_code == 403


def test_a_membership_entered_by_mistake_is_removed(elena, applied):
    elena.post(address(applied, "remove/"))
    assert not Membership.objects.filter(pk=applied.pk).exists()
