"""Signing in, and what is done against guessing."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cascais.web.accounts.attempts import MOST_FAILURES
from cascais.web.accounts.models import FailedSignIn
from cascais.web.demonstration.people import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"


def test_mari_signs_in_sees_her_member_and_signs_out(client):
    answer = client.post(SIGN_IN, {"username": "mari", "password": PASSWORD}, follow=True)
    assert "Gabrovo" in answer.content.decode()
    assert client.post("/account/sign-out/").status_code == 302
    assert client.get("/account/").status_code == 302


def test_a_wrong_password_is_refused_without_saying_which_part_is_wrong(client):
    page = client.post(SIGN_IN, {"username": "mari", "password": "no"}).content.decode()
    assert "Name and password do not go together" in page
    assert "error-summary" in page


def test_too_many_failures_close_the_account_for_a_while_even_to_the_right_password(client):
    for _ in range(MOST_FAILURES):
        client.post(SIGN_IN, {"username": "mari", "password": "no"})
    page = client.post(SIGN_IN, {"username": "mari", "password": PASSWORD}).content.decode()
    assert "too many failed attempts" in page
    assert client.get("/account/").status_code == 302


def test_failures_of_one_do_not_close_the_account_of_another(client):
    for _ in range(MOST_FAILURES):
        client.post(SIGN_IN, {"username": "mari", "password": "no"})
    assert client.post(SIGN_IN, {"username": "ilze", "password": PASSWORD}).status_code == 302


def test_signing_in_forgets_the_failures(client):
    client.post(SIGN_IN, {"username": "mari", "password": "no"})
    client.post(SIGN_IN, {"username": "Mari ".strip().lower(), "password": PASSWORD})
    assert not FailedSignIn.objects.filter(account="mari").exists()


def test_a_form_from_elsewhere_is_refused():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(SIGN_IN, {"username": "mari", "password": PASSWORD})
    assert answer.status_code == 403
    assert "The form was too old" in answer.content.decode()


def test_the_session_cookie_is_hidden_from_scripts_and_from_other_sites(client):
    client.post(SIGN_IN, {"username": "mari", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_passwords_are_kept_with_argon2():
    assert User.objects.get(username="mari").password.startswith("argon2$")


def test_the_next_page_stays_on_this_site(client):
    form = {"username": "mari", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(SIGN_IN, form).headers["Location"] == "/account/"
