"""What belongs to whom, signing in, and what is sent along with every answer. Who is let in where is walked through in
`accounts/test_matrix.py`."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cascais.web.accounts.attempts import MOST_FAILURES, MOST_FAILURES_OF_ADDRESS
from cascais.web.accounts.models import FailedSignIn
from cascais.web.commitments.models import Target
from cascais.web.demonstration.people import PASSWORD
from cascais.web.imports.models import Upload
from cascais.web.inventories.models import InventoryYear
from web.walker import state

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"
GOOD = b"year;sector;carrier;amount;unit\n2022;Residential buildings;Electricity;40500,5;MWh\n"


@pytest.fixture
def upload(mari) -> Upload:
    """An import that Mari has begun for Gabrovo."""
    mari.post("/members/gabrovo/import/", {"file": SimpleUploadedFile("energy.csv", GOOD)})
    return Upload.objects.get()


def test_an_editor_who_is_one_no_more_is_stopped_in_the_middle_of_an_import(mari, upload):
    url = f"/members/gabrovo/import/{upload.pk}/look/"
    assert mari.get(url).status_code == 200
    User.objects.get(username="mari").assignments.all().delete()
    assert mari.get(url).status_code == 403
    assert mari.post(f"/members/gabrovo/import/{upload.pk}/store/").status_code == 403


def test_one_editor_does_not_go_on_with_the_upload_of_another(signed_in, upload):
    janez = User.objects.get(username="janez")
    janez.assignments.create(role="editor", member=upload.member)
    url = f"/members/gabrovo/import/{upload.pk}/look/"
    assert signed_in("janez").get(url).status_code == 404


@pytest.mark.parametrize("page", ("import/{upload}/look/", "targets/{target}/remove/"))
def test_what_belongs_to_another_member_is_not_found_under_one_s_own(janez, upload, page):
    target = Target.objects.filter(member__slug="gabrovo").first()
    url = f"/members/kranj/{page.format(upload=upload.pk, target=target.pk)}"
    assert janez.get(url).status_code == 404
    assert janez.post(url).status_code in (404, 405)
    assert Target.objects.filter(pk=target.pk).exists()


FORMS = (
    "/account/password/",
    "/account/password/reset/",
    "/account/erase/",
    "/account/sessions/end/",
    "/account/sign-out/",
    "/account/sign-in/passkey/",
    "/account/second-factor/recovery-codes/new/",
    "/i18n/setlang/",
    "/members/gabrovo/people/",
    "/members/gabrovo/import/",
    "/members/gabrovo/targets/add/own/",
    "/members/gabrovo/inventories/2018/edit/",
    "/members/gabrovo/inventories/2018/publish/",
)


@pytest.mark.parametrize("url", FORMS)
def test_a_form_without_its_token_is_refused(url):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="mari"))
    before = state()
    assert strict.post(url).status_code == 403
    assert state() == before


# Drafts and versions


@pytest.fixture
def draft() -> InventoryYear:
    row = InventoryYear.objects.get(member__slug="gabrovo", year=2018, superseded_at=None)
    InventoryYear.objects.filter(pk=row.pk).update(is_published=False)
    return row


@pytest.mark.parametrize(
    "page",
    (
        "",
        "explanation/",
        "frameworks/covenant/",
        "inventory.csv",
        "inventory.json",
        "versions/",
        "versions/{pk}.csv",
    ),
)
def test_a_draft_is_seen_on_no_page_by_others(client, janez, mari, draft, page):
    url = f"/members/gabrovo/inventories/2018/{page.format(pk=draft.pk)}"
    assert (client.get(url).status_code, janez.get(url).status_code) == (404, 404)
    assert mari.get(url).status_code == 200


def test_a_draft_is_in_no_table_and_no_comparison_of_others(client, draft):
    assert b"2018" not in client.get("/members/gabrovo/inventories/table.csv").content
    assert client.get("/members/gabrovo/inventories/compare/?from=2008&to=2018").status_code in (200, 404)
    assert client.get("/members/gabrovo/inventories/compare/table.csv").status_code == 404


def test_an_inventory_taken_back_takes_its_earlier_versions_back_too(client, mari):
    url = "/members/gabrovo/inventories/2018/"
    old = InventoryYear.objects.get(member__slug="gabrovo", year=2018, superseded_at=None)
    form = {
        "version": old.pk,
        "new-0-sector": "industry",
        "new-0-carrier": "electricity",
        "new-0-unit": "MWh",
    }
    assert mari.post(f"{url}edit/", {**form, "new-0-amount": "5"}).status_code == 302
    draft = InventoryYear.objects.get(member__slug="gabrovo", year=2018, is_published=False)
    assert client.get(f"{url}versions/{draft.pk}.csv").status_code == 404
    mari.post(f"{url}publish/", {"version": draft.pk})
    assert client.get(f"{url}versions/{old.pk}.csv").status_code == 200
    mari.post(f"{url}withdraw/", {"version": draft.pk})
    assert client.get(f"{url}versions/{old.pk}.csv").status_code == 404
    assert client.get(f"{url}versions/").status_code == 404
    assert mari.get(f"{url}versions/{old.pk}.csv").status_code == 200
    again = InventoryYear.objects.get(member__slug="gabrovo", year=2018, superseded_at=None)
    mari.post(f"{url}publish/", {"version": again.pk})
    assert client.get(url).status_code == 200


# Signing in


def test_signing_in_gives_a_new_session(client):
    client.cookies["sessionid"] = "chosenbysomebodyelse0000000000000"
    client.post(SIGN_IN, {"username": "mari", "password": PASSWORD})
    assert client.cookies["sessionid"].value != "chosenbysomebodyelse0000000000000"
    first = client.cookies["sessionid"].value
    client.post("/account/sign-out/")
    assert not Session.objects.filter(session_key=first).exists()


def test_a_new_password_ends_the_other_sessions(signed_in, mari):
    elsewhere = signed_in("mari")
    new = "a-longer-one-for-gabrovo"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert mari.post("/account/password/", form).status_code == 302
    assert mari.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "target",
    ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"),
)
@pytest.mark.parametrize("door", (SIGN_IN, "/i18n/setlang/", "/account/sign-out/"))
def test_no_door_leads_to_another_site(client, door, target):
    form = {"username": "mari", "password": PASSWORD, "language": "et", "next": target}
    location = client.post(f"{door}?next={target}", form).headers.get("Location", "/")
    assert location.startswith("/") and not location.startswith(("//", "/\\"))


def test_somebody_elsewhere_does_not_lock_the_editor_out(client):
    for _ in range(MOST_FAILURES):
        client.post(SIGN_IN, {"username": "mari", "password": "no"}, REMOTE_ADDR="203.0.113.7")
    again = client.post(SIGN_IN, {"username": "mari", "password": PASSWORD}, REMOTE_ADDR="203.0.113.7")
    assert "too many failed attempts" in again.content.decode()
    assert client.post(SIGN_IN, {"username": "mari", "password": PASSWORD}).status_code == 302


def test_guessing_from_many_addresses_closes_the_account_in_the_end(client):
    FailedSignIn.objects.bulk_create(
        FailedSignIn(account="mari", address=f"203.0.113.{number}")
        for number in range(MOST_FAILURES_OF_ADDRESS)
    )
    assert client.post(SIGN_IN, {"username": "mari", "password": PASSWORD}).status_code == 200


def test_behind_a_proxy_the_failures_of_one_close_the_door_to_nobody_else(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    FailedSignIn.objects.bulk_create(
        FailedSignIn(account=f"guess-{number}", address="203.0.113.7")
        for number in range(MOST_FAILURES_OF_ADDRESS)
    )
    form = {"username": "mari", "password": PASSWORD}
    forged = {"x-forwarded-for": "198.51.100.1, 203.0.113.7"}
    assert "too many" in client.post(SIGN_IN, form, headers=forged).content.decode()
    assert client.post(SIGN_IN, form, headers={"x-forwarded-for": "198.51.100.1"}).status_code == 302


@pytest.mark.parametrize(
    "forwarded", ("", "nonsense", "203.0.113.7:5000", "203.0.113.7, <script>", "fe80::1%eth0")
)
def test_an_address_that_is_none_fails_as_usual(client, settings, forwarded):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    form = {"username": "mari", "password": "no"}
    assert client.post(SIGN_IN, form, headers={"x-forwarded-for": forwarded}).status_code == 200
    assert FailedSignIn.objects.filter(account="mari").count() == 1


def test_an_account_that_does_not_exist_is_answered_as_one_that_does(client):
    def answer(name: str) -> str:
        page = client.post(SIGN_IN, {"username": name, "password": "no"}).content.decode()
        return re.sub(r'value="[^"]*"', "", page)

    closed = User.objects.create_user("closed", password=PASSWORD, is_active=False)
    assert answer("mari") == answer("nobody-at-all") == answer(closed.username)


# What is sent along

SAID_BY_ALL = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ANSWERS = {
    "/": 200,
    "/not-there/": 404,
    "/members/gabrovo/import/": 302,
    "/members/gabrovo/inventories/table.csv": 200,
    "/members/gabrovo/inventories/2018/inventory.xlsx": 200,
    "/members/gabrovo/targets/table.json": 200,
    "/members/gabrovo/import/template/": 200,
    "/static/cascais/style.css": 200,
    "/static/not-there.css": 404,
    "/i18n/setlang/": 302,
    "/account/sign-out/": 405,
}


def is_guarded(answer) -> bool:
    assert {name: answer.headers.get(name) for name in SAID_BY_ALL} == SAID_BY_ALL
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    return True


@pytest.mark.parametrize("url", ANSWERS)
def test_every_answer_is_guarded(client, url):
    with closing(client.get(url)) as answer:
        assert answer.status_code == ANSWERS[url]
        assert is_guarded(answer)


def test_refusals_are_guarded_too(client, janez, settings):
    assert is_guarded(client.get("/", headers={"host": "elsewhere.example"}))
    assert is_guarded(janez.get("/members/gabrovo/import/"))
    assert is_guarded(Client(enforce_csrf_checks=True).post(SIGN_IN))
    settings.SECURE_SSL_REDIRECT = True
    assert is_guarded(client.get("/"))


def test_a_failure_is_guarded_and_tells_nothing(client, monkeypatch):
    def broken(*_arguments: object) -> None:
        raise RuntimeError("secret-of-the-server")

    monkeypatch.setattr("cascais.web.library.views.render", broken)
    client.raise_request_exception = False
    answer = client.get("/about-the-data/")
    assert answer.status_code == 500
    assert b"secret-of-the-server" not in answer.content and b"Traceback" not in answer.content
    assert is_guarded(answer)


def test_what_an_editor_sees_is_kept_by_no_shared_store(mari, client):
    assert "private" in mari.get("/members/gabrovo/").headers["Cache-Control"]
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")


def test_cookies_are_hidden_and_stay_on_this_site(client):
    client.post(SIGN_IN, {"username": "mari", "password": PASSWORD})
    client.post("/i18n/setlang/", {"language": "et"})
    for name in ("sessionid", "csrftoken", "django_language"):
        cookie = client.cookies[name]
        assert cookie["httponly"] and cookie["samesite"] == "Lax", name


def test_the_site_is_built_to_hide_its_failures():
    assert settings.DEBUG is False
    assert "*" not in settings.ALLOWED_HOSTS
