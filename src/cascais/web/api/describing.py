"""Completes the OpenAPI document: refusals, preconditions and tokens, which all operations share."""

from __future__ import annotations

from typing import Any

from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.schema import NinjaGenerateJsonSchema

from cascais.web.api.problems import KINDS, MEDIA_TYPE, Problem

READ_REFUSALS = ("no-token", "forbidden", "not-found", "invalid", "too-many")
WRITE_REFUSALS = (
    *("unreadable", "no-token", "forbidden", "not-found", "conflict", "changed", "too-large"),
    *("invalid", "precondition", "too-many"),
)
SECURITY_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token from one's account. It is for a scope: read, draft or publish.",
}
READ_HEADER = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "ETags that are known; where one still holds, the answer is 304 without content",
    "schema": {"type": "string"},
}
WRITE_HEADERS = (
    {
        "in": "header",
        "name": "If-Match",
        "required": False,
        "description": "The ETag of the version that the change is meant for",
        "schema": {"type": "string"},
    },
    {
        "in": "header",
        "name": "If-None-Match",
        "required": False,
        "description": "“*” where there is nothing yet",
        "schema": {"type": "string"},
    },
)


def completed(document: OpenAPISchema) -> OpenAPISchema:
    """The document with what the operations share."""
    components = document["components"]
    components.setdefault("securitySchemes", {})["token"] = SECURITY_SCHEME
    problem = Problem.model_json_schema(
        ref_template=REF_TEMPLATE, schema_generator=NinjaGenerateJsonSchema, mode="serialization"
    )
    components["schemas"].update(problem.pop("$defs"), Problem=problem)
    for path in document["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
    return document


def _complete(method: str, operation: dict[str, Any]) -> None:
    is_read = method == "get"
    parameters = operation.setdefault("parameters", [])
    responses = operation["responses"]
    if is_read:
        parameters.append(READ_HEADER)
        responses[304] = {"description": "Nothing changed since the version whose ETag was sent"}
    elif operation.pop("x-has-version", method != "post"):
        parameters.extend(WRITE_HEADERS)
    operation["security"] = [{}, {"token": []}] if is_read else [{"token": []}]
    for key in READ_REFUSALS if is_read else WRITE_REFUSALS:
        kind = KINDS[key]
        responses[kind.status] = {
            "description": str(kind.title),
            "content": {MEDIA_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}},
        }
