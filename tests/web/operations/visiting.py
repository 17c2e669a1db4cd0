"""People at their browsers: they import and publish over HTTP, and write down what the site said to them.

Nothing of Django is used here. A diary holds a line before each change that is asked for and one after its answer, so
that it can be seen what was under way when the site was killed, and what it had promised to have stored.
"""

from __future__ import annotations

import json
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SEEN = re.compile(r'name="(seen-\d+)" value="(\d+)"')
CHANGE = re.compile(
    r'<form method="post" action="([^"]+/(?:publish|withdraw)/)">.*?name="version" value="(\d+)"', re.DOTALL
)
PATIENCE = 60
SMALL_LINES, SMALL_YEARS, SMALL = 40, (2019, 2020), "small.csv"
LARGE_LINES, LARGE_YEARS, LARGE = 1_010, (2021,), "large.csv"


class StayHere(urllib.request.HTTPRedirectHandler):
    """A redirection is an answer like others."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    location: str


@dataclass(slots=True)
class Visitor:
    """A browser."""

    address: str
    jar: CookieJar = field(default_factory=CookieJar)

    def ask(self, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        headers = {"Content-Type": kind} if kind else {}
        request = urllib.request.Request(self.address + path, data=body, headers=headers)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), StayHere)
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return Answer(answer.status, answer.read().decode(), "")
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read().decode(), error.headers.get("Location", ""))

    def read(self, path: str) -> str:
        answer = self.ask(path)
        assert answer.status == 200, f"{path}: {answer.status} {answer.location}"
        return answer.text

    def send(self, path: str, fields: dict[str, str], page: str) -> Answer:
        """Send a form that stood on a page."""
        given = {**fields, "csrfmiddlewaretoken": TOKEN.search(page)[1]}
        return self.ask(path, urllib.parse.urlencode(given).encode(), "application/x-www-form-urlencoded")

    def sign_in(self, username: str, password: str) -> None:
        path = "/account/sign-in/"
        answer = self.send(path, {"username": username, "password": password}, self.read(path))
        assert answer.status == 302, answer.status

    def upload(self, path: str, name: str, content: bytes) -> Answer:
        """Send a file in the form of a page."""
        boundary, token = uuid.uuid4().hex, TOKEN.search(self.read(path))[1]
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        )
        head += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return self.ask(path, body, f"multipart/form-data; boundary={boundary}")


@dataclass(frozen=True, slots=True)
class Diary:
    """What was asked for and what was answered."""

    path: Path

    def write(self, **said: object) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")

    def entries(self) -> list[dict[str, str]]:
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]


def spreadsheet(lines: int, years: tuple[int, ...]) -> bytes:
    rows = [
        f"{year};Residential buildings;Electricity;Supplier {number};{100 + number};MWh"
        for year in years
        for number in range(lines)
    ]
    return ("year;sector;carrier;supplier;amount;unit\n" + "\n".join(rows) + "\n").encode()


def visit(activity, visitor: Visitor, diary: Diary, seed: int) -> None:
    """Go on until the site is gone; a refusal is written down as a fault."""
    try:
        activity(visitor, diary, random.Random(seed))
    except (OSError, HTTPException):
        diary.write(cut=True)
    except Exception as error:
        diary.write(fault=repr(error))


def importing(visitor: Visitor, diary: Diary, chance: random.Random) -> None:
    """Import small files, which are stored at once, and large ones, which a worker stores."""
    while True:
        is_large = chance.random() < 0.4
        lines, years, name = (
            (LARGE_LINES, LARGE_YEARS, LARGE) if is_large else (SMALL_LINES, SMALL_YEARS, SMALL)
        )
        diary.write(begin="upload")
        looked_at = visitor.upload("/members/gabrovo/import/", name, spreadsheet(lines, years)).location
        diary.write(end="upload", at=looked_at)
        page = visitor.read(looked_at)
        store = looked_at.replace("/look/", "/store/")
        diary.write(begin="store")
        answer = visitor.send(store, dict(SEEN.findall(page)), page)
        assert answer.status == 302, f"{store}: {answer.status}"
        diary.write(end="store", at=answer.location, upload=store.split("/")[-3])
        while is_large and "It is stored." not in (told := visitor.read(answer.location)):
            assert "Nothing is stored." not in told, told
            time.sleep(0.1)


def publishing(visitor: Visitor, diary: Diary, chance: random.Random) -> None:
    """Take an inventory back and publish it again."""
    while True:
        page = visitor.read("/members/kranj/inventories/2018/")
        found = CHANGE.search(page)
        assert found, "the page offers neither to publish nor to take back"
        action = found[1].rstrip("/").split("/")[-1]
        diary.write(begin=action)
        answer = visitor.send(found[1], {"version": found[2]}, page)
        assert answer.status == 302, f"{found[1]}: {answer.status}"
        diary.write(end=action, at=answer.location)
