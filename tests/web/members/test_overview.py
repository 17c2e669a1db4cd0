"""The overview of a member says the message first, then what to do next."""

from __future__ import annotations

import re

import pytest

from cascais.web.inventories.models import InventoryYear

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"[ \n\t]+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_message_comes_first(client):
    page = text_of(client.get("/members/gabrovo/"))
    message = page.index("Gabrovo cut emissions by 36")
    assert message < page.index("What to do next") < page.index("What the checks say")
    assert page.index("probability of being on track") > message
    assert "Add a newer inventory: the latest is of 2018" in page


def test_a_member_that_cannot_be_judged_says_its_total(client):
    page = text_of(client.get("/members/dresden/"))
    assert "Dresden emitted" in page
    assert "Whether it is on track cannot be told yet" in page


def test_findings_are_counted_and_the_first_three_shown(client):
    page = client.get("/members/riga/").content.decode()
    assert page.count('class="findings"') == 1
    findings = page[page.index('class="findings"') : page.index("</ul>", page.index('class="findings"'))]
    assert findings.count("<li>") == 3
    assert "See all" in page


def test_editors_get_links_to_do_the_next_step(client, mari):
    link = '<a href="/members/gabrovo/import/">Add a newer inventory'
    assert link in mari.get("/members/gabrovo/").content.decode()
    assert link not in client.get("/members/gabrovo/").content.decode()


def test_a_draft_is_no_part_of_the_message(client, mari):
    InventoryYear.objects.filter(member__slug="gabrovo", year=2018).update(is_published=False)
    page = text_of(client.get("/members/gabrovo/"))
    assert "from 2008 to 2018" not in page
    assert "Draft" in text_of(mari.get("/members/gabrovo/"))


def test_the_population_of_another_year_is_named(client):
    assert "with the population of 2016" in text_of(client.get("/members/gabrovo/"))
