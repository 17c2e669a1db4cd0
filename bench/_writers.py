"""Writers: people who sign in and change their members through forms, as a person would."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

from _browsers import Browser, Tally
from _synthetic_network import PASSWORD, slugs_of

REMOVE = re.compile(r"/targets/(\d+)/remove/")
PAUSE = 1.0


def writer(host: str, port: int, number: int) -> Callable[[Tally, Callable[[], bool]], None]:
    """A person who signs in, and then adds and removes targets, estimates inventories and publishes them."""

    def write(tally: Tally, is_on: Callable[[], bool]) -> None:
        browser = Browser(host, port)
        form = {"username": f"writer_{number}", "password": PASSWORD}
        done(tally, lambda: browser.post("/account/sign-in/", form, "/account/sign-in/"), (302,), "sign-in")
        slugs = slugs_of(number)
        while is_on():
            slug = random.choice(slugs)
            for step in (change_targets, estimate_and_publish):
                step(browser, tally, f"/members/{slug}")
                time.sleep(random.uniform(0.5, 1.5) * PAUSE)

    return write


def change_targets(browser: Browser, tally: Tally, member: str) -> None:
    """Add the target of the Climate Alliance, or remove one where it stands already."""
    known = REMOVE.search(browser.get(f"{member}/targets/")[1])
    if known:
        where = f"{member}/targets/{known.group(1)}/remove/"
        done(tally, lambda: browser.post(where, {}, where), (302,), where)
        return
    form = {"key": "climate_alliance_2050", "is_adopted": "yes", "source": "synthetic"}
    where = f"{member}/targets/add/"
    done(tally, lambda: browser.post(where, form, where), (302,), where)


def estimate_and_publish(browser: Browser, tally: Tally, member: str) -> None:
    """Estimate an inventory of a year; 422 says that there is one already. Then publish it where the checks allow it."""
    year = random.randint(1995, 2007)
    where = f"{member}/inventories/estimate/"
    form = {"year": str(year), "population": "12000"}
    if done(tally, lambda: browser.post(where, form, where), (302, 422), where) == 302:
        page = f"{member}/inventories/{year}/"
        # Where the checks forbid to publish what was estimated, the page offers no such button.
        if f'action="{page}publish/"' in browser.get(page)[1]:
            done(tally, lambda: browser.post(f"{page}publish/", {}, page), (302,), page)


def done(tally: Tally, act: Callable[[], tuple[int, str]], wanted: tuple[int, ...], where: str) -> int:
    """Do something and note how long it took with the page before it; 0 where the connection broke."""
    began = time.perf_counter()
    try:
        status, text = act()
    except OSError as error:
        tally.note(began, repr(error))
        return 0
    tally.note(
        began,
        ""
        if status in wanted
        else f"{status} {where}: {' '.join(re.sub('<[^>]+>', ' ', text).split())[:160]}",
    )
    return status
