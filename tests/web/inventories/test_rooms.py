"""The pages of inventories: they answer for every city in every language, with few queries, and say the truth."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cascais.inventory.frameworks import FRAMEWORKS
from cascais.web.inventories.models import InventoryYear, StoredFile
from cascais.web.members.boards import BOARDS
from cascais.web.members.models import Member

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _ in settings.LANGUAGES]
NARROW = "\u202f"


def text_of(answer) -> str:
    """What a reader sees of a page."""
    return re.sub(r"[ \n\t]+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def pages_of(member: Member) -> list[str]:
    """The addresses of all public rooms of a member."""
    base = f"/members/{member.slug}/"
    years = [f"{base}inventories/{row.year}/" for row in member.inventories.filter(superseded_at=None)]
    rooms = [
        "",
        "?show=energy",
        "explanation/",
        "explanation/?sinks",
        *(f"frameworks/{key}/" for key in FRAMEWORKS),
    ]
    return [
        *(
            base + room
            for room in ("", "inventories/", "inventories/compare/", "targets/", "targets/method/")
        ),
        *(year + room for year in years for room in rooms),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_room_of_every_city_answers(client, language):
    members = list(Member.objects.filter(inventories__isnull=False).distinct())
    assert len(members) == 11
    for member in members:
        for address in pages_of(member):
            answer = client.get(address, headers={"accept-language": language})
            page = answer.content.decode()
            assert answer.status_code == 200, address
            assert page.count("<h1") == 1, address
            assert f'<html lang="{language}">' in page


def test_the_number_of_queries_does_not_grow_with_the_years(client):
    for room in ("", "inventories/", "inventories/compare/", "targets/"):
        counts = {}
        for slug in ("wroclaw", "dresden", "gabrovo"):  # nine inventories, one, two
            BOARDS.parts.clear()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(f"/members/{slug}/{room}")
            counts[slug] = len(queries)
        assert len(set(counts.values())) == 1, (room, counts)
        assert max(counts.values()) <= 11


def test_the_page_of_a_year_takes_the_same_queries_for_every_city(client):
    counts = set()
    for row in InventoryYear.objects.filter(superseded_at=None).select_related("member"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/members/{row.member.slug}/inventories/{row.year}/")
        counts.add(len(queries))
    assert counts == {6}


def test_a_year_without_inventory_and_a_member_without_page_are_not_found(client):
    for address in (
        "/members/gabrovo/inventories/1850/",
        "/members/gabrovo/inventories/1850/explanation/",
        "/members/gabrovo/inventories/2018/frameworks/nothing/",
        "/members/atlantis/inventories/",
        "/members/atlantis/targets/",
        "/members/gabrovo/inventories/compare/?from=2008&to=1900",
    ):
        assert client.get(address).status_code == 404, address


def test_the_head_of_the_page_says_the_total_with_its_range(client):
    page = text_of(client.get("/members/gabrovo/inventories/2018/"))
    assert "In 2018 Gabrovo emitted" in page
    assert f"258{NARROW}000" in page
    assert "with 95 % probability" in page
    assert f"−41{NARROW}088" in page  # the sinks stand apart


def test_the_matrix_shows_sums_that_add_up(client):
    page = client.get("/members/gabrovo/inventories/2018/").content.decode()
    matrix = page[page.index('class="matrix"') : page.index("</table>", page.index('class="matrix"'))]
    assert f"110{NARROW}317" in matrix  # 239 300 MWh of electricity × 0.461
    assert f"216{NARROW}878" in matrix  # all of it, the sinks counted
    energy = client.get("/members/gabrovo/inventories/2018/?show=energy").content.decode()
    assert f"239{NARROW}300" in energy
    assert f"807{NARROW}339" in energy


def test_printed_totals_that_differ_are_named(client):
    page = text_of(client.get("/members/riga/inventories/2020/"))
    assert f"1{NARROW}837{NARROW}041" in page  # printed
    assert f"2{NARROW}094{NARROW}148" in page  # computed
    assert "Differs" in page
    assert "Must be put right before publishing" in page


def test_comparison_names_the_changed_factor(client):
    page = text_of(client.get("/members/gabrovo/inventories/compare/?from=2008&to=2018"))
    assert f"Emissions fell by 36{NARROW}%" in page
    assert "0.819" in page and "0.461" in page
    assert f"−85{NARROW}669" in page


def test_comparison_says_what_only_one_year_has(client):
    page = text_of(client.get("/members/riga/inventories/compare/"))
    assert "Land use and forests is only in 2020." in page


def test_with_one_inventory_there_is_nothing_to_compare(client):
    answer = client.get("/members/dresden/inventories/compare/")
    assert "There is 1 inventory" in text_of(answer)
    assert client.get("/members/dresden/inventories/compare/table.csv").status_code == 404


def test_frameworks_explain_why_their_total_differs(client):
    page = text_of(client.get("/members/gabrovo/inventories/2018/frameworks/covenant/"))
    assert f"258{NARROW}000" in page
    assert "Boundary" in page and "Land use and forests" in page


def test_a_member_without_inventories_is_told_what_to_do(client, mari):
    member = Member.objects.get(slug="gabrovo")
    member.inventories.all().delete()
    member.targets.all().delete()
    assert "No inventory is published yet" in text_of(client.get("/members/gabrovo/"))
    assert "No target is entered" in text_of(client.get("/members/gabrovo/targets/"))
    assert "No inventory yet" in text_of(client.get("/members/gabrovo/inventories/"))
    for room in ("", "inventories/"):
        assert "Import a spreadsheet" in text_of(mari.get(f"/members/gabrovo/{room}"))


def test_an_empty_draft_does_not_break_the_rooms(mari):
    member = Member.objects.get(slug="gabrovo")
    InventoryYear.objects.create(member=member, year=2023)
    for address in (
        "/members/gabrovo/",
        "/members/gabrovo/inventories/",
        "/members/gabrovo/inventories/2023/",
        "/members/gabrovo/inventories/2023/edit/",
        "/members/gabrovo/inventories/2023/frameworks/gpc/",
        "/members/gabrovo/inventories/compare/?from=2018&to=2023",
    ):
        assert mari.get(address).status_code == 200, address


def test_hostile_texts_are_shown_as_text(client):
    row = InventoryYear.objects.get(member__slug="gabrovo", year=2018)
    evil = "<script>alert(1)</script>"
    row.source, row.note, row.source_url = evil, evil, ""
    row.file = StoredFile.objects.create(name=evil, content=b"", size=0, sha256="0" * 64)
    row.save()
    row.lines.update(comment=evil, source=evil, subsector=evil)
    row.printed_totals.update(label=evil)
    row.member.targets.update(title=evil, source=evil)
    base = "/members/gabrovo/"
    for address in (
        base,
        f"{base}targets/",
        f"{base}about/",
        f"{base}inventories/2018/",
        f"{base}inventories/2018/explanation/?line=0",
        f"{base}inventories/compare/",
    ):
        page = client.get(address).content.decode()
        assert evil not in page, address
