"""Every address is asked for by people with every role; what they get follows from the audience it names.

`docs/permissions.md` is written from the same data: `python tests/web/accounts/test_matrix.py --write`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"
    import django

    django.setup()

from cascais.web.audience import Audience
from web.api_walker import Operation, operations
from web.walker import (
    NOBODY,
    OPEN,
    PEOPLE,
    ROLES,
    STRANGERS,
    Route,
    World,
    address,
    asked,
    browser_of,
    build_world,
    is_refused,
    may,
    read,
    routes,
    state,
)

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).resolve().parents[3] / "docs" / "permissions.md"
ROUTES = routes()
CLASSIFIED = {name: route for name, route in ROUTES.items() if route.audience is not None}
READING = ("get", "head", "options")
METHODS = (*READING, "post", "put", "patch", "delete", "trace")
ELSEWHERE = {"openid_connect_login", "openid_connect_callback", "api_nothing"}
"""They lead to a provider that is not there (tested with one that is, in test_single_sign_on), or say 404 to all."""
HEAD = """# Who may do what

For each address of the site: for whom it is, and which role gets in. The roles are those for the member, its agency or
its network in the address; the same role for another member opens nothing but what every person has who is signed in.
This page is written by a test that asks for every address with every role:
`python tests/web/accounts/test_matrix.py --write`.

`own` means: what belongs to the person who asks, and to nobody else, administrators included. What the roles mean is
said in [People and roles](people.md).

"""
PROGRAMS = """## Operations of the interface for programs

A program calls with a token of a person, and never reaches further than that person. A token also has a scope: `read`,
`draft` (reads, and edits drafts) or `publish` (everything that its owner may do); it may be for one member alone. Where
the column says none, no token is needed. Every operation is called with tokens of every role and every scope.
"""


@pytest.fixture
def world() -> World:
    return build_world()


def test_it_is_said_of_every_address_for_whom_it_is():
    assert len(ROUTES) > 70
    assert [name for name, route in ROUTES.items() if route.audience is None] == []


@pytest.mark.parametrize("name", sorted(CLASSIFIED))
def test_whoever_is_not_meant_is_refused_and_changes_nothing(world, name):
    route = CLASSIFIED[name]
    assert route.audience is not None
    refused = [person for person in PEOPLE if not may(route.audience, person)]
    if route.audience is Audience.OWNER:
        refused = [person for person in PEOPLE if person != "editor"]
    url = address(route, world, world.people["editor"])
    browsers = {person: browser_of(world, person) for person in refused}
    before = state()
    for person, browser in browsers.items():
        for method in METHODS if person in (NOBODY, "stranger editor") else ("get", "post"):
            answer = getattr(browser, method)(url)
            says_nothing = answer.status_code == 405 or (method == "options" and not answer.content)
            assert is_refused(answer) or says_nothing, (person, method, answer.status_code)
    assert state() == before


@pytest.mark.parametrize("name", sorted(set(CLASSIFIED) - ELSEWHERE))
def test_whoever_is_meant_is_let_in(world, name):
    route = CLASSIFIED[name]
    answered = set()
    for person in meant(route):
        owner = world.people[person if person != NOBODY else "editor"]
        url, browser = address(route, world, owner), browser_of(world, person)
        for method in ("get", "post"):
            status = let_in(route, asked(browser, method, url))
            assert status, (person, method, url)
            answered.add(status)
    assert answered - {405}, "it answers neither GET nor POST"


@pytest.mark.parametrize(
    "name",
    sorted(name for name in set(CLASSIFIED) - ELSEWHERE if CLASSIFIED[name].audience is Audience.EVERYBODY),
)
def test_what_everybody_reads_is_only_read_and_starts_no_session(world, name):
    route = CLASSIFIED[name]
    url = address(route, world, world.people["editor"])
    editor, visitor = browser_of(world, "editor"), browser_of(world, NOBODY)
    before = state()
    for method in ("post", "put", "patch", "delete"):
        assert getattr(editor, method)(url).status_code == 405
    assert state() == before
    read(visitor.get(url))
    assert read(visitor.head(url)) == b""
    assert "sessionid" not in visitor.cookies


def meant(route: Route) -> list[str]:
    """Those to try: of what is open to all, a visitor, an editor and a stranger."""
    assert route.audience is not None
    people = (NOBODY, "editor", "stranger editor") if route.audience in OPEN else PEOPLE
    return [person for person in people if may(route.audience, person)]


def let_in(route: Route, answer: object) -> int:
    """The status of an answer that lets somebody in; a door may lead to signing in."""
    status = int(getattr(answer, "status_code", 0))
    is_door = route.audience in OPEN and status == 302
    return status if is_door or not is_refused(answer) else 0  # type: ignore[arg-type]


def matrix() -> str:
    """The page: a table for each app, a line for each address."""
    lines = []
    for app in sorted({route.app for route in CLASSIFIED.values()}):
        lines += [f"## {app or 'site'}", ""]
        lines += ["| address | for | " + " | ".join((NOBODY, *ROLES)) + " |"]
        lines += ["|---|---|" + "---|" * (len(ROLES) + 1)]
        own = sorted(
            (route for route in CLASSIFIED.values() if route.app == app), key=lambda each: each.pattern
        )
        lines += [*dict.fromkeys(line_of(route) for route in own), ""]
    return HEAD + "\n".join([*lines, PROGRAMS, *operation_lines(), ""])


def operation_lines() -> list[str]:
    """A table of the operations of the interface for programs."""
    return [
        "| operation | for | token | " + " | ".join((NOBODY, *ROLES)) + " |",
        "|---|---|---|" + "---|" * (len(ROLES) + 1),
        *(operation_line(each) for each in operations()),
    ]


def operation_line(operation: Operation) -> str:
    assert operation.audience is not None, f"Name {operation.name} in cascais/web/api/urls.py."
    cells = [word(operation.audience, person) for person in (NOBODY, *ROLES)]
    address = f"{operation.method.upper()} {operation.path}"
    return f"| `{address}` | {operation.audience.value} | {operation.token} | " + " | ".join(cells) + " |"


def line_of(route: Route) -> str:
    assert route.audience is not None
    cells = [word(route.audience, person) for person in (NOBODY, *ROLES)]
    return f"| `/{route.pattern}` | {route.audience.value} | " + " | ".join(cells) + " |"


def word(audience: Audience, person: str) -> str:
    if not may(audience, person):
        return "no"
    return "own" if audience is Audience.OWNER else "yes"


def test_strangers_are_told_apart_from_people_of_the_member():
    assert set(STRANGERS).isdisjoint(ROLES)
    assert may(Audience.EDITORS, "editor") and not may(Audience.EDITORS, "stranger editor")
    assert not may(Audience.VIEWERS, "secretariat")


def test_the_page_about_permissions_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == matrix()


if __name__ == "__main__" and "--write" in sys.argv:
    PAGE.write_text(matrix(), encoding="utf-8")
