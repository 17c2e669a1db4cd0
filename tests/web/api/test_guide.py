"""The guide lists every operation, and what it shows works."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from cascais.web.api.interface import API
from cascais.web.api.problems import KINDS
from cascais.web.api.urls import AUDIENCE

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
CALLS = re.findall(r"```http\n(.*?)```", GUIDE, re.DOTALL)
DOCUMENTS = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)


def test_every_operation_is_listed_with_its_call_and_for_whom_it_is():
    expected = {
        f"| `{operation['operationId']}` | `{method.upper()} {path}` | {AUDIENCE[operation['operationId']].value} |"
        for path, operations in API.get_openapi_schema()["paths"].items()
        for method, operation in operations.items()
    }
    listed = {line for line in GUIDE.splitlines() if re.match(r"\| `\w+` \| `(GET|PUT|POST|DELETE) ", line)}
    assert listed == expected


def test_every_refusal_is_told():
    told = {int(status) for status in re.findall(r"^\| (4\d\d) \|", GUIDE, re.MULTILINE)}
    assert told == {kind.status for kind in KINDS.values()}


def test_the_shown_documents_have_the_shape_that_is_answered(visitor):
    number, problem = (json.loads(document) for document in DOCUMENTS)
    answer = visitor.get("/members/kranj/inventories").json()["items"][0]["emissions"]
    assert set(number) == set(answer)
    refused = visitor.get("/members", {"limit": 0}).json()
    assert set(problem) == set(refused)
    assert set(problem["errors"][0]) == set(refused["errors"][0])


def taken_apart(call: str) -> tuple[str, str, dict[str, str], str]:
    head, _blank, body = call.partition("\n\n")
    first, *lines = head.strip().splitlines()
    method, address = first.split(" ", 1)
    return method, address, dict(line.split(": ", 1) for line in lines), body


@pytest.mark.parametrize("call", [call for call in CALLS if "Authorization" not in call])
def test_what_is_read_without_a_token(db, call):
    method, address, headers, _body = taken_apart(call)
    answer = Client().generic(method, address, headers=headers)
    assert answer.status_code == 200, answer.content


def test_what_is_written_with_a_token(program):
    """In the order of the guide: a draft is read, written, published as far as the checks let it, a target added."""
    caller, statuses, etag = program("mari"), [], ""
    for call in CALLS:
        method, address, headers, body = taken_apart(call)
        if "Authorization" not in headers:
            continue
        headers |= caller.headers()
        if "If-Match" in headers:
            headers["If-Match"] = etag
        kind = headers.pop("Content-Type", "application/json")
        answer = Client().generic(method, address, body, kind, headers=headers)
        etag = answer.headers.get("ETag", etag)
        statuses.append((method, answer.status_code))
        if answer.status_code == 409:
            assert all(problem["next_step"] for problem in answer.json()["errors"])
    assert statuses[0] == ("GET", 200)
    assert statuses[1] == ("PUT", 200)
    assert statuses[2] in (("POST", 200), ("POST", 409))
    assert statuses[3] == ("POST", 201)
