"""The network pages: filters in the address, order, pages, downloads, the same number of queries for all sizes."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cascais.web.commitments.reads import FROM_WORST
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Care, Member, Succession
from cascais.web.members.policy import SEE_MEMBER
from cascais.web.overview.filters import FILTERS
from cascais.web.overview.models import HandedIn
from cascais.web.overview.settling import settle
from cascais.web.permissions import User
from cascais.web.register.models import Membership, Network, Resolution

pytestmark = pytest.mark.django_db
PAGES = ("/", "/network/due/", "/network/totals/")


@pytest.fixture(autouse=True)
def cities_alone(db):
    """The eleven cities of the demonstration without the other members that it holds."""
    others = Member.objects.exclude(plan_title__gt="")
    Care.objects.filter(agency__in=others).delete()
    others.delete()
    Membership.objects.all().delete()
    settle()


def rows_of(client, address: str) -> list:
    return client.get(address).context["rows"]


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\u202f", " ")


def copies(number: int, slug: str = "riga") -> None:
    """So many more members, each with the inventories of one of the cities."""
    original = Member.objects.get(slug=slug)
    members = Member.objects.bulk_create(
        Member(
            name=f"Copy {n:04}",
            slug=f"copy-{n}",
            country="EE",
            latitude=58 + n % 7 / 7,
            longitude=24 + n % 11 / 5,
        )
        for n in range(number)
    )
    rows = list(InventoryYear.objects.filter(member=original, superseded_at=None, is_published=True))
    for row in rows:
        InventoryYear.objects.bulk_create(_copy(row, member) for member in members)
    network = Network.objects.get(key="covenant_of_mayors")
    Membership.objects.bulk_create(
        Membership(
            network=network,
            member=member,
            state="member",
            board_decided_on=date(2010 + n % 14, 1 + n % 12, 5),
        )
        for n, member in enumerate(members)
    )
    settle()


def _copy(row: InventoryYear, member: Member) -> InventoryYear:
    kept = ("year", "kind", "is_published", "total_t", "total_without_sinks_t", "uncertainty", "by_sector")
    return InventoryYear(member=member, **{name: getattr(row, name) for name in kept})


def test_the_network_pages_hold_only_what_everybody_may_see():
    """The columns are kept for everybody: whoever narrows the policy must think of them."""
    anybody = SEE_MEMBER.rows(User.__args__[1](), Member.objects.all())
    assert anybody.count() == Member.objects.count()


@pytest.mark.parametrize("address", [*PAGES, "/members/riga/"])
def test_the_number_of_queries_does_not_grow(client, address):
    copies(12)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    Membership.objects.filter(member__slug__startswith="copy").delete()
    Member.objects.filter(slug__startswith="copy").delete()
    copies(1200)
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(few) == len(many) <= 12


def test_the_sentence_counts_by_the_target_that_all_share(client):
    answer = client.get("/")
    rows = {row.slug: row for row in answer.context["rows"]}
    assert len(rows) == 11 and all(row.is_judged for row in rows.values())
    # Riga and Wrocław have inventories of 1990; for the others that year is a back-cast and said to be one.
    assert {slug for slug, row in rows.items() if not row.is_estimated} == {"riga", "wroclaw"}
    page = answer.content.decode()
    assert page.count('label-estimate">1990 estimated') >= 9
    on_path = sum(row.shared_status in ("on_track", "reached") for row in rows.values())
    assert 0 < on_path < sum(row.shared_status != "uncertain" for row in rows.values())
    assert f"{on_path} of 11 members are on the path to −95 % by 2050" in page
    assert "For 9 members without an inventory of 1990 that year is estimated" in page


def test_agencies_are_members_but_no_places_to_judge(client):
    Member.objects.create(name="Energy agency", slug="agency", country="PL", kind="agency")
    settle()
    answer = client.get("/")
    assert "of 11 members are on the path" in answer.content.decode()
    assert "no territory of its own" in answer.content.decode()
    assert {row.slug for row in rows_of(client, "/?kind=agency")} == {"agency"}
    assert "agency" not in {row.slug for row in rows_of(client, "/?status=cannot_tell")}


def test_the_table_sorts_by_what_the_address_says(client):
    rows = rows_of(client, "/?sort=total&order=down")
    totals = [row.latest_total_t for row in rows]
    assert totals == sorted(totals, reverse=True)
    assert rows[0].slug == "budapest"


def test_statuses_sort_from_the_worst(client):
    ranks = [FROM_WORST.index(row.shared_status) for row in rows_of(client, "/?sort=path")]
    assert ranks == sorted(ranks)
    own = [row.own_status for row in rows_of(client, "/?sort=own&order=down")]
    assert own[-1] == "cannot_tell" and own[0] != "cannot_tell"


@pytest.mark.parametrize("order", ["", "down"])
def test_members_without_a_value_come_last_either_way(client, order):
    changes = [row.change for row in rows_of(client, f"/?sort=change&order={order}")]
    first_unknown = changes.index(None)
    assert all(change is None for change in changes[first_unknown:])


def test_many_members_are_shown_page_by_page_in_the_chosen_order(client):
    Member.objects.bulk_create(
        Member(name=f"Place {number:03}", slug=f"place-{number}", country="LV") for number in range(205)
    )
    settle()
    first = client.get("/?country=LV&sort=name&order=down")
    assert len(first.context["rows"]) == 100
    assert "2 of 207 members are on the path" in first.content.decode()
    assert "?country=LV&amp;sort=name&amp;order=down&amp;page=2" in first.content.decode()
    last = client.get("/?country=LV&sort=name&order=down&page=3")
    assert [row.slug for row in last.context["rows"]][-1] == "liepaja"
    assert "page=" not in last.content.decode().split("<thead>")[1].split("</thead>")[0]


def test_filters_are_kept_by_every_link(client):
    page = client.get("/?country=LV&age=old").content.decode()
    assert "?country=LV&amp;age=old&amp;sort=total" in page
    assert '/network/due/?country=LV&amp;age=old"' in page
    assert "members.csv?country=LV&amp;age=old" in page
    assert "Wrocław" not in page.split('id="members"')[1]


def test_what_no_filter_offers_is_left_out(client):
    answer = client.get("/?country=XX&status=%3Cscript%3E&network=9&base=abc&sort=nonsense&q=%00")
    assert len(answer.context["rows"]) == 11
    assert "<script>" not in answer.content.decode().split("<main")[1].split('id="members"')[1]


def test_a_name_is_found_in_any_script_and_without_diacritics(client):
    assert [row.slug for row in rows_of(client, "/?q=wroclaw")] == ["wroclaw"]
    assert [row.slug for row in rows_of(client, "/?q=%D0%93%D0%B0%D0%B1%D1%80")] == ["gabrovo"]
    assert "No member is like that" in client.get("/?q=zzzz").content.decode()


EXPECTED = {
    "status=on_track": lambda row: row.shared_status == "on_track",
    "own=no_target": lambda row: row.own_status == "no_target",
    "reported=yes": lambda row: row.inventories > 0,
    "reported=no": lambda row: row.inventories == 0,
    "base=1990": lambda row: row.base_year == 1990,
    "age=old": lambda row: 5 <= date.today().year - row.latest_year <= 9,
    "age=recent": lambda row: 3 <= date.today().year - row.latest_year <= 4,
    "data=measured": lambda row: row.estimated_share == 0,
    "findings=must": lambda row: row.must_be_put_right > 0,
    "findings=none": lambda row: row.inventories > 0 and row.findings == 0,
    "kind=municipality": lambda row: row.kind == "municipality",
    "country=SI": lambda row: row.country == "SI",
    "due=no_duty": lambda row: row.due_days == (None, None, None),
    "membership=none": lambda row: not row.memberships,
}


@pytest.mark.parametrize("query", EXPECTED)
def test_each_filter_shows_those_and_only_those(client, query):
    everybody = rows_of(client, "/")
    shown = {row.slug for row in rows_of(client, f"/?{query}")}
    assert shown == {row.slug for row in everybody if EXPECTED[query](row)}


def test_every_filter_is_in_the_form(client):
    page = client.get("/").content.decode()
    assert all(f'name="{each.key}"' in page for each in FILTERS)
    assert len(FILTERS) == 12


def test_memberships_filter_by_network_and_state(client):
    one = Network.objects.create(key="first", title="First")
    two = Network.objects.create(key="second", title="Second")
    riga, gabrovo = Member.objects.get(slug="riga"), Member.objects.get(slug="gabrovo")
    Membership.objects.create(network=one, member=riga, state="member")
    Membership.objects.create(network=two, member=riga, state="withdrawn")
    Membership.objects.create(network=two, member=gabrovo, state="member")
    settle()
    assert {row.slug for row in rows_of(client, "/?network=second")} == {"riga", "gabrovo"}
    assert {row.slug for row in rows_of(client, "/?network=second&membership=member")} == {"gabrovo"}
    assert {row.slug for row in rows_of(client, "/?membership=member")} == {"riga", "gabrovo"}


def test_a_merged_member_is_shown_only_when_asked_for(client):
    riga, liepaja = Member.objects.get(slug="riga"), Member.objects.get(slug="liepaja")
    Succession.objects.create(predecessor=liepaja, successor=riga, happened_on=date(2021, 7, 1))
    Member.objects.filter(pk=liepaja.pk).update(ended_on=date(2021, 7, 1))
    settle()
    assert "liepaja" not in {row.slug for row in rows_of(client, "/")}
    assert [row.slug for row in rows_of(client, "/?membership=former")] == ["liepaja"]


def test_few_members_are_points_and_many_are_tiles(client):
    assert "spec-members_map" in client.get("/").content.decode()
    copies(450)
    page = client.get("/").content.decode()
    assert "spec-members_grid" in page and "spec-members_map" not in page
    assert len(page) < 400_000


def test_members_without_coordinates_are_said_to_be_missing_on_the_map(client):
    Member.objects.filter(slug="riga").update(latitude=None)
    settle()
    assert "1 member without coordinates or without a territory is not on the map" in text_of(client.get("/"))


def test_a_download_is_the_filtered_table_and_harmless(client):
    Member.objects.filter(slug="riga").update(name="=HYPERLINK(1)")
    settle()
    answer = client.get("/network/members.csv?country=LV&sort=name")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["slug"] for row in rows} == {"riga", "liepaja"}
    assert "'=HYPERLINK(1)" in {row["member"] for row in rows}
    assert float(rows[0]["latest_emissions_t_co2e"]) > 0
    document = json.loads(client.get("/network/members.json").content)
    assert len(document["rows"]) == 11 and document["licence"]
    assert client.get("/network/members.exe").status_code == 404


def test_totals_say_their_years_and_how_sure_they_are(client):
    answer = client.get("/network/totals/")
    totals = answer.context["totals"]
    assert totals.latest.members == 11
    assert 0 < totals.latest.apart < totals.latest.together
    page = text_of(answer)
    assert "11 members emit" in page and "the truth lies between" in page
    assert "those are of 2018 to 2022: it is no total of one year" in page
    assert "years are not to be compared" in page
    of_2008 = dict(totals.by_year)[2008]
    gabrovo = InventoryYear.objects.get(member__slug="gabrovo", year=2008, superseded_at=None)
    assert of_2008.total_t == pytest.approx(gabrovo.total_without_sinks_t)


def test_totals_of_nobody_say_so(client):
    assert "No member shown has a published inventory" in text_of(client.get("/network/totals/?q=zzzz"))


@pytest.fixture
def covenant(db) -> Network:
    """Riga and Gabrovo are signatories; Gabrovo handed in its plan."""
    network = Network.objects.get(key="covenant_of_mayors")
    for slug, day in (("riga", date(2021, 5, 3)), ("gabrovo", date(2016, 2, 1))):
        member = Member.objects.get(slug=slug)
        resolution = Resolution.objects.create(member=member, title="Joins", decided_on=day)
        Membership.objects.create(network=network, member=member, state="member", resolution=resolution)
    HandedIn.objects.create(member=member, network=network, report="plan", handed_in_on=date(2018, 1, 31))
    settle()
    return network


def test_what_cannot_be_told_says_what_is_missing(client, covenant):
    Membership.objects.filter(member__slug="riga").update(resolution=None)
    InventoryYear.objects.filter(member__slug="riga").update(is_published=False)
    settle()
    page = text_of(client.get("/network/due/?due=unknown"))
    assert "The date of the decision to join is not entered." in page


def test_an_empty_calendar_says_how_to_fill_it(client):
    assert "A date appears when the secretariat enters" in text_of(client.get("/network/due/"))
