"""The climate pages in a browser: accessible, narrow, drawn under the strict policy."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = (
    "/members/praha/climate/",
    "/members/praha/climate/wettest_day/",
    "/members/brno/climate/hot_days/?period=JJA",
    "/members/gabrovo/climate/",
    "/climate/?sort=change&order=down",
    "/climate/indices/",
    "/climate/data/",
)
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_narrow_enough(open_page, path):
    for width in (1280, 360):
        page = open_page(path, width=width)
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in SERIOUS] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_charts_are_drawn(open_page):
    page = open_page("/members/praha/climate/wettest_day/")
    page.wait_for_selector(".chart-drawing svg, .chart-drawing canvas")
    page.wait_for_function(
        "document.querySelectorAll('.chart-drawing svg, .chart-drawing canvas').length === 4"
    )
