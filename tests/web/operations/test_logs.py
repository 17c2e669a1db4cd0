"""The log says what happened to which request, and nothing that tells who somebody is."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cascais.web.demonstration.people import PASSWORD
from cascais.web.operations.logs import JsonLines, PlainLines

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"
EMAIL = "mari.maasikas@gabrovo.example"


@pytest.fixture
def log() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """All that is logged, as the site would write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("cascais", "django", "django.request")]
    for logger in loggers:
        logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)


def test_signing_in_failing_and_working_leaves_no_personal_data(log, monkeypatch):
    User.objects.filter(username="mari").update(email=EMAIL, last_name="Maasikas")
    client = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS)
    client.post("/account/sign-in/", {"username": "mari", "password": "wrong"})
    client.post("/account/sign-in/", {"username": "mari", "password": PASSWORD})
    client.get("/account/")
    client.get("/members/?q=maasikas")
    client.get(f"/nowhere/{EMAIL}/")

    def fails(*_: object, **__: object) -> None:
        raise ValueError(f"Key (email)=({EMAIL}) already exists.")

    monkeypatch.setattr("cascais.web.library.views.table_kinds", fails)
    assert client.get("/tables/?q=Maasikas").status_code == 500
    text = json.dumps(log(), ensure_ascii=False).lower()
    assert len(log()) >= 6
    for personal in ("mari", "maasikas", EMAIL, ADDRESS, PASSWORD, "wrong", "q="):
        assert personal not in text


def test_each_request_has_one_line_with_its_number_route_and_role(log, mari, client):
    answer = mari.get("/account/")
    client.get("/members/")
    of_mari, of_visitor = [line for line in log() if line["logger"] == "cascais.requests"]
    assert of_mari["request"] == answer.headers["X-Request-ID"]
    assert (of_mari["route"], of_mari["status"], of_mari["role"]) == ("accounts:own", 200, "editor")
    assert (of_visitor["route"], of_visitor["method"], of_visitor["role"]) == (
        "members:list",
        "GET",
        "visitor",
    )
    assert of_visitor["milliseconds"] > 0


def test_the_number_that_a_proxy_gives_is_kept_unless_it_is_something_else(client):
    assert (
        client.get("/health/live", headers={"X-Request-ID": "abcdef-0123"}).headers["X-Request-ID"]
        == "abcdef-0123"
    )
    odd = client.get("/health/live", headers={"X-Request-ID": 'x"} {"a": 1'}).headers["X-Request-ID"]
    assert len(odd) == 32


def test_a_failure_is_logged_with_its_kind_and_place(log, monkeypatch):
    def fails(*_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr("cascais.web.library.views.table_kinds", fails)
    client = Client(raise_request_exception=False)
    assert client.get("/tables/").status_code == 500
    line = next(line for line in log() if "exception" in line)
    assert (line["exception"], line["route"], line["level"]) == ("KeyError", "library:tables", "ERROR")
    assert any("library/views.py" in place for place in line["stack"])
    assert "secret" not in json.dumps(line)


def test_what_other_code_logs_is_shown_without_addresses():
    record = logging.LogRecord("any", logging.WARNING, __file__, 1, "to %s from %s", (EMAIL, ADDRESS), None)
    assert json.loads(JsonLines().format(record))["message"] == "to …@… from …"
    assert PlainLines().format(record).endswith("WARNING any to …@… from …")
