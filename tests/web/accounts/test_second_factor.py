"""Codes of an app, recovery codes, and what a session may do that is signed in by half."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from cascais.web.accounts.encryption import decrypt, encrypt
from cascais.web.demonstration.people import PASSWORD
from web.places.accounts import credential

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"
CODE = "/account/sign-in/code/"
MARI = {"username": "mari", "password": PASSWORD}


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def wrong(secret: str) -> str:
    right = {code_of(secret, steps) for steps in range(-2, 3)}
    return next(
        code for code in ("000000", "111111", "222222", "333333", "444444", "555555") if code not in right
    )


@pytest.fixture
def secret() -> str:
    """The key of the app of Mari, who has recovery codes too."""
    made = generate_totp_secret()
    mari = User.objects.get(username="mari")
    TOTP.activate(mari, made)
    RecoveryCodes.activate(mari)
    return made


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_code_is_asked_for_after_the_password(client, secret):
    assert client.post(SIGN_IN, {**MARI, "next": "/members/gabrovo/"}).headers["Location"] == CODE
    assert not is_in(client)
    assert client.post(CODE, {"code": code_of(secret)}).headers["Location"] == "/members/gabrovo/"
    assert is_in(client)


@pytest.mark.parametrize(
    "url",
    (
        "/account/",
        "/account/my-data.json",
        "/account/password/",
        "/account/second-factor/",
        "/account/second-factor/app/",
        "/account/second-factor/recovery-codes/",
        "/account/second-factor/passkeys/add/",
        "/account/again/",
        "/account/again/code/",
        "/members/gabrovo/people/",
        "/members/gabrovo/inventories/2018/edit/",
    ),
)
def test_half_signed_in_is_not_signed_in(client, secret, url):
    client.post(SIGN_IN, MARI)
    for answer in (client.get(url), client.post(url)):
        if answer.status_code == 405:
            continue
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith((SIGN_IN, CODE))
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_the_second_step_needs_the_first(client, secret):
    assert client.post(CODE, {"code": code_of(secret)}).headers["Location"] == SIGN_IN
    assert not is_in(client)


def test_the_code_of_another_person_does_not_help(client, secret):
    own = generate_totp_secret()
    TOTP.activate(User.objects.get(username="janez"), own)
    client.post(SIGN_IN, MARI)
    client.post(CODE, {"code": code_of(own)})
    assert not is_in(client)


@pytest.mark.parametrize("steps", (-1, 0))
def test_a_code_works_once(secret, steps):
    """Also the one of the step before, which is accepted while the next one is shown."""
    first, second = Client(), Client()
    for browser in (first, second):
        browser.post(SIGN_IN, MARI)
        browser.post(CODE, {"code": code_of(secret, steps)})
    assert is_in(first) and not is_in(second)


def test_a_code_that_a_shorter_memory_has_forgotten_is_still_refused(secret):
    first, second = Client(), Client()
    code = code_of(secret)
    first.post(SIGN_IN, MARI)
    first.post(CODE, {"code": code})
    cache.delete(f"allauth.mfa.totp.used?user={User.objects.get(username='mari').pk}&code={code}")
    second.post(SIGN_IN, MARI)
    second.post(CODE, {"code": code})
    assert is_in(first) and not is_in(second)


def test_an_old_code_is_refused(client, secret):
    client.post(SIGN_IN, MARI)
    client.post(CODE, {"code": code_of(secret, -3)})
    assert not is_in(client)


def test_guessing_codes_stops_soon(client, secret):
    client.post(SIGN_IN, MARI)
    for _ in range(5):
        client.post(CODE, {"code": wrong(secret)})
    page = client.post(CODE, {"code": code_of(secret)})
    assert "too many failed attempts" in page.content.decode()
    assert not is_in(client)
    again = Client()
    again.post(SIGN_IN, MARI)
    again.post(CODE, {"code": code_of(secret)})
    assert not is_in(again), "another browser does not begin to count anew"


def test_a_recovery_code_works_once(secret):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    for browser in (first, second):
        browser.post(SIGN_IN, MARI)
        browser.post(CODE, {"code": code})
    assert is_in(first) and not is_in(second)


def test_the_secret_is_unreadable_in_the_database(secret):
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored and decrypt(stored) == secret
    assert encrypt("x") != encrypt("x")


def test_a_former_key_of_the_site_still_opens_secrets(settings):
    hidden = encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 8
    assert decrypt(hidden) == "secret"


def test_setting_up_asks_who_it_is_and_gives_recovery_codes(
    mari, letters, django_capture_on_commit_callbacks
):
    asked = mari.get("/account/second-factor/app/")
    assert asked.headers["Location"].startswith("/account/again/")
    answer = mari.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
    page = answer.content.decode()
    assert "Set up an app for codes" in page
    made = answer.context["form"].secret
    refused = mari.post("/account/second-factor/app/", {"code": wrong(made)})
    assert "The code is wrong" in refused.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        shown = mari.post(
            "/account/second-factor/app/", {"code": code_of(made)}, follow=True
        ).content.decode()
    assert shown.count("<code>") == 10
    assert "set up as your second factor" in letters()[-1].body
    assert "Remove the app" in mari.get("/account/second-factor/").content.decode()


def test_the_question_who_it_is_leads_to_no_other_site(mari):
    answer = mari.post("/account/again/?next=https://elsewhere.example/", {"password": PASSWORD})
    assert answer.headers["Location"].startswith("/")


def test_a_wrong_password_is_not_asked_for_without_end(mari):
    for _ in range(12):
        mari.post("/account/again/?next=/account/second-factor/app/", {"password": "no"})
    answer = mari.post("/account/again/?next=/account/second-factor/app/", {"password": PASSWORD})
    assert answer.status_code in (200, 429)
    assert mari.get("/account/second-factor/app/").headers["Location"].startswith("/account/again/")


@pytest.mark.parametrize("sent", ("", "{}", "nonsense", '{"id": "x"}', "[1]", '"x"', "null"))
def test_a_passkey_that_is_none_signs_nobody_in(client, sent):
    client.get("/account/sign-in/passkey/", headers={"accept": "application/json"})
    answer = client.post("/account/sign-in/passkey/", {"credential": sent})
    assert answer.headers["Location"] == SIGN_IN
    assert not is_in(client)


@pytest.mark.parametrize(
    "sent", ("", "{}", '{"id": "x"}', '{"id": "x", "rawId": "eA", "response": {}}', "[1]", "9")
)
@pytest.mark.parametrize("page", ("second-factor/passkeys/add/", "again/passkey/", "sign-in/code/"))
def test_a_broken_passkey_is_refused_everywhere(client, page, sent):
    mari = User.objects.get(username="mari")
    Authenticator.objects.create(user=mari, type="webauthn", data={"name": "key", "credential": credential()})
    if page == "sign-in/code/":
        client.post(SIGN_IN, MARI)
    else:
        client.force_login(mari)
        session = client.session
        shown = [{"method": "password", "at": time.time(), "reauthenticated": page.startswith("second")}]
        session["account_authentication_methods"] = shown
        session["account_authentication_methods_user"] = str(mari.pk)
        session.save()
    client.get(f"/account/{page}")
    assert client.post(f"/account/{page}", {"credential": sent}).status_code in (200, 302)
    assert Authenticator.objects.filter(user=mari).count() == 1
    assert page != "sign-in/code/" or not is_in(client)


# Roles that need one


@pytest.fixture
def strict(settings) -> None:
    settings.SECOND_FACTOR_ROLES = ("secretariat", "administrator")


@pytest.mark.usefixtures("strict")
def test_who_needs_a_second_factor_does_nothing_before(signed_in):
    sofia = signed_in("sofia")
    assert sofia.get("/people/site/").headers["Location"] == "/account/second-factor/"
    assert sofia.post("/people/site/", {"email": "x@x.example", "role": "administrator"}).status_code == 302
    assert sofia.get("/").status_code == 302
    assert sofia.get("/account/").status_code == 200
    TOTP.activate(User.objects.get(username="sofia"), generate_totp_secret())
    assert sofia.get("/people/site/").status_code == 200


@pytest.mark.usefixtures("strict")
def test_who_needs_none_goes_on_as_before(mari):
    assert mari.get("/members/gabrovo/people/").status_code == 200


@pytest.mark.usefixtures("strict")
def test_the_last_factor_of_who_needs_one_stays(signed_in):
    sofia = signed_in("sofia")
    user = User.objects.get(username="sofia")
    TOTP.activate(user, generate_totp_secret())
    session = sofia.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    page = sofia.post("/account/second-factor/app/remove/")
    assert "Your role needs a second factor" in page.content.decode()
    assert Authenticator.objects.filter(user=user).exists()
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "key", "credential": credential()})
    assert sofia.post("/account/second-factor/app/remove/").status_code == 302


@pytest.mark.usefixtures("strict")
def test_the_last_passkey_of_who_needs_one_stays(signed_in):
    sofia = signed_in("sofia")
    user = User.objects.get(username="sofia")
    passkey = Authenticator.objects.create(
        user=user, type="webauthn", data={"name": "key", "credential": credential()}
    )
    session = sofia.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    sofia.post(f"/account/second-factor/passkeys/{passkey.pk}/remove/")
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_an_administrator_removes_lost_factors(signed_in, secret, letters):
    mari = User.objects.get(username="mari")
    assert signed_in("sofia").post(f"/people/accounts/{mari.pk}/", {"remove_factors": "1"}).status_code == 302
    assert not Authenticator.objects.filter(user=mari).exists()
    assert "An administrator removed" in letters()[-1].body
