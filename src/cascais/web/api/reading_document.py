"""The OpenAPI document taken apart for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cascais.web.api.models import Scope
from cascais.web.api.routes import TITLES

METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter or a field: its name, what it holds, and what it means."""

    name: str
    kind: str
    about: str
    is_required: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    scope: str
    parameters: tuple[Part, ...]
    body: str
    answer: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The operations about one kind of thing."""

    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a document of a kind holds."""

    name: str
    about: str
    parts: tuple[Part, ...]
    choices: tuple[str, ...]


def sections(document: Mapping[str, Any]) -> list[Section]:
    """The operations by what they are about."""
    found: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                found.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    return [Section(str(TITLES[tag]), tuple(operations)) for tag, operations in found.items()]


def shapes(document: Mapping[str, Any]) -> list[Shape]:
    """The kinds of document, by name."""
    known = document["components"]["schemas"]
    return [_shape(name, known[name]) for name in sorted(known)]


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> Operation:
    responses = operation["responses"]
    good = next(status for status in responses if str(status).startswith("2"))
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation.get("description", ""),
        scope=str(Scope(operation["x-scope"]).label) if "x-scope" in operation else "",
        parameters=tuple(_parameter(each) for each in operation.get("parameters", ())),
        body=_content_kind(operation.get("requestBody", {})),
        answer=_content_kind(responses[good]),
        statuses=tuple(f"{status} {details['description']}" for status, details in responses.items()),
    )


def _parameter(parameter: Mapping[str, Any]) -> Part:
    about = parameter.get("description", "")
    return Part(
        parameter["name"],
        _kind(parameter["schema"]),
        about,
        parameter.get("required", False),
        parameter["in"],
    )


def _content_kind(holder: Mapping[str, Any]) -> str:
    return next((_kind(content["schema"]) for content in holder.get("content", {}).values()), "")


def _shape(name: str, schema: Mapping[str, Any]) -> Shape:
    required = set(schema.get("required", ()))
    parts = tuple(
        Part(each, _kind(details), details.get("description", ""), each in required)
        for each, details in schema.get("properties", {}).items()
    )
    return Shape(name, schema.get("description", ""), parts, tuple(map(str, schema.get("enum", ()))))


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value may be, in a few words; the name of a shape stands for what it holds."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for name in ("anyOf", "allOf", "oneOf"):
        if name in schema:
            return " | ".join(_kind(each) for each in schema[name])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    words = [str(schema.get("format") or schema.get("type", "any")), *_limits(schema)]
    return " ".join(words)


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    signs = {"minimum": "≥", "maximum": "≤", "exclusiveMinimum": ">", "maxLength": "≤", "maxItems": "≤"}
    for name, sign in signs.items():
        if name in schema:
            yield f"{sign} {schema[name]}"
