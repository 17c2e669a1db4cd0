"""The rooms of a member in a browser: accessible, narrow, with the panel and the grid, and without scripts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

ROOMS = (
    "/members/gabrovo/",
    "/members/gabrovo/inventories/2018/",
    "/members/gabrovo/inventories/2018/explanation/",
    "/members/gabrovo/inventories/2018/frameworks/covenant/",
    "/members/gabrovo/inventories/2018/versions/",
    "/members/gabrovo/inventories/compare/",
    "/members/gabrovo/targets/method/",
    "/members/wroclaw/",
    "/members/wroclaw/targets/",
    "/members/riga/inventories/2020/",
)
ROOMS_OF_EDITORS = (
    "/members/gabrovo/inventories/2018/edit/",
    "/members/gabrovo/inventories/2018/options/",
    "/members/gabrovo/inventories/2018/versions/",
    "/members/gabrovo/inventories/2018/versions/compare/",
    "/members/gabrovo/inventories/estimate/",
    "/members/gabrovo/targets/add/",
    "/members/gabrovo/targets/add/own/",
)
SERIOUS = ("serious", "critical")
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def faults(page) -> list[str]:
    """The serious faults of accessibility on a page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


def is_too_wide(page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") > width


@pytest.mark.parametrize("path", ROOMS)
def test_no_room_has_a_serious_fault_and_each_fits_a_phone(open_page, path):
    page = open_page(path, width=360)
    page.wait_for_load_state("networkidle")
    assert not is_too_wide(page, 360)
    assert faults(page) == []


def test_no_room_of_editors_has_a_serious_fault(open_page, sign_in, site):
    page = open_page("/", width=360)
    sign_in(page, "mari")
    for path in ROOMS_OF_EDITORS:
        page.goto(site + path)
        assert not is_too_wide(page, 360), path
        assert faults(page) == [], path


def test_a_number_opens_beside_the_page_and_closes_with_escape(open_page):
    page = open_page("/members/gabrovo/inventories/2018/")
    number = page.locator(".matrix a.explain").first
    number.click()
    panel = page.locator("dialog[open]")
    panel.wait_for()
    assert "110\u202f317" in panel.inner_text()
    assert faults(page) == []
    panel.locator("summary").first.click()
    page.keyboard.press("Escape")
    panel.wait_for(state="detached")
    assert page.url.endswith("/members/gabrovo/inventories/2018/")


def test_without_scripts_a_number_opens_a_page_of_its_own(open_page):
    page = open_page("/members/gabrovo/inventories/2018/", java_script_enabled=False)
    page.locator(".matrix a.explain").first.click()
    assert "/explanation/?sector=buildings" in page.url
    page.locator("summary").first.click()
    assert page.locator("details[open]").count() == 1


def test_the_grid_moves_with_arrows_takes_a_pasted_block_and_sums_as_one_types(open_page, sign_in, site):
    page = open_page("/")
    sign_in(page, "mari")
    page.goto(f"{site}/members/gabrovo/inventories/2018/edit/")
    assert page.inner_text("[data-sum=emissions]") == "216\u202f878"
    page.focus("#line-0-amount")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "line-1-amount"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "line-1-reported_t"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "line-0-reported_t"
    page.fill("#line-0-amount", "0")
    assert page.inner_text("[data-sum=emissions]") == "209\u202f998"  # 33 724 MWh × 0.204 less
    page.focus("#line-0-amount")
    page.evaluate(PASTE, "33 724\n100\t7\n200\n")
    values = [page.input_value(f"#line-{line}-amount") for line in range(3)]
    assert values == ["33 724", "100", "200"]
    assert page.input_value("#line-1-reported_t") == "7"
