"""What a person sees, takes away, and has erased of the own account; a forgotten password; sessions."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cascais.web.accounts.models import Assignment, FailedSignIn, Invitation, SignIn
from cascais.web.accounts.personal import erase
from cascais.web.accounts.sign_ins import BEGAN, browser_of
from cascais.web.demonstration.people import PASSWORD
from cascais.web.history.models import Tombstone
from cascais.web.history.tombstones import bury, restore
from cascais.web.imports.models import Upload
from cascais.web.imports.writes import keep
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member
from cascais.workflows.reading import Uploaded

pytestmark = pytest.mark.django_db

RESET = "/account/password/reset/"
SIGN_IN = "/account/sign-in/"


def person(name: str) -> User:
    return User.objects.get(username=name)


# A forgotten password


def test_a_forgotten_password_is_replaced_with_the_link(client, letters, link_in):
    assert client.post(RESET, {"email": "MARI@demonstration.example"}).headers["Location"] == f"{RESET}sent/"
    link = link_in(letters()[0])
    form = client.get(link, follow=True)
    assert "Choose a new password" in form.content.decode()
    page = form.redirect_chain[-1][0]
    new = {"new_password1": "a-longer-one-for-gabrovo", "new_password2": "a-longer-one-for-gabrovo"}
    assert client.post(page, new).status_code == 302
    assert client.get("/account/").status_code == 302, "the link alone signs nobody in"
    signed = client.post(SIGN_IN, {"username": "mari", "password": "a-longer-one-for-gabrovo"})
    assert signed.status_code == 302
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_asking_tells_nothing_about_accounts(client, letters):
    User.objects.create_user("closed", email="closed@x.example", password=PASSWORD, is_active=False)
    User.objects.create_user("sso", email="sso@x.example")
    addresses = ("mari@demonstration.example", "nobody@x.example", "closed@x.example", "sso@x.example")
    answers = [client.post(RESET, {"email": address}) for address in addresses]
    assert {(each.status_code, each.headers["Location"]) for each in answers} == {(302, f"{RESET}sent/")}
    assert [letter.to for letter in letters()] == [["mari@demonstration.example"]]


def test_the_work_of_an_answer_is_the_same_with_and_without_an_account(client):
    """The letter is left to the worker: neither the account nor a server of mail is asked while somebody waits."""
    asked = []
    for address in ("warm@x.example", "mari@demonstration.example", "nobody@x.example"):
        with CaptureQueriesContext(connection) as queries:
            client.post(RESET, {"email": address})
        asked.append([query["sql"].split()[0] for query in queries])
    assert asked[1] == asked[2]
    assert not any("auth_user" in query["sql"] for query in queries)


def test_links_are_sent_seldom(client, letters):
    for _ in range(6):
        client.post(RESET, {"email": "mari@demonstration.example"})
    assert len(letters()) == 3


# Sessions


def test_own_sessions_are_listed_and_ended(signed_in):
    here, elsewhere = signed_in("mari"), signed_in("mari")
    page = here.get("/account/").content.decode()
    assert page.count("since ") >= 2
    other = SignIn.objects.exclude(session_key=here.session.session_key).get(user=person("mari"))
    assert signed_in("janez").post(f"/account/sessions/{other.pk}/end/").status_code == 404
    assert here.post(f"/account/sessions/{other.pk}/end/").status_code == 302
    assert elsewhere.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_signing_out_everywhere_else(signed_in):
    here, *others = (signed_in("mari") for _ in range(3))
    here.post("/account/sessions/end/")
    assert [each.get("/account/").status_code for each in others] == [302, 302]
    assert here.get("/account/").status_code == 200


def test_a_session_ends_after_its_time_however_much_it_is_used(mari, settings):
    session = mari.session
    session[BEGAN] = time.time() - settings.SESSION_COOKIE_AGE - 1
    session.save()
    assert mari.get("/account/").status_code == 302
    assert not SignIn.objects.filter(user=person("mari")).exists()


def test_a_new_password_keeps_this_session_in_the_list(mari):
    new = "a-longer-one-for-gabrovo"
    mari.post("/account/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert SignIn.objects.get(user=person("mari")).session_key == mari.session.session_key


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("<script>", ""),
    ],
)
def test_a_browser_is_named_and_no_more(agent, shown):
    assert browser_of(agent) == shown


def test_signing_in_with_the_address(client):
    assert (
        client.post(SIGN_IN, {"username": "Mari@Demonstration.example", "password": PASSWORD}).status_code
        == 302
    )


def test_an_address_that_two_share_signs_nobody_in(client):
    User.objects.create_user("second", email="mari@demonstration.example", password=PASSWORD)
    answer = client.post(SIGN_IN, {"username": "mari@demonstration.example", "password": PASSWORD})
    assert answer.status_code == 200


# Another address


def test_another_address_counts_when_its_link_comes_back(mari, signed_in, letters, link_in):
    form = {"email": "mari@gabrovo.example", "password": PASSWORD}
    assert mari.post("/account/address/", {**form, "password": "no"}).status_code == 422
    assert mari.post("/account/address/", form).status_code == 302
    link = link_in(letters()[0])
    assert person("mari").email == "mari@demonstration.example"
    assert signed_in("janez").post(link).status_code == 404
    assert mari.get(link).status_code == 200
    assert mari.post(link).status_code == 302
    assert person("mari").email == "mari@gabrovo.example"
    assert mari.post(link).status_code == 404
    assert letters()[-1].to == ["mari@demonstration.example"], "the old address is told"


def test_an_address_of_somebody_else_is_not_taken(mari, letters, link_in):
    mari.post("/account/address/", {"email": "janez@demonstration.example", "password": PASSWORD})
    assert mari.post(link_in(letters()[0])).status_code == 404


# Export and erasure


def test_the_export_holds_what_is_stored_and_no_secret(mari):
    keep(Member.objects.get(slug="gabrovo"), person("mari"), Uploaded("energy.csv", b"year\n2022\n"))
    Authenticator.objects.create(user=person("mari"), type="totp", data={"secret": "hidden-secret"})
    FailedSignIn.objects.create(account="mari", address="203.0.113.7")
    answer = mari.get("/account/my-data.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    text = answer.content.decode()
    found = json.loads(text)
    assert found["account"]["email"] == "mari@demonstration.example"
    assert found["own_records"]["accounts.assignment.user"][0]["role"] == "editor"
    assert found["own_records"]["imports.upload.user"]
    assert found["failed_sign_ins"][0]["address"] == "203.0.113.7"
    assert "hidden-secret" not in text and "argon2" not in text
    assert mari.session.session_key not in text


def test_an_erased_person_leaves_records_and_nothing_else(mari, signed_in):
    user = person("mari")
    inventory = InventoryYear.objects.filter(member__slug="gabrovo").first()
    InventoryYear.objects.filter(pk=inventory.pk).update(created_by=user)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    keep(inventory.member, user, Uploaded("energy.csv", b"year\n2022\n"))
    FailedSignIn.objects.create(account="mari")
    soon = timezone.now() + timedelta(days=1)
    for name, address in (("to", user.email), ("by", "x@x.example")):
        Invitation.objects.create(
            email=address,
            role="viewer",
            member=inventory.member,
            created_by=user,
            secret_sha256=name,
            expires_at=soon,
        )
    elsewhere = signed_in("mari")
    assert mari.post("/account/erase/", {"username": "not mari"}).status_code == 422
    assert mari.post("/account/erase/", {"username": "mari"}).headers["Location"] == "/"
    user.refresh_from_db()
    assert (user.username, user.email, user.first_name, user.is_active) == (
        f"erased-{user.pk}",
        "",
        "",
        False,
    )
    assert not user.has_usable_password() and not user.assignments.exists()
    assert (
        not Authenticator.objects.filter(user=user).exists() and not Upload.objects.filter(user=user).exists()
    )
    assert not FailedSignIn.objects.exists() and not SignIn.objects.filter(user=user).exists()
    assert not Invitation.objects.filter(email="mari@demonstration.example").exists()
    assert not Invitation.objects.filter(withdrawn_at=None).exists()
    assert elsewhere.get("/account/").status_code == 302
    assert InventoryYear.objects.get(pk=inventory.pk).created_by == user
    assert Client().post(SIGN_IN, {"username": "mari", "password": PASSWORD}).status_code == 200


def test_nothing_in_the_database_names_an_erased_person(mari):
    """Every table is searched for the name and the address."""
    user = person("mari")
    user.username, user.email, user.first_name = "unmistakable", "unmistakable@x.example", "Unmistakable"
    user.save()
    mari.post("/members/gabrovo/people/", {"email": "other@x.example", "role": "viewer"})
    call_command("erase_person", "unmistakable")
    assert tables_with("nmistakable") == []


def test_nothing_that_was_deleted_names_an_erased_person(mari):
    user, ivo, gabrovo = person("mari"), person("ivo"), Member.objects.get(slug="gabrovo")
    user.email = "unmistakable@x.example"
    user.save()
    soon = timezone.now() + timedelta(days=1)
    to_mari, to_other = (
        Invitation.objects.create(
            email=address, role="viewer", member=gabrovo, secret_sha256=address, expires_at=soon
        )
        for address in ("Unmistakable@X.example", "other@x.example")
    )
    bury(to_mari, ivo)
    bury(user.assignments.get(), ivo)
    stays = bury(to_other, ivo)
    deleted = json.loads(mari.get("/account/my-data.json").content)["deleted_records"]
    assert {each.get("email") for each in deleted} == {None, "Unmistakable@X.example"}
    erase(user)
    assert list(Tombstone.objects.all()) == [stays]
    assert tables_with("nmistakable") == []


def test_what_was_deleted_with_a_role_of_an_erased_person_comes_back_without_it(mari):
    ivo, town = person("ivo"), Member.objects.create(slug="town", name="Town", country="BG")
    for username in ("mari", "petra"):
        Assignment.objects.create(user=person(username), role="viewer", member=town)
    stone = bury(town, ivo)
    erase(person("mari"))
    restore(stone, ivo)
    assert [each.user for each in Assignment.objects.filter(member__slug="town")] == [person("petra")]


def tables_with(word: str) -> list[str]:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(word in str(value) for row in cursor.fetchall() for value in row):
                found.append(table)
    return found


def test_the_last_administrator_is_not_erased(signed_in):
    sofia = signed_in("sofia")
    assert "last administrator" in sofia.post("/account/erase/", {"username": "sofia"}).content.decode()
    with pytest.raises(CommandError, match="last administrator"):
        call_command("erase_person", "sofia")
    assert person("sofia").is_active


def test_an_administrator_finds_and_erases_a_person(signed_in):
    sofia, ivo = signed_in("sofia"), person("ivo")
    assert sofia.post("/people/site/find/", {"account": "ivo@demonstration.example"}).status_code == 302
    url = f"/people/accounts/{ivo.pk}/"
    assert sofia.post(url, {"username": "mari"}).status_code == 422
    assert sofia.post(url, {"username": "ivo"}).status_code == 302
    assert not User.objects.filter(username="ivo").exists()
    assert Session.objects.exists()


def test_a_command_for_nobody_says_so():
    with pytest.raises(CommandError, match="no account"):
        call_command("erase_person", "nobody-at-all")
