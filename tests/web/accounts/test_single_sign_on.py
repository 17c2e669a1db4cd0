"""Single sign-on: what the environment may say, and whom a provider's answer lets in."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from cascais.web.accounts.configuration import second_factor_roles, single_sign_on
from cascais.web.accounts.models import Invitation
from cascais.web.members.models import Member

pytestmark = pytest.mark.django_db

GIVEN = {
    "CASCAIS_OIDC_URL": "https://login.example.org/realm/",
    "CASCAIS_OIDC_CLIENT_ID": "cascais",
    "CASCAIS_OIDC_CLIENT_SECRET": "hush",
}
START = "/account/sign-in/with/sso/"


class Provider(BaseHTTPRequestHandler):
    """A provider that says of everybody what the test wants it to say."""

    claims: dict[str, object] = {}

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path == "/userinfo":
            self.say(self.claims)
        else:
            self.say(
                {
                    "issuer": here,
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "userinfo_endpoint": f"{here}/userinfo",
                    "jwks_uri": f"{here}/keys",
                }
            )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.say({"access_token": "token", "token_type": "Bearer"})

    def say(self, content: dict[str, object]) -> None:
        text = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider(settings) -> Iterator[type[Provider]]:
    server = HTTPServer(("127.0.0.1", 0), Provider)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(
        {**GIVEN, "CASCAIS_OIDC_URL": url, "CASCAIS_OIDC_NAME": "Town"}
    )
    yield Provider
    server.shutdown()
    server.server_close()
    running.join()


def leaving(client: Client) -> str:
    """The address that the form of the sign-in page leads to."""
    answer = client.post(START, {"next": "/members/gabrovo/"})
    wait, _sign, address = answer.headers["Refresh"].partition("; url=")
    assert (answer.status_code, wait) == (200, "0")
    return address


def comes_back(client: Client, provider: type[Provider], **claims: object):
    """Go to the provider and come back with what it says."""
    provider.claims = {"sub": "42", "email_verified": True, **claims}
    sent = parse_qs(urlsplit(leaving(client)).query)
    assert sent["code_challenge_method"] == ["S256"]
    return client.get(f"{START}back/", {"code": "x", "state": sent["state"][0]})


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def invited(address: str, role: str = "viewer") -> Invitation:
    return Invitation.objects.create(
        email=address,
        role=role,
        member=Member.objects.get(slug="gabrovo"),
        secret_sha256=address,
        expires_at=timezone.now() + timezone.timedelta(days=1),
    )


def test_the_button_is_there_where_a_provider_is(client, provider):
    assert "Sign in with Town" in client.get("/account/sign-in/").content.decode()


def test_the_way_begins_with_a_form_of_this_site_alone(provider):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/account/sign-in/?next=/members/gabrovo/").content.decode()
    assert f'<form method="post" action="{START}">' in page
    assert browser.post(START, {"next": "/members/gabrovo/"}).status_code == 403
    token = browser.cookies["csrftoken"].value
    answer = browser.post(START, {"next": "/members/gabrovo/", "csrfmiddlewaretoken": token})
    address = leaving(Client())
    assert address.startswith("http://127.0.0.1:") and "/authorize?" in address
    link = answer.headers["Refresh"].removeprefix("0; url=")
    assert escape(link) in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_link_to_the_way_asks_first_and_asks_nobody_else(client, provider, settings):
    answer = client.get(f'{START}?next=/members/gabrovo/"><b>')
    page = answer.content.decode()
    assert answer.status_code == 200 and "Refresh" not in answer.headers
    assert 'value="/members/gabrovo/&quot;&gt;&lt;b&gt;"' in page and "Sign in with Town" in page
    assert client.head(START).status_code == 200
    assert client.put(START).status_code == 405


def test_the_way_back_leads_to_no_other_site(client, provider):
    provider.claims = {"sub": "42", "email_verified": True, "email": "mari@demonstration.example"}
    answer = client.post(START, {"next": "https://elsewhere.example/"})
    state = parse_qs(urlsplit(answer.headers["Refresh"].partition("; url=")[2]).query)["state"][0]
    back = client.get(f"{START}back/", {"code": "x", "state": state})
    assert "elsewhere" not in back.headers["Location"] and is_in(client)


def test_without_a_provider_there_is_no_button_and_no_way(client):
    assert "Sign in with Town" not in client.get("/account/sign-in/").content.decode()
    assert client.get(START).status_code == client.post(START).status_code == 404


def test_a_verified_address_of_an_account_lets_in(client, provider):
    assert (
        comes_back(client, provider, email="MARI@demonstration.example").headers["Location"]
        == "/members/gabrovo/"
    )
    assert is_in(client)
    assert SocialAccount.objects.get().user.username == "mari"


def test_the_identifier_is_remembered_and_not_the_address(client, provider):
    comes_back(client, provider, email="mari@demonstration.example")
    again = Client()
    comes_back(again, provider, email="janez@demonstration.example")
    assert again.get("/account/").context["user"].username == "mari"


@pytest.mark.parametrize("verified", (False, None, "true", 1, 0))
def test_an_address_that_is_not_verified_lets_nobody_in(client, provider, verified):
    invited("new@gabrovo.example")
    for address in ("mari@demonstration.example", "new@gabrovo.example"):
        answer = comes_back(client, provider, email=address, email_verified=verified)
        assert answer.status_code == 403 and "You are not known here" in answer.content.decode()
        assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_who_is_invited_gets_an_account(client, provider):
    invitation = invited("new@gabrovo.example")
    comes_back(client, provider, email="new@gabrovo.example")
    assert is_in(client)
    invitation.refresh_from_db()
    user = User.objects.get(email="new@gabrovo.example")
    assert invitation.accepted_by == user and user.assignments.get().role == "viewer"
    assert not user.has_usable_password()


def test_who_is_neither_known_nor_invited_is_sent_away(client, provider):
    before = User.objects.count()
    assert comes_back(client, provider, email="stranger@x.example").status_code == 403
    assert not is_in(client) and User.objects.count() == before


def test_a_closed_account_stays_closed(client, provider):
    User.objects.filter(username="mari").update(is_active=False)
    invited("mari@demonstration.example")
    comes_back(client, provider, email="mari@demonstration.example")
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(client, provider):
    provider.claims = {"sub": "42", "email": "mari@demonstration.example", "email_verified": True}
    client.get(f"{START}back/", {"code": "x", "state": "forged"})
    assert not is_in(client)


@pytest.mark.parametrize("missing", GIVEN)
def test_half_a_provider_is_an_error_that_names_what_is_missing(missing):
    with pytest.raises(ImproperlyConfigured, match=missing):
        single_sign_on({**GIVEN, missing: ""})


@pytest.mark.parametrize("url", ("http://login.example.org", "login.example.org", "ftp://x", "https://"))
def test_the_issuer_is_asked_over_https(url):
    with pytest.raises(ImproperlyConfigured, match="CASCAIS_OIDC_URL"):
        single_sign_on({**GIVEN, "CASCAIS_OIDC_URL": url})


def test_without_name_the_button_names_the_host():
    assert single_sign_on({}) == {}
    assert single_sign_on(GIVEN)["openid_connect"]["APPS"][0]["name"] == "login.example.org"


def test_unknown_roles_are_named():
    assert second_factor_roles({"CASCAIS_REQUIRE_SECOND_FACTOR": "secretariat, administrator"}) == (
        "secretariat",
        "administrator",
    )
    with pytest.raises(ImproperlyConfigured, match="mayor"):
        second_factor_roles({"CASCAIS_REQUIRE_SECOND_FACTOR": "mayor"})
