"""The demonstration as a person starts it, and a browser that looks at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg import sql

from cascais.web.demonstration.people import PASSWORD

PATIENCE = 180  # seconds until the first page, on a machine that does something else too


@pytest.fixture(scope="session")
def database() -> Iterator[dict[str, str]]:
    """What tells the demonstration its database: on the server of the tests one of its own, or a file by itself."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield {}
        return
    name = f"browsed_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield {"DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, database: dict[str, str]) -> Iterator[str]:
    """The address of a demonstration of its own, with its own data folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("demonstration")
    # Nothing of the tests' own settings: the demonstration starts as a person starts it.
    own = ("DATABASE_URL", "CASCAIS_DEBUG", "DJANGO_SETTINGS_MODULE")
    variables = {name: value for name, value in os.environ.items() if name not in own}
    variables |= database
    log = (folder / "log.txt").open("w", encoding="utf-8")
    server = subprocess.Popen(
        [sys.executable, "-m", "cascais.web.demonstration", "--port", str(port)],
        env={**variables, "CASCAIS_DATA": str(folder / "var")},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server, folder / "log.txt")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the first page, or fail with what the server said."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/glossary/", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            if server.poll() is not None:
                break
            time.sleep(0.2)
    pytest.fail(f"The demonstration did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """The machine's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages; at the end nothing may have violated the policy or failed in a script."""
    contexts, said = [], []

    def opened(path: str, width: int = 1280, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: said.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(site + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    # A page that tells of a conflict answers with 409 on purpose, and the browser remarks on it.
    assert not [each for each in said if "status of 409" not in each]


@pytest.fixture
def sign_in(site: str) -> Callable[[Page, str], None]:
    """Signs a person of the demonstration in."""

    def signed_in(page: Page, username: str) -> None:
        page.goto(f"{site}/account/sign-in/")
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/account/")

    return signed_in
