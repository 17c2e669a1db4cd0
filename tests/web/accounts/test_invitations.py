"""Inviting, accepting, taking away: told with the people of the demonstration."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.utils import timezone

from cascais.web.accounts.giving import MANAGE_INVITATION, TAKE_ROLE_AWAY, Place, place_of, roles_to_give
from cascais.web.accounts.invitations import MOST_A_DAY, MOST_TO_AN_ADDRESS, forget_old_ones, free_name
from cascais.web.accounts.models import Assignment, Invitation, Role
from cascais.web.accounts.secret_links import digest_of
from cascais.web.demonstration.people import PASSWORD
from cascais.web.members.models import Care, Member, MemberKind
from cascais.web.register.models import Membership, Network

pytestmark = pytest.mark.django_db

GABROVO = "/members/gabrovo/people/"
NEW = {
    "first_name": "Nadia",
    "username": "nadia",
    "password1": "a-long-enough-one",
    "password2": "a-long-enough-one",
}
AGENCY = "synthetic-agency"


def person(name: str) -> User:
    return User.objects.get(username=name)


def member(slug: str) -> Member:
    return Member.objects.get(slug=slug)


def asked(client, address="nadia@gabrovo.example", role="contributor", page=GABROVO):
    return client.post(page, {"email": address, "role": role})


@pytest.fixture
def alliance() -> Network:
    network = Network.objects.get(key="climate_alliance")
    Membership.objects.update_or_create(
        network=network, member=member("gabrovo"), defaults={"state": "member"}
    )
    return network


def test_mari_invites_nadia_who_makes_an_account_and_edits_drafts(mari, client, letters, link_in):
    assert asked(mari).status_code == 302
    letter = letters()[0]
    assert letter.to == ["nadia@gabrovo.example"] and "Mari invites you" in letter.body
    link = link_in(letter)
    assert client.get(link).headers["Location"] == "/account/invitation/"
    assert "Your role: Contributor of Gabrovo" in client.get("/account/invitation/").content.decode()
    assert client.post("/account/invitation/", NEW).headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    nadia = person("nadia")
    assert nadia.email == "nadia@gabrovo.example" and nadia.first_name == "Nadia"
    assert [(each.role, each.member.slug) for each in nadia.assignments.all()] == [("contributor", "gabrovo")]
    invitation = Invitation.objects.get()
    assert invitation.accepted_by == nadia and invitation.email == ""


def test_the_secret_is_in_the_letter_alone(mari, letters, link_in):
    asked(mari)
    secret = link_in(letters()[0]).split("/")[3]
    assert len(secret) > 40
    assert Invitation.objects.get().secret_sha256 == digest_of(secret)
    assert not Invitation.objects.filter(secret_sha256__contains=secret).exists()


def test_who_has_an_account_signs_in_and_accepts(mari, client, letters, link_in):
    asked(mari, "janez@demonstration.example", "viewer")
    client.get(link_in(letters()[0]))
    page = client.get("/account/invitation/").content.decode()
    assert "You have an account here already" in page
    form = {"username": "janez", "password": PASSWORD, "next": "/account/invitation/"}
    assert client.post("/account/sign-in/", form).headers["Location"] == "/account/invitation/"
    assert "You are signed in as janez" in client.get("/account/invitation/").content.decode()
    client.post("/account/invitation/")
    assert person("janez").assignments.filter(role="viewer", member__slug="gabrovo").exists()


def test_a_link_works_once(mari, client, letters, link_in):
    asked(mari)
    link = link_in(letters()[0])
    client.get(link)
    client.post("/account/invitation/", NEW)
    again = Client()
    again.get(link)
    answer = again.get("/account/invitation/")
    assert answer.status_code == 410 and "accepted already" in answer.content.decode()
    assert again.post("/account/invitation/", {**NEW, "username": "another"}).status_code == 410
    assert not User.objects.filter(username="another").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, "It held for 14 days"),
        ({"withdrawn_at": timezone.now()}, "It was withdrawn"),
        ({"secret_sha256": "another"}, "a newer letter has replaced it"),
    ],
)
def test_a_link_that_is_over_says_why(mari, client, letters, link_in, fields, words):
    asked(mari)
    client.get(link_in(letters()[0]))
    Invitation.objects.update(**fields)
    answer = client.post("/account/invitation/", NEW)
    assert answer.status_code == 410 and words in answer.content.decode()
    assert not User.objects.filter(username="nadia").exists()


def test_guessing_a_secret_opens_nothing(mari, client):
    asked(mari)
    for guess in ("x", "0" * 43, Invitation.objects.get().secret_sha256, "%00"):
        client.get(f"/account/invitation/{guess}/")
        assert client.get("/account/invitation/").status_code == 410


def test_inviting_again_replaces_the_letter(mari, client, letters, link_in):
    asked(mari)
    first = link_in(letters()[0])
    asked(mari, "Nadia@Gabrovo.example")
    client.get(first)
    assert client.get("/account/invitation/").status_code == 410
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_a_withdrawn_invitation_is_not_sent(mari, letters):
    asked(mari)
    mari.post(f"/people/invitations/{Invitation.objects.get().pk}/withdraw/")
    assert letters() == []


@pytest.mark.parametrize(
    ("who", "page", "roles"),
    [
        ("mari", GABROVO, ("viewer", "contributor", "editor")),
        ("elena", GABROVO, ("viewer", "contributor", "editor")),
        ("sofia", GABROVO, ("viewer", "contributor", "editor")),
        ("marek", "/members/rzeszow/people/", ("viewer", "contributor", "editor")),
        ("marek", f"/members/{AGENCY}/people/", ("viewer", "contributor", "editor", "coordinator")),
        ("elena", "/networks/climate_alliance/people/", ("secretariat",)),
        ("sofia", "/networks/ceesen/people/", ("secretariat",)),
        ("sofia", "/people/site/", ("administrator",)),
    ],
)
def test_nobody_gives_a_role_that_the_own_does_not_allow(signed_in, alliance, who, page, roles):
    browser = signed_in(who)
    for role in Role.values:
        before = Invitation.objects.count()
        status = asked(browser, f"{role}@gabrovo.example", role, page).status_code
        assert (status == 302) == (role in roles), role
        assert Invitation.objects.count() - before == (role in roles)


@pytest.mark.parametrize("who", ("petra", "ivo", "janez", "tamas", "marek"))
def test_who_may_not_invite_for_gabrovo_is_sent_away(signed_in, who):
    assert signed_in(who).get(GABROVO).status_code == 403
    assert asked(signed_in(who), role="viewer").status_code == 403
    assert not Invitation.objects.exists()


def test_an_editor_of_an_agency_names_no_coordinator(signed_in):
    Assignment.objects.create(user=person("ivo"), role="editor", member=member(AGENCY))
    assert asked(signed_in("ivo"), role="coordinator", page=f"/members/{AGENCY}/people/").status_code == 422


def test_forged_fields_change_nothing(mari):
    form = {"email": "x@gabrovo.example", "role": "viewer", "member": member("kranj").pk, "network": 1}
    mari.post(GABROVO, {**form, "accepted_by": 1, "secret_sha256": "known"})
    invitation = Invitation.objects.get()
    assert (invitation.member.slug, invitation.network, invitation.accepted_by) == ("gabrovo", None, None)
    assert invitation.secret_sha256 != "known"


def test_the_new_account_takes_no_forged_fields(mari, client, letters, link_in):
    asked(mari)
    client.get(link_in(letters()[0]))
    forged = {"email": "mari@demonstration.example", "is_staff": "1", "is_superuser": "1", "role": "editor"}
    client.post("/account/invitation/", {**NEW, **forged})
    nadia = person("nadia")
    assert nadia.email == "nadia@gabrovo.example" and not nadia.is_staff and not nadia.is_superuser
    assert nadia.assignments.get().role == "contributor"


def test_nobody_invites_the_own_address(mari):
    assert asked(mari, "MARI@demonstration.example").status_code == 422


def test_the_answer_does_not_tell_who_has_an_account(mari):
    known, unknown = asked(mari, "janez@demonstration.example"), asked(mari, "nobody@nowhere.example")
    assert known.status_code == unknown.status_code == 302
    page = mari.get(GABROVO).content.decode()
    assert "Janez" not in page and "janez@demonstration.example" in page


def test_an_applicant_is_not_in_the_hands_of_a_secretariat(signed_in):
    """Any secretariat may enter any town as an applicant; that must give it nobody's people."""
    network = Network.objects.get(key="ceesen")
    row = Membership.objects.filter(network=network, member=member("kranj")).first() or Membership(
        network=network, member=member("kranj")
    )
    for state, status in (("applied", 403), ("refused", 403), ("withdrawn", 403), ("member", 200)):
        row.state = state
        row.save()
        assert signed_in("tamas").get("/members/kranj/people/").status_code == status


def test_letters_are_limited(mari):
    for number in range(MOST_TO_AN_ADDRESS):
        assert asked(mari).status_code == 302, number
    assert asked(mari).status_code == 422
    rows = [
        Invitation(
            email=f"{number}@x.example",
            role="viewer",
            member=member("gabrovo"),
            created_by=person("mari"),
            secret_sha256=str(number),
            expires_at=timezone.now(),
        )
        for number in range(MOST_A_DAY)
    ]
    Invitation.objects.bulk_create(rows)
    assert "Too many letters" in asked(mari, "one@more.example").content.decode()


def test_a_role_is_taken_away_at_once(mari, signed_in):
    ivo = signed_in("ivo")
    role = person("ivo").assignments.get()
    url = f"/people/roles/{role.pk}/take-away/"
    assert "Take this role away?" in mari.get(url).content.decode()
    assert signed_in("janez").post(url).status_code == 403
    assert ivo.post(url).status_code == 403
    assert mari.post(url).status_code == 302
    assert not person("ivo").assignments.exists()


def test_the_last_administrator_stays(signed_in):
    sofia = signed_in("sofia")
    role = person("sofia").assignments.get()
    for url in (f"/people/roles/{role.pk}/take-away/", f"/account/roles/{role.pk}/leave/"):
        assert "last administrator" in sofia.post(url).content.decode()
    assert person("sofia").assignments.exists()
    Assignment.objects.create(user=person("elena"), role="administrator")
    assert sofia.post(f"/account/roles/{role.pk}/leave/").status_code == 302
    assert not person("sofia").assignments.exists()


def test_old_invitations_are_forgotten():
    row = Invitation(email="x@x.example", role="viewer", member=member("gabrovo"), secret_sha256="old")
    row.expires_at = timezone.now() - timedelta(days=91)
    row.save()
    forget_old_ones()
    assert not Invitation.objects.exists()


def test_the_roles_one_may_give_are_those_one_may_take_away(alliance):
    """One rule, asked in two ways, for every person and every place."""
    agency = Member.objects.create(slug="other-agency", name="Other", country="BG", kind=MemberKind.AGENCY)
    Care.objects.create(agency=agency, member=member("gabrovo"))
    somebody = User.objects.create(username="somebody")
    places = [Place(each) for each in Member.objects.all()] + [
        Place(network=each) for each in Network.objects.all()
    ]
    for place in [*places, Place()]:
        for role in place.roles:
            Assignment.objects.create(user=somebody, role=role, member=place.member, network=place.network)
    rows = Assignment.objects.filter(user=somebody)
    for user in (*User.objects.filter(assignments__isnull=False).distinct(), AnonymousUser()):
        takes = set(TAKE_ROLE_AWAY.rows(user, rows).values_list("pk", flat=True))
        gives = {row.pk for row in rows if row.role in roles_to_give(user, place_of(row))}
        assert takes == gives, user
        assert not MANAGE_INVITATION.rows(AnonymousUser(), Invitation.objects.all()).exists()


def test_a_free_name_is_free():
    assert free_name("nadia@x.example") == "nadia"
    assert free_name("MARI@x.example") == "MARI2"
    assert free_name("<>@x.example") == "person"
