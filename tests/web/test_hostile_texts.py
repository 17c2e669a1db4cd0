"""Hostile texts in every field that a person can fill: shown as what they are, and harmless in every table taken away."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from urllib.parse import quote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cascais.web.commitments.models import Target
from cascais.web.inventories.downloads import Download, as_csv
from cascais.web.inventories.models import InventoryYear
from cascais.web.members.models import Member

pytestmark = pytest.mark.django_db


def upload(client, content: bytes, name: str = "energy.csv"):
    return client.post("/members/gabrovo/import/", {"file": SimpleUploadedFile(name, content)})


def stored(client, content: bytes, name: str = "energy.csv"):
    answer = upload(client, content, name)
    assert answer.status_code == 302, answer.content.decode().split("error-summary")[-1][:300]
    return client.post(answer.headers["Location"].replace("/look/", "/store/"), {"publish": "on"})


HEAD = "year;sector;carrier;amount;unit;subsector;supplier;source;comment\n"


def table(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines) + "\n").encode()


# What is shown, and what is taken away

HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 }}{x}%s"


class Tags(HTMLParser):
    """The tags of a page with their attributes, as a browser sees them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def is_harmless_page(page: str) -> bool:
    for tag, attributes in Tags(page).found:
        assert not any(name.startswith("on") for name in attributes), tag
        assert not str(attributes.get("href", "")).lower().startswith(("javascript:", "data:")), attributes
        assert tag != "img" and not (
            tag == "script" and not attributes.get("src") and attributes.get("type") != "application/json"
        )
        assert "style" not in attributes and tag not in ("style", "iframe", "object", "embed", "base")
    return True


@pytest.fixture
def poisoned(mari):
    """Gabrovo with a hostile text wherever a person can enter one."""
    stream = io.StringIO()
    texts = [HOSTILE[:60], HOSTILE[:60], HOSTILE, HOSTILE]
    csv.writer(stream, delimiter=";").writerow([2022, "residential", "electricity", "5,5", "MWh", *texts])
    line = stream.getvalue().strip()
    stored(mari, table(line, "2021;residential;natural_gas;7,5;MWh;;;;"), f"{HOSTILE}.csv")
    row = InventoryYear.objects.get(member__slug="gabrovo", year=2022)
    mari.post("/members/gabrovo/inventories/2022/publish/", {"version": row.pk})
    form = {
        "title": HOSTILE,
        "kind": "level",
        "amount": "0",
        "target_year": "2050",
        "is_adopted": "yes",
        "source": HOSTILE,
    }
    assert mari.post("/members/gabrovo/targets/add/own/", form).status_code == 302
    Member.objects.filter(slug="gabrovo").update(
        name=HOSTILE, local_names={"en": HOSTILE}, plan_title=HOSTILE, plan_publisher=HOSTILE
    )
    return mari


POISONED_PAGES = (
    "/", "/members/", f"/members/?q={quote(HOSTILE)}", f"/tables/?q={quote(HOSTILE)}", f"/?country={quote(HOSTILE)}",
    "/members/gabrovo/", "/members/gabrovo/about/", "/members/gabrovo/targets/", "/members/gabrovo/inventories/",
    "/members/gabrovo/inventories/2022/", "/members/gabrovo/inventories/2022/explanation/",
    "/members/gabrovo/inventories/2022/explanation/?line=0", "/members/gabrovo/inventories/2022/edit/",
    "/members/gabrovo/inventories/2022/versions/", "/members/gabrovo/inventories/2022/frameworks/covenant/",
    "/members/gabrovo/inventories/compare/?from=2021&to=2022", "/members/gabrovo/import/",
    f"/account/sign-in/?next={quote(HOSTILE)}",
)  # fmt: skip


@pytest.mark.parametrize("page", POISONED_PAGES)
def test_a_hostile_text_is_shown_and_not_run(poisoned, page):
    answer = poisoned.get(page)
    assert answer.status_code == 200 or page.startswith("/account/")
    assert is_harmless_page(answer.content.decode())


def test_labels_and_names_are_harmless_while_they_are_asked_about(mari):
    lines = f"2022;{HOSTILE[:60]};{HOSTILE[9:60]};5,5;MWh;;;;".replace('"', "")
    answer = upload(mari, table(lines), f"{HOSTILE}.csv")
    page = mari.get(answer.headers["Location"])
    assert page.status_code == 200
    assert is_harmless_page(page.content.decode())


@pytest.mark.parametrize("address", ("javascript:alert(1)", "data:text/html,x", "//x y", "vbscript:x"))
def test_the_address_of_a_source_is_one_that_a_browser_may_open(mari, address):
    form = {
        "title": "T",
        "kind": "level",
        "amount": "0",
        "target_year": "2050",
        "is_adopted": "yes",
        "source": "S",
    }
    mari.post("/members/gabrovo/targets/add/own/", {**form, "source_url": address})
    for target in Target.objects.filter(title="T"):
        assert target.source_url.startswith(("https://", "http://"))


def test_a_form_changes_no_field_that_it_does_not_show(mari):
    form = {
        "title": "T",
        "kind": "level",
        "amount": "0",
        "target_year": "2050",
        "is_adopted": "yes",
        "source": "S",
    }
    extra = {
        "member": Member.objects.get(slug="riga").pk,
        "id": "1",
        "group": "climate_alliance",
        "position": "0",
        "key": "x",
    }
    mari.post("/members/gabrovo/targets/add/own/", {**form, **extra})
    target = Target.objects.get(title="T")
    assert (target.member.slug, target.group) == ("gabrovo", "own")


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "a;=1+1",
    'a;"=1+1',
    "a\t=1",
    "a\n=1",
    "a; -1",
    "\n=1",
    "＝1+1",
    "a;＠SUM(A1)",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_downloaded_table_holds_a_formula_however_it_is_split(text):
    content = as_csv(Download("x", [{"first": 1, "text": text}], text)).decode("utf-8-sig")
    for delimiter in (",", ";", "\t"):
        for row in csv.reader(content.splitlines(), delimiter=delimiter):
            assert not any(re.match(r"[ \"]*[=+@\-＝＋－＠]", cell) for cell in row), row


def test_no_workbook_holds_a_formula(poisoned):
    for page in (
        "inventories/2022/inventory",
        "inventories/table",
        "targets/table",
        "inventories/compare/table",
    ):
        content = poisoned.get(f"/members/gabrovo/{page}.xlsx").content
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("form", ("csv", "xlsx", "json"))
def test_a_download_is_never_opened_as_a_page(poisoned, form):
    answer = poisoned.get(f"/members/gabrovo/inventories/2022/inventory.{form}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="gabrovo-2022-inventory.{form}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "html" not in answer.headers["Content-Type"]
    assert form != "json" or json.loads(answer.content)
