"""Reads bodies strictly: numbers that are numbers, names once, nothing deep, nothing large."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja.parser import Parser

from cascais.web.api.problems import RefusalError, shown_value

DEEPEST = 12
MOST_DIGITS = 40


class StrictParser(Parser):
    """How the interface reads bodies."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 – JSON holds anything
        if request.content_type not in ("application/json", ""):
            raise RefusalError("unreadable", _("The body must be of the type application/json."))
        try:
            text = request.body.decode()
        except (UnicodeDecodeError, RawPostDataException) as error:
            raise RefusalError("unreadable", _("The body is no UTF-8.")) from error
        return read_json(text)


def read_json(text: str) -> Any:  # noqa: ANN401 – JSON holds anything
    """One JSON document; raises RefusalError where it is none, or one that readers could understand differently."""
    if _depth(text) > DEEPEST:
        raise RefusalError("unreadable", _("The document is nested too deeply."))
    try:
        return json.loads(
            text,
            parse_constant=_no_constant,
            parse_int=_whole,
            object_pairs_hook=_each_name_once,
        )
    except json.JSONDecodeError as error:
        where = _("line {line}, column {column}").format(line=error.lineno, column=error.colno)
        raise RefusalError("unreadable", _("The body is no JSON: {where}.").format(where=where)) from error


def _depth(text: str) -> int:
    """How deep brackets nest at most, outside of texts."""
    depth = deepest = 0
    is_text = is_escaped = False
    for letter in text:
        if is_text:
            is_text = is_escaped or letter != '"'
            is_escaped = letter == "\\" and not is_escaped
        elif letter == '"':
            is_text = True
        elif letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest


def _no_constant(word: str) -> float:
    raise RefusalError("unreadable", _("{word} is no number of JSON.").format(word=word))


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise RefusalError(
            "unreadable", _("A number has too many digits: {number}…").format(number=digits[:20])
        )
    return int(digits)


def _each_name_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RefusalError("unreadable", _("“{name}” occurs twice.").format(name=shown_value(twice)))
    return found
