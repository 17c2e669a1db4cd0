"""What only a browser can tell: the policy, the keyboard, narrow screens, faults of accessibility, drawn charts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/members/",
    "/members/riga/",
    "/members/gabrovo/about/",
    "/members/gabrovo/inventories/",
    "/members/gabrovo/targets/",
    "/tables/",
    "/tables/emission_factors/ipcc_2006_stationary/",
    "/about-the-data/",
    "/glossary/",
    "/account/sign-in/",
)
SERIOUS = ("serious", "critical")
ENERGY = """year;sector;carrier;amount;unit
2022;Residential buildings;Natural gas;12500,5;MWh
2022;Rathaus und Büros;Electricity;480,0;MWh
"""


def faults(page) -> list[str]:
    """The serious faults of accessibility on a page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['help']} – {node['html'][:200]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_serious_fault_of_accessibility(open_page, path, scheme):
    page = open_page(path, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    assert faults(page) == []


@pytest.mark.parametrize("language", ["en", "et"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone(open_page, path, language):
    page = open_page(path, width=360, extra_http_headers={"Accept-Language": language})
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_when_it_is_enlarged_to_twice_its_size(open_page, path):
    page = open_page(path, width=640, device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_the_map_is_drawn_under_the_policy_and_its_figures_are_in_a_table(open_page):
    page = open_page("/")
    page.wait_for_selector("[data-chart] svg")
    assert page.locator("[data-chart]").get_attribute("aria-label").startswith("Map of 13 members")
    page.get_by_text("Show the figures as a table").click()
    assert page.locator("figure details table tbody tr").count() == 13


def test_the_page_can_be_read_without_scripts(open_page):
    page = open_page("/", java_script_enabled=False)
    assert page.locator("#members").is_visible()
    assert page.get_by_text("The drawing needs JavaScript").is_visible()


def test_the_keyboard_alone_reaches_content_and_language(open_page):
    page = open_page("/glossary/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.get_by_role("button", name="Eesti").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("html[lang=et]")


def test_mari_imports_a_spreadsheet_with_the_keyboard_s_help(open_page, sign_in, site, tmp_path):
    file = tmp_path / "energy.csv"
    file.write_text(ENERGY, encoding="utf-8")
    page = open_page("/account/sign-in/")
    sign_in(page, "mari")
    page.goto(f"{site}/members/gabrovo/import/")
    assert faults(page) == []
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="Upload spreadsheet").click()
    page.wait_for_url("**/explain/")
    assert faults(page) == []
    page.get_by_label("Rathaus und Büros").select_option("tertiary")
    page.get_by_role("button", name="Read the file again").press("Enter")
    page.wait_for_url("**/look/")
    assert faults(page) == []
    page.get_by_role("button", name="Store as a draft").press("Enter")
    page.wait_for_url("**/members/gabrovo/inventories/2022/")
    assert page.get_by_text("The inventory of 2022 is stored.").is_visible()
