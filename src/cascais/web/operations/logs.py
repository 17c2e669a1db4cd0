"""The log of the site: one line of JSON for each request and each failure, without what tells who somebody is.

A line names the route and not the address, the role and not the person. Messages of exceptions are left out, as a
database quotes the values that it refuses; where it failed is written instead.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from typing import Any

from django.http import HttpRequest

E_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
NETWORK_ADDRESS = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){4,7}", re.IGNORECASE
)


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            **getattr(record, "fields", {}),
        }
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            line |= {"request": getattr(request, "log_id", ""), "route": route_of(request)}
        if record.exc_info and record.exc_info[0]:
            line |= {"exception": record.exc_info[0].__name__, "stack": _stack(record)}
        return json.dumps(line, ensure_ascii=False)


class PlainLines(JsonLines):
    """Writes the same for the eyes of whoever started the site in a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        line = json.loads(super().format(record))
        stack = line.pop("stack", [])
        head = [str(line.pop(name)) for name in ("at", "level", "logger", "message")]
        rest = [f"{name}={value}" for name, value in line.items()]
        return "\n".join([" ".join([*head, *rest]), *(f"    {place}" for place in stack)])


def route_of(request: HttpRequest) -> str:
    """The name of the route; addresses are not written, as some hold a secret."""
    return request.resolver_match.view_name if request.resolver_match else ""


def _message(record: logging.LogRecord) -> str:
    """The text of a record; those of Django about a request hold the address, and only their beginning is kept."""
    if hasattr(record, "request") and record.args:
        return str(record.args[0] if isinstance(record.args, tuple) else record.msg)
    return NETWORK_ADDRESS.sub("…", E_MAIL.sub("…@…", record.getMessage()))


def _stack(record: logging.LogRecord) -> list[str]:
    frames = traceback.extract_tb(record.exc_info[2]) if record.exc_info else []
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
