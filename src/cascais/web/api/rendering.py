"""Writes answers as JSON: the letters of every script as they are, no number that JSON does not know."""

from __future__ import annotations

import json

from django.http import HttpRequest
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder


def as_json(data: object) -> bytes:
    """A document in UTF-8; the same data always give the same bytes."""
    text = json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # A lone half of a letter, repeated from what was sent, becomes the escape that JSON has for it.
    return text.encode(errors="backslashreplace")


class Renderer(BaseRenderer):
    """How the interface writes its answers."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: object, *, response_status: int) -> bytes:
        return as_json(data)
