"""Every page answers, in every language, under the strict policy, and without asking the database again and again."""

from __future__ import annotations

import pytest
from django.conf import settings

from cascais.tables.reading import kinds, tables
from cascais.web.members.models import Member

pytestmark = pytest.mark.django_db

PUBLIC = (
    "/",
    "/?sort=total&order=down",
    "/?country=PL",
    "/?sort=nonsense&country=XX",
    "/network/due/",
    "/network/due/?due=unknown",
    "/network/totals/",
    "/network/totals/?country=PL",
    "/members/",
    "/members/?q=lie",
    "/members/?q=zzz",
    "/members/gabrovo/",
    "/members/wroclaw/about/",
    "/tables/",
    "/tables/?q=natural_gas",
    "/tables/?q=qqqq",
    "/tables/emission_factors/covenant_2017_direct/",
    "/tables/emission_factors/covenant_2017_direct/?q=qqqq",
    "/about-the-data/",
    "/glossary/",
    "/account/sign-in/",
)
LANGUAGES = [code for code, _ in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page_answers_in_every_language(client, address, language):
    answer = client.get(address, headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    assert 'id="content"' in page


@pytest.mark.parametrize("address", [*PUBLIC, "/not-there/"])
def test_the_policy_holds_on_every_page(client, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_every_member_has_its_pages(client):
    slugs = list(Member.objects.exclude(plan_title="").values_list("slug", flat=True))
    assert len(slugs) == 11
    for slug in slugs:
        assert client.get(f"/members/{slug}/").status_code == 200
        about = client.get(f"/members/{slug}/about/").content.decode()
        assert "Climate Neutrality Action Plan" in about


def test_every_published_table_has_its_page(client):
    addresses = [f"/tables/{kind}/{table.name}/" for kind in kinds() for table in tables(kind)]
    assert len(addresses) > 20
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address


def test_a_figure_from_memory_is_said_to_be_unverified(client):
    memory = [
        (kind, table)
        for kind in kinds()
        for table in tables(kind)
        if any(not table.source_of(row).is_verified for row in table.rows)
    ]
    assert memory
    kind, table = memory[0]
    assert "label-unverified" in client.get(f"/tables/{kind}/{table.name}/").content.decode()


def test_a_page_that_is_not_there_says_so(client):
    answer = client.get("/members/atlantis/")
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.content.decode()


def test_the_language_can_be_switched(client):
    answer = client.post("/i18n/setlang/", {"language": "et", "next": "/glossary/"})
    assert answer.headers["Location"] == "/glossary/"
    assert '<html lang="et">' in client.get("/glossary/").content.decode()
