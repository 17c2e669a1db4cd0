"""Accounts in a browser: an invitation accepted, a code of an app, a passkey, and every page on a phone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe

from cascais.web.demonstration.people import PASSWORD

pytestmark = pytest.mark.browser

PATIENCE_SECONDS = 30
OPEN = (
    "/account/sign-in/",
    "/account/password/reset/",
    "/account/password/reset/sent/",
)
OWN = (
    "/account/",
    "/account/name/",
    "/account/address/",
    "/account/password/",
    "/account/erase/",
    "/account/second-factor/",
    "/account/again/",
    "/people/",
    "/people/site/",
    "/networks/climate_alliance/people/",
    "/members/gabrovo/people/",
    "/members/synthetic-agency/people/",
)
SERIOUS = ("serious", "critical")


@pytest.fixture
def letters(site: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Waits until the demonstration has written a letter to somebody, and gives its text."""
    log = max(
        tmp_path_factory.getbasetemp().glob("demonstration*/log.txt"), key=lambda path: path.stat().st_mtime
    )

    def written(to: str) -> str:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            found = re.findall(
                rf"^To: {re.escape(to)}$.*?^-{{10,}}", Path(log).read_text("utf-8"), re.S | re.M
            )
            if found:
                return str(found[-1])
            time.sleep(0.3)
        raise AssertionError(f"No letter to {to}")

    return written


@pytest.fixture
def by_name(site: str) -> str:
    """The site under the name of the machine: a passkey belongs to a name, not to a number."""
    return site.replace("127.0.0.1", "localhost")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def fresh_code(secret: str, used: str) -> str:
    """A code that was not used yet; waits for the next one where needed."""
    while code_of(secret) == used:
        time.sleep(1)
    return code_of(secret)


def sign_in_at(page, site: str, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{site}/account/sign-in/")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    with page.expect_navigation():
        page.click("main form:has(#id_password) button")


def confirm(page, password: str = PASSWORD) -> None:
    """Answer the question who it is."""
    page.fill("#id_password", password)
    page.click("text=Go on")


@pytest.fixture
def passkeys(by_name) -> Iterator[Callable[..., None]]:
    """Gives a page an authenticator that says yes."""

    def given(page) -> None:
        client = page.context.new_cdp_session(page)
        client.send("WebAuthn.enable")
        client.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )

    yield given


def test_an_invitation_is_accepted_and_the_role_works(open_page, sign_in, site, letters):
    mari = open_page("/account/sign-in/")
    sign_in(mari, "mari")
    mari.goto(f"{site}/members/gabrovo/")
    mari.click("nav.side >> text=People")
    mari.fill("#id_email", "nadia@gabrovo.example")
    mari.get_by_role("radio", name="Contributor").check()
    mari.click("text=Send the invitation")
    assert "nadia@gabrovo.example" in mari.inner_text("main")
    link = re.search(r"http://\S+/account/invitation/\S+", letters("nadia@gabrovo.example")).group(0)
    nadia = open_page("/", width=360)
    nadia.goto(link)
    assert nadia.url.endswith("/account/invitation/"), "the secret is not left in the address"
    assert "Contributor of Gabrovo" in nadia.inner_text("main")
    nadia.fill("#id_first_name", "Nadia")
    nadia.fill("#id_password1", "a-long-enough-one")
    nadia.fill("#id_password2", "a-long-enough-one")
    nadia.click("text=Create the account")
    nadia.wait_for_url("**/account/")
    assert "Contributor" in nadia.inner_text("main")
    mari.reload()
    assert "Nadia" in mari.inner_text("main table")


def test_signing_in_with_a_code_of_an_app(open_page, site):
    page = open_page("/account/sign-in/")
    sign_in_at(page, site, "petra")
    page.goto(f"{site}/account/second-factor/")
    page.click("main a.button >> text=Set up an app")
    confirm(page)
    secret = page.inner_text("main p code")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    used = code_of(secret)
    page.fill("#id_code", used)
    page.click("text=Store the app")
    assert page.locator("main .codes code").count() == 10
    recovery = page.locator("main .codes code").first.inner_text()
    page.click("header >> text=Sign out")
    sign_in_at(page, site, "petra")
    assert page.url.endswith("/account/sign-in/code/")
    page.fill("#id_code", "12345")
    page.click("main button:has-text('Sign in') >> nth=0")
    assert "The code is wrong" in page.inner_text("main")
    page.fill("#id_code", fresh_code(secret, used))
    page.click("main button:has-text('Sign in') >> nth=0")
    page.wait_for_url("**/account/")
    page.click("header >> text=Sign out")
    sign_in_at(page, site, "petra")
    page.fill("#id_code", recovery)
    page.click("main button:has-text('Sign in') >> nth=0")
    page.wait_for_url("**/account/")


def test_signing_in_with_a_passkey_alone_and_as_second_factor(open_page, by_name, passkeys):
    page = open_page("/")
    passkeys(page)
    sign_in_at(page, by_name, "ivo")
    page.goto(f"{by_name}/account/second-factor/")
    page.click("text=Add a passkey")
    confirm(page)
    page.fill("#id_name", "Ivo’s laptop")
    page.click("text=Add the passkey")
    page.wait_for_url("**/recovery-codes/")
    page.click("text=I have kept them")
    assert "Ivo’s laptop" in page.inner_text("main")
    page.click("header >> text=Sign out")
    page.goto(f"{by_name}/account/sign-in/?next=/members/gabrovo/")
    page.click("text=Sign in with a passkey")
    page.wait_for_url(f"{by_name}/members/gabrovo/")
    assert "Ivo" in page.inner_text("header")
    page.click("header >> text=Sign out")
    sign_in_at(page, by_name, "ivo")
    page.wait_for_url("**/account/sign-in/code/")
    page.click("text=Use a passkey")
    page.wait_for_url("**/account/")


def test_without_a_passkey_the_page_says_so(open_page, by_name):
    page = open_page("/")
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    page.goto(f"{by_name}/account/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('stopped')) }")
    page.click("text=Sign in with a passkey")
    page.wait_for_selector(".passkey-failed:visible")


def test_the_pages_of_accounts_have_no_serious_fault_and_fit_a_phone(open_page, sign_in, site):
    page = open_page("/account/sign-in/", width=360)
    for path in OPEN:
        fits_and_is_accessible(page, site + path)
    sign_in(page, "sofia")
    for path in OWN:
        fits_and_is_accessible(page, site + path)


def fits_and_is_accessible(page, url: str) -> None:
    page.goto(url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, url
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in SERIOUS] == [], url
    assert page.locator("h1").count() == 1, url
