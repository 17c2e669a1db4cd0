"""What the container file and the deployment guide name is there. Nothing here builds the image."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import typer

from cascais.__main__ import cli
from cascais.web.environment import VARIABLES
from cascais.web.operations.probe import is_ready

REPOSITORY = Path(__file__).resolve().parents[3]
CONTAINER = (REPOSITORY / "Containerfile").read_text(encoding="utf-8")
GUIDE = (REPOSITORY / "docs" / "deployment.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(cli.app).commands


def instructions(name: str) -> list[str]:
    joined = CONTAINER.replace("\\\n", " ")
    return [line.partition(" ")[2].strip() for line in joined.splitlines() if line.startswith(f"{name} ")]


def options(command: str) -> set[str]:
    return {option for parameter in COMMANDS[command].params for option in parameter.opts}


def test_the_container_copies_what_there_is():
    copied = [line.split()[:-1] for line in instructions("COPY") if not line.startswith("--from")]
    names = {name for line in copied for name in line}
    assert {"requirements/site.lock", "src", "pyproject.toml"} <= names
    assert [name for name in names if not (REPOSITORY / name).exists()] == []


def test_the_container_starts_a_command_with_options_that_it_has():
    assert instructions("ENTRYPOINT") == ['["cascais"]']
    (words,) = [re.findall(r'"([^"]+)"', line) for line in instructions("CMD")]
    assert {word for word in words if word.startswith("--")} <= options(words[0])


def test_the_container_runs_without_rights_and_installs_only_what_is_hashed():
    assert instructions("USER") == ["10001"]
    assert "--require-hashes" in CONTAINER and "--only-binary=:all:" in CONTAINER
    assert all(":" in line and "latest" not in line for line in instructions("FROM"))
    lock = (REPOSITORY / "requirements" / "site.lock").read_text(encoding="utf-8")
    assert "psycopg==" in lock and "granian==" in lock and "pytest==" not in lock


def test_the_lock_of_the_container_holds_the_versions_that_are_tested():
    locks = [REPOSITORY / "requirements" / f"{name}.lock" for name in ("site", "test")]
    site, tested = (dict(re.findall(r"^(\S+)==(\S+)", lock.read_text(), re.MULTILINE)) for lock in locks)
    assert len(site) > 30
    assert {name for name in site if tested.get(name) != site[name]} == set()


def test_the_guide_names_commands_options_and_settings_that_there_are():
    called = re.findall(r"cascais (migrate|serve|worker|doctor|backup|restore|appoint)([^`\n]*)", GUIDE)
    assert {name for name, _ in called} == {
        "migrate",
        "serve",
        "worker",
        "doctor",
        "backup",
        "restore",
        "appoint",
    }
    for name, rest in called:
        assert set(re.findall(r"--[a-z]+", rest)) <= options(name), (name, rest)
    named = set(re.findall(r"\bCASCAIS_[A-Z_]+", GUIDE))
    assert named - set(VARIABLES) == set()


@pytest.fixture
def watched() -> Iterator[HTTPServer]:
    class Answers(BaseHTTPRequestHandler):
        status = 200

        def do_GET(self) -> None:
            self.send_response(self.status if self.path == "/health/ready" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing: the test reads no log."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_health_check_fails_where_the_site_is_not_ready(watched, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert is_ready(watched.server_port)
    watched.RequestHandlerClass.status = 503
    assert not is_ready(watched.server_port)
