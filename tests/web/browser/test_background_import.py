"""A large import in the browser, beside a worker in a process of its own: the page says by itself when it is stored."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from cascais.web.imports.limits import MOST_LINES_AT_ONCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINES = MOST_LINES_AT_ONCE + 1
PATIENCE = 60_000


@pytest.fixture
def large(tmp_path):
    """A spreadsheet that is too large to be stored at once, of a year that no other test enters."""

    def written(year: int):
        file = tmp_path / "large.csv"
        rows = "".join(
            f"{year};Residential buildings;Electricity;Supplier {number};{100 + number};MWh\n"
            for number in range(LINES)
        )
        file.write_text(f"year;sector;carrier;supplier;amount;unit\n{rows}", encoding="utf-8")
        return file

    return written


def ask(page, site, file) -> None:
    """Upload a spreadsheet and have it stored."""
    page.goto(f"{site}/members/gabrovo/import/")
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="Upload spreadsheet").click()
    page.wait_for_url("**/look/", timeout=PATIENCE)
    assert page.get_by_text("a worker stores it in the background").is_visible()
    page.get_by_role("button", name="Store as a draft").or_(
        page.get_by_role("button", name="Store inventory")
    ).click()
    page.wait_for_url("**/storing/", timeout=PATIENCE)


def test_the_page_says_by_itself_when_a_worker_has_stored_a_large_import(open_page, sign_in, site, large):
    page = open_page("/account/sign-in/")
    sign_in(page, "mari")
    ask(page, site, large(2015))
    page.get_by_text("It is stored.").wait_for(timeout=PATIENCE)
    faults = Axe().run(page).response["violations"]
    assert not [fault["id"] for fault in faults if fault["impact"] in ("serious", "critical")]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.get_by_role("link", name="Inventory of 2015").click()
    page.wait_for_url("**/members/gabrovo/inventories/2015/")


def test_without_scripts_a_person_asks_again_and_may_leave(open_page, sign_in, site, large):
    page = open_page("/account/sign-in/", width=360, java_script_enabled=False)
    sign_in(page, "mari")
    ask(page, site, large(2016))
    address = page.url
    page.goto(f"{site}/members/gabrovo/")
    page.goto(address)
    for _ in range(120):
        if page.get_by_text("It is stored.").is_visible():
            break
        page.get_by_role("link", name="See how far it is").click()
        page.wait_for_timeout(500)
    assert page.get_by_role("link", name="Inventory of 2016").is_visible()
