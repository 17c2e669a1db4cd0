"""People at browsers: a connection that is kept open, cookies, forms; and crowds of them for a bounded time."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from urllib.parse import urlencode

WARMING_UP_S = 10
"""Seconds after which answers are counted once more by themselves: a server that starts has kept nothing yet."""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def hidden(page: str, path: str) -> dict[str, str]:
    """The hidden fields of the form on a page that is sent to a path; else only what guards every form."""
    own = next((form for form in FORM.findall(page) if f'action="{path}"' in form), "")
    token = TOKEN.search(page)
    return {"csrfmiddlewaretoken": token.group(1) if token else "", **dict(HIDDEN.findall(own))}


class Browser:
    """One person's browser."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.connection = http.client.HTTPConnection(host, port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None, {})

    def post(self, path: str, form: dict[str, str], page: str) -> tuple[int, str]:
        """Fill in the form that stands on a page and send it, with what is hidden in it."""
        body = urlencode({**hidden(self.get(page)[1], path), **form})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://{self.host}:{self.port}",
        }
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**headers, "Cookie": cookies, "Host": f"{self.host}:{self.port}"}
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError):
            # The server closed a connection that was idle, as it may; a browser asks again.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text


@dataclass
class Tally:
    """What a crowd did: how long each answer took [s], and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    start: float = field(default_factory=time.perf_counter)

    def note(self, began: float, error: str = "") -> None:
        with self.lock:
            self.seconds.append(time.perf_counter() - began)
            if began - self.start > WARMING_UP_S:
                self.warm.append(self.seconds[-1])
            if error:
                self.errors.append(error)

    def told(self, elapsed: float) -> str:
        if len(self.seconds) < 2:
            return "nothing answered"
        p95 = quantiles(self.seconds, n=20)[-1]
        warm = quantiles(self.warm, n=20)[-1] if len(self.warm) > 1 else float("nan")
        return (
            f"{len(self.seconds) / elapsed:6.1f} a second, p50 {median(self.seconds) * 1000:5.0f} ms, "
            f"p95 {p95 * 1000:5.0f} ms, after {WARMING_UP_S} s {warm * 1000:5.0f} ms, {len(self.errors)} errors"
        )


def crowd(
    tasks: list[Callable[[Tally, Callable[[], bool]], None]], tallies: list[Tally], seconds: float
) -> float:
    """Let everybody do their task until the time is over; how long it took."""
    began = time.perf_counter()
    is_on = lambda: time.perf_counter() - began < seconds  # noqa: E731 – said once
    threads = [
        threading.Thread(target=task, args=(tally, is_on), daemon=True)
        for task, tally in zip(tasks, tallies, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 90)
    return time.perf_counter() - began


def reader(
    host: str, port: int, pages: list[str], pause: float
) -> Callable[[Tally, Callable[[], bool]], None]:
    """Somebody who reads one page after the other."""

    def read(tally: Tally, is_on: Callable[[], bool]) -> None:
        browser = Browser(host, port)
        while is_on():
            time.sleep(random.uniform(0.5, 1.5) * pause)
            page = random.choice(pages)
            began = time.perf_counter()
            try:
                status, text = browser.get(page)
                tally.note(began, "" if status == 200 and "</html>" in text else f"{status} {page}")
            except OSError as error:
                tally.note(began, f"{error!r} {page}")
                browser = Browser(host, port)

    return read
