"""Two people who edit the same year in two browsers, and a visitor who reads along."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

CELL = '[name="line-0-amount"]'


def number(page) -> str:
    return page.locator("h1 .explain").inner_text()


def test_two_browsers_meet_on_the_merge_page_and_the_visitor_sees_nothing_of_it(open_page, sign_in, site):
    address = "/members/kranj/inventories/2018/"
    first, second, visitor = open_page("/"), open_page("/", width=360), open_page(address)
    public = number(visitor)
    sign_in(first, "janez")
    sign_in(second, "janez")
    for page in (first, second):
        page.goto(f"{site}{address}edit/")
    first.fill(CELL, "111")
    first.click("text=Save the draft")
    first.wait_for_url(f"**{address}")
    assert first.locator("#version").inner_text().startswith("Draft")

    second.fill(CELL, "222")
    second.fill('[name="line-1-source"]', "The second browser")
    with second.expect_response(lambda answer: answer.request.method == "POST") as answered:
        second.click("text=Save the draft")
    assert answered.value.status == 409
    assert second.locator("fieldset.conflict").count() == 1
    assert second.evaluate("document.documentElement.scrollWidth") <= 360
    second.locator('input[value="other"]').check()
    second.fill('[name$="-figure-amount"]', "333")
    second.click("text=Save both together")
    second.wait_for_url(f"**{address}")

    first.goto(f"{site}{address}edit/")
    assert first.input_value(CELL) == "333"
    assert first.input_value('[name="line-1-source"]') == "The second browser"
    visitor.reload()
    assert number(visitor) == public

    second.click("text=Lay the draft aside")
    second.wait_for_url("**/versions/")
    second.goto(site + address)
    assert number(second) == public


def test_what_one_published_cannot_be_laid_aside_by_the_other(open_page, sign_in, site):
    address = "/members/kranj/inventories/2018/"
    first, second = open_page("/"), open_page("/")
    for page in (first, second):
        sign_in(page, "janez")
    first.goto(f"{site}{address}edit/")
    first.fill('[name="line-1-source"]', "Another source")
    first.click("text=Save the draft")
    first.wait_for_url(f"**{address}")
    second.goto(site + address)
    first.goto(f"{site}{address}edit/")
    first.fill('[name="line-1-source"]', "Yet another source")
    first.click("text=Save the draft")
    first.wait_for_url(f"**{address}")
    second.click("text=Lay the draft aside")
    second.get_by_role("heading", name="Somebody else has changed this inventory").wait_for()
    second.click("text=What changed since")
    assert "Yet another source" in second.locator("main").inner_text()
