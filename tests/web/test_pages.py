"""Every page answers, in every language, under the strict policy, and without asking the database again and again."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cascais.tables.reading import kinds, tables
from cascais.web.commitments.reads import FROM_WORST
from cascais.web.members.models import Member
from cascais.web.members.reads import SHARED_TARGET

pytestmark = pytest.mark.django_db

PUBLIC = (
    "/",
    "/?sort=total&order=down",
    "/?country=PL",
    "/?sort=nonsense&country=XX",
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
    slugs = list(Member.objects.exclude(kind="agency").values_list("slug", flat=True))
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


def test_the_overview_asks_the_database_as_often_for_one_member_as_for_all(client):
    with CaptureQueriesContext(connection) as all_members:
        client.get("/")
    Member.objects.exclude(slug="gabrovo").delete()
    with CaptureQueriesContext(connection) as one_member:
        client.get("/")
    assert len(all_members) == len(one_member) <= 6


def test_the_overview_sorts_by_what_the_address_says(client):
    rows = client.get("/?sort=total&order=down").context["rows"]
    totals = [row.total_t for row in rows if row.inventories]
    assert totals == sorted(totals, reverse=True)
    assert rows[0].member.slug == "budapest"


def test_the_overview_judges_every_member_by_the_target_that_all_share(client):
    answer = client.get("/")
    rows = {row.member.slug: row for row in answer.context["rows"] if row.inventories}
    assert all(row.is_judged for row in rows.values())
    # Riga and Wrocław have inventories of 1990; for the others that year is a back-cast and said to be one.
    assert {slug for slug, row in rows.items() if not row.is_estimated} == {"riga", "wroclaw"}
    page = answer.content.decode()
    assert page.count('label-estimate">1990 estimated') >= 9
    on_path = sum(row.shared_status in ("on_track", "reached") for row in rows.values())
    assert 0 < on_path < sum(row.shared_status != "uncertain" for row in rows.values())
    assert f"{on_path} of 12 members are on the path to −95 % by 2050" in page
    assert "For 9 members without an inventory of 1990 that year is estimated" in page


def test_the_overview_and_the_member_s_page_agree(client):
    """One rule for the population of another year, one judgement of every target."""
    for row in filter(lambda each: each.inventories, client.get("/").context["rows"]):
        board = client.get(row.member.get_absolute_url()).context["board"]
        assert row.per_head_t == board.latest.per_head_t
        shared = [each for each in board.standing.items if each.row.key == SHARED_TARGET]
        assert [each.status.status for each in shared] == [row.shared.status]
        assert shared[0].status.probability == pytest.approx(row.shared.probability)
        if board.headline and board.headline.row.is_adopted:
            assert board.headline.status.status == row.own.status


def test_the_order_of_statuses_runs_from_the_worst(client):
    rows = client.get("/?sort=path").context["rows"]
    ranks = [FROM_WORST.index(row.shared_status) for row in rows]
    assert ranks == sorted(ranks)
    own = [row.own_status for row in client.get("/?sort=own&order=down").context["rows"]]
    assert own[-1] == "cannot_tell" and own[0] != "cannot_tell"


def test_many_members_are_shown_page_by_page_in_the_chosen_order(client):
    Member.objects.bulk_create(
        Member(name=f"Place {number:03}", slug=f"place-{number}", country="LV") for number in range(205)
    )
    first = client.get("/?country=LV&sort=name&order=down")
    assert len(first.context["rows"]) == 100
    assert "None of 207 members is clearly" not in first.content.decode()
    assert "2 of 207 members are on the path" in first.content.decode()
    assert "?country=LV&amp;sort=name&amp;order=down&amp;page=2" in first.content.decode()
    last = client.get("/?country=LV&sort=name&order=down&page=3")
    assert [row.member.slug for row in last.context["rows"]][-1] == "liepaja"
    assert "page=" not in last.content.decode().split("<thead>")[1].split("</thead>")[0]


def test_members_without_a_value_come_last_either_way(client):
    for order in ("", "down"):
        changes = [row.change for row in client.get(f"/?sort=change&order={order}").context["rows"]]
        first_unknown = changes.index(None)
        assert all(change is None for change in changes[first_unknown:])


def test_the_country_is_kept_when_the_table_is_sorted(client):
    page = client.get("/?country=LV").content.decode()
    assert "?country=LV&amp;sort=total" in page
    assert "Wrocław" not in page.split('id="members"')[1]


def test_the_language_can_be_switched(client):
    answer = client.post("/i18n/setlang/", {"language": "et", "next": "/glossary/"})
    assert answer.headers["Location"] == "/glossary/"
    assert '<html lang="et">' in client.get("/glossary/").content.decode()
