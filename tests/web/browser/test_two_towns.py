"""Two editors of different towns in two browsers, each at the other's addresses, and texts that try to run."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser

YEAR = "/members/gabrovo/inventories/2018/"
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
SECRET = "A draft of Gabrovo alone"


def status(page, address: str, form: dict[str, str] | None = None) -> int:
    """What the site answers to a page's own session, with a valid mark against forged requests."""
    if form is None:
        return int(page.request.get(address, max_redirects=0).status)
    marks = [each["value"] for each in page.context.cookies() if each["name"] == "csrftoken"]
    answer = page.request.post(
        address,
        form={**form, "csrfmiddlewaretoken": marks[0]},
        headers={"Referer": address},
        max_redirects=0,
    )
    return int(answer.status)


@pytest.fixture
def towns(open_page, sign_in):
    """Mari of Gabrovo and Janez of Kranj."""
    pages = open_page("/"), open_page("/")
    for page, username in zip(pages, ("mari", "janez"), strict=True):
        sign_in(page, username)
    return pages


def test_a_draft_is_out_of_reach_of_the_other_town(towns, site):
    mari, janez = towns
    mari.goto(f"{site}{YEAR}edit/")
    mari.fill('[name="line-0-source"]', SECRET)
    mari.click("text=Save the draft")
    mari.wait_for_url(f"**{YEAR}")
    mari.goto(f"{site}{YEAR}versions/")
    draft = max(int(number) for number in re.findall(r"version[s/=]+(\d+)", mari.content()))
    for address in (f"{YEAR}?version={draft}", f"/members/kranj/inventories/2018/?version={draft}"):
        assert SECRET not in janez.request.get(site + address).text()
    assert SECRET in mari.request.get(f"{site}{YEAR}inventory.csv?version={draft}").text()
    closed = (
        *(f"{YEAR}{each}" for each in (f"versions/{draft}.csv", "edit/", "options/")),
        f"/members/kranj/inventories/2018/versions/{draft}.csv",
        *(f"/members/gabrovo/{each}/" for each in ("history", "history/deleted", "people", "archive")),
    )
    assert [address for address in closed if status(janez, site + address) not in (403, 404)] == []
    doors = ("edit/", "publish/", "discard/", "withdraw/", f"versions/{draft}/restore/")
    sent = {"version": str(draft), "seen": str(draft), "line-0-source": "taken over"}
    assert {status(janez, f"{site}{YEAR}{door}", sent) for door in doors} <= {403, 404}
    through_own = f"{site}/members/kranj/inventories/2018/versions/{draft}/restore/"
    assert status(janez, through_own, sent) == 404
    mari.goto(f"{site}{YEAR}edit/")
    assert mari.input_value('[name="line-0-source"]') == SECRET
    mari.goto(site + YEAR)
    mari.click("text=Lay the draft aside")
    mari.wait_for_url("**/versions/")


def test_what_gabrovo_deleted_only_gabrovo_brings_back(towns, site):
    mari, janez = towns
    mari.goto(f"{site}/members/gabrovo/targets/")
    remove = mari.locator('a[href$="/remove/"]').first.get_attribute("href")
    for address in (remove, remove.replace("gabrovo", "kranj")):
        assert status(janez, site + address, {}) in (403, 404)
    assert status(mari, site + remove, {}) == 302
    mari.goto(f"{site}/members/gabrovo/history/deleted/")
    restore = mari.locator('form[action$="/restore/"]').first.get_attribute("action")
    for address in (restore, restore.replace("gabrovo", "kranj")):
        assert status(janez, site + address, {}) in (403, 404)
    assert status(mari, site + restore, {}) == 302
    assert mari.request.get(f"{site}/members/gabrovo/targets/").text().count(remove) == 1


def test_titles_run_nothing_wherever_they_are_shown(towns, site):
    mari, janez = towns
    mari.goto(f"{site}/members/gabrovo/commitments/resolutions/add/")
    mari.fill('[name="title"]', HOSTILE)
    mari.fill('[name="decided_on"]', "2024-01-02")
    mari.click("main .actions button")
    mari.wait_for_url(re.compile(r"/resolutions/\d+/$"))
    own = mari.url
    asked = []
    mari.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    for address in (own, f"{site}/members/gabrovo/commitments/", f"{site}/members/gabrovo/history/"):
        mari.goto(address)
        assert HOSTILE in mari.locator("main").inner_text()
        assert mari.locator('img[src="x"]').count() == 0
    assert asked == []
    assert status(janez, f"{own}change/", {"title": "Taken over"}) in (403, 404)
    assert status(janez, f"{own.replace('gabrovo', 'kranj')}remove/", {}) in (403, 404)
    assert status(mari, f"{own}remove/", {}) == 302


def test_nobody_is_led_to_another_site(open_page, site):
    for wanted in ("//evil.example", "/\\evil.example", "https://evil.example"):
        page = open_page("/account/sign-in/")
        answer = page.request.post(
            f"{site}/account/sign-out/",
            form={"next": wanted, "csrfmiddlewaretoken": page.context.cookies()[0]["value"]},
            headers={"Referer": site},
            max_redirects=0,
        )
        assert answer.headers.get("location", "/") == "/"
    elsewhere = page.request.get(f"{site}/", headers={"Host": "evil.example"})
    assert elsewhere.status == 400
