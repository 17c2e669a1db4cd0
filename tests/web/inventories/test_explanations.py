"""Every number that a page lets one open has its explanation, and the explanation has the same number."""

from __future__ import annotations

import re
from html import unescape

import pytest

from cascais.web.inventories.models import InventoryYear

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a class="explain" href="([^"#][^"]*)"[^>]*>([^<]+)<')
VALUE = re.compile(r'class="explanation-value">([^<]*?)\s*<')


def numbers_to_open(page: str) -> list[tuple[str, str]]:
    return [(unescape(address), shown) for address, shown in LINK.findall(page)]


@pytest.mark.parametrize("show", ["emissions", "energy"])
def test_every_number_of_every_inventory_opens_into_itself(client, show):
    opened = 0
    for row in InventoryYear.objects.filter(superseded_at=None).select_related("member"):
        address = f"/members/{row.member.slug}/inventories/{row.year}/"
        links = numbers_to_open(client.get(f"{address}?show={show}").content.decode())
        for link, shown in links[1:]:  # the first is the headline, which is rounded
            page = client.get(link).content.decode()
            assert VALUE.search(page).group(1) == shown, link
            opened += 1
    assert opened > 200


def test_the_headline_is_the_total_without_sinks(client):
    page = client.get("/members/gabrovo/inventories/2018/explanation/").content.decode()
    assert "257\u202f966" in page
    assert "Land use" not in page.split("Made from")[1]


def test_an_explanation_goes_down_to_publication_and_factor(client):
    page = client.get(
        "/members/gabrovo/inventories/2018/explanation/?sector=buildings&carrier=electricity"
    ).content.decode()
    assert "239\u202f300" in page
    assert "0.4610" in page
    assert "prescribed by the member" in page
    assert "Tables A-1.1.2" in page
    assert "with the demonstration" in page


def test_the_panel_is_the_inside_of_the_page(client):
    address = "/members/gabrovo/inventories/2018/explanation/?line=3"
    panel = client.get(address, headers={"hx-request": "true"})
    assert "<html" not in panel.content.decode()
    assert "HX-Request" in panel.headers["Vary"]
    assert VALUE.search(panel.content.decode()).group(1) == VALUE.search(
        client.get(address).content.decode()
    ).group(1)


@pytest.mark.parametrize(
    "asked",
    [
        "line=999",
        "line=-1",
        "line=x",
        "line=²",
        f"line={'9' * 5000}",
        "sector=nowhere",
        "carrier=nothing",
        "sector=rail",
    ],
)
def test_a_number_that_is_not_there_is_no_page(client, asked):
    assert client.get(f"/members/gabrovo/inventories/2018/explanation/?{asked}").status_code == 404


def test_who_entered_it_is_named(client, mari):
    from_page = mari.get("/members/gabrovo/inventories/2018/edit/").content.decode()
    form = {"version": re.search(r'name="version" value="(\d+)"', from_page).group(1)}
    mari.post("/members/gabrovo/inventories/2018/edit/", {**form, "line-0-amount": "33725"})
    draft = InventoryYear.objects.get(
        member__slug="gabrovo", year=2018, superseded_at=None, is_published=False
    )
    mari.post("/members/gabrovo/inventories/2018/publish/", {"version": draft.pk})
    page = client.get("/members/gabrovo/inventories/2018/explanation/").content.decode()
    assert "Mari" in page
