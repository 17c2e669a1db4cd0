"""The interface keeps what its OpenAPI document says, whatever is sent: no failure, no answer of another shape."""

from __future__ import annotations

import json
import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from ninja import Schema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cascais.web.api.interface import API
from cascais.web.api.urls import AUDIENCE
from cascais.web.wsgi import application

DOCUMENT = schemathesis.openapi.from_dict(json.loads(json.dumps(API.get_openapi_schema())))
DOCUMENT.app = application
BOUNDED = settings(
    max_examples=int(os.environ.get("API_EXAMPLES", "5")),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def connections_stay():
    """The site closes worn-out connections around each request; here they hold the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def call(case, headers=None):
    """What is written obeys rules between fields, which no schema tells: a target of a level needs the level."""
    excluded = [] if case.method == "GET" else [positive_data_acceptance]
    case.call_and_validate(headers=headers, excluded_checks=excluded)


@pytest.mark.slow
@DOCUMENT.parametrize()
@BOUNDED
def test_visitors_get_what_the_document_says(case, visitor):
    call(case)


@pytest.mark.slow
@DOCUMENT.parametrize()
@BOUNDED
def test_tokens_get_what_the_document_says(case, program):
    call(case, program("mari").headers())


def operations():
    document = API.get_openapi_schema()
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_is_openapi_3_1_and_names_each_operation_once():
    names = [operation["operationId"] for _method, _path, operation in operations()]
    assert API.get_openapi_schema()["openapi"] == "3.1.0"
    assert len(names) > 25
    assert len(names) == len(set(names))


def test_each_operation_says_for_whom_it_is():
    names = {operation["operationId"] for _method, _path, operation in operations()}
    assert names - set(AUDIENCE) == set()
    assert set(AUDIENCE) - names == {"api_nothing", "api_reference", "api-root", "openapi-json"}


def test_each_operation_documents_its_refusals():
    for method, path, operation in operations():
        statuses = {int(status) for status in operation["responses"]}
        expected = (
            {304, 401, 403, 404, 422, 429}
            if method == "get"
            else {400, 401, 403, 404, 409, 412, 413, 422, 428, 429}
        )
        assert expected <= statuses, (method, path)
        assert operation["security"][-1] == {"token": []}, (method, path)
        assert ({} in operation["security"]) == (method == "get"), (method, path)
        assert (method != "get") == ("x-scope" in operation), (method, path)


def test_no_two_shapes_share_a_name():
    """The document knows shapes by their names alone: a second one would take the place of the first."""
    shapes: dict[str, set[type]] = {}
    waiting = [Schema]
    while waiting:
        shape = waiting.pop()
        waiting.extend(shape.__subclasses__())
        if shape.__module__.startswith("cascais.web.api"):
            shapes.setdefault(shape.__name__, set()).add(shape)
    assert len(shapes) > 30
    assert {name for name, found in shapes.items() if len(found) > 1} == set()
