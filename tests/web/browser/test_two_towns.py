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


def test_an_upload_is_out_of_reach_of_the_other_town(towns, site, tmp_path):
    mari, janez = towns
    file = tmp_path / "heat.csv"
    file.write_text(f"year,sector,carrier,amount,unit,source\n2020,transport,diesel,5,MWh,{SECRET}\n")
    start = f"{site}/members/gabrovo/import/"
    mari.goto(start)
    mari.set_input_files('[name="file"]', str(file))
    mari.click("text=Upload spreadsheet")
    mari.wait_for_url(re.compile(r"/import/\d+/"))
    upload = re.search(r"/import/(\d+)/", mari.url).group(1)
    for own in (start, f"{site}/members/kranj/import/"):
        for door in ("explain/", "look/", "store/", "storing/"):
            address = f"{own}{upload}/{door}"
            assert status(janez, address) in (403, 404, 405), address
            assert status(janez, address, {"year": "2020"}) in (403, 404, 405), address
    marks = [each["value"] for each in janez.context.cookies() if each["name"] == "csrftoken"]
    content = {"name": "mine.csv", "mimeType": "text/csv", "buffer": file.read_bytes()}
    sent = janez.request.post(
        start,
        multipart={"csrfmiddlewaretoken": marks[0], "file": content},
        headers={"Referer": start},
        max_redirects=0,
    )
    assert sent.status == 403
    mari.goto(start)
    assert "mine.csv" not in mari.content()
    assert mari.locator(f'a[href*="/import/{upload}/"]').count() == 1


def test_who_is_refused_reads_why_and_is_led_on(towns, site):
    _mari, janez = towns
    for address in (f"{YEAR}edit/", "/members/gabrovo/import/", "/members/gabrovo/history/"):
        page = janez.request.get(site + address)
        assert page.status == 403
        assert "You are signed in, but you are not an editor of this member." in page.text()
        assert "Go to the network overview" in page.text()


def token_of(page, site: str) -> str:
    """A token with which a program may do all that its owner may."""
    page.goto(f"{site}/account/tokens/")
    page.fill('[name="name"]', "a program")
    page.select_option('[name="scope"]', "publish")
    page.click("text=Make the token")
    return page.locator("code.secret").inner_text()


def test_programs_of_the_other_town_reach_no_draft_either(towns, site):
    mari, janez = towns
    draft, line = (
        "/api/v1/members/gabrovo/inventories/2019/draft",
        {"sector": "transport", "carrier": "diesel"},
    )
    body = {"lines": [line | {"amount": 5, "unit": "MWh", "source": SECRET}]}
    own, other = ({"Authorization": f"Bearer {token_of(page, site)}"} for page in (mari, janez))
    new = {"If-None-Match": "*"}
    made = mari.request.put(site + draft, data=body, headers=own | new)
    assert made.status in (200, 201), made.text()
    assert SECRET in mari.request.get(site + draft, headers=own).text()
    for headers in (other, {}):
        read = janez.request.get(site + draft, headers=headers)
        assert (read.status, SECRET in read.text()) == (404, False)
    known = {"If-Match": made.headers["etag"]}
    tries = (
        janez.request.put(site + draft, data=body, headers=other | known),
        janez.request.delete(site + draft, headers=other | known),
        janez.request.post(f"{site}{draft}/publish", headers=other | known),
    )
    for answer in tries:
        assert answer.status == 403
        assert "no role" in answer.json()["detail"]
    without_token = janez.request.put(site + draft, data=body, headers=known)
    assert without_token.status == 401
    assert SECRET in mari.request.get(site + draft, headers=own).text()
    assert mari.request.delete(site + draft, headers=own | known).status in (200, 204)


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
