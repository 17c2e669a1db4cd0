"""The import of a spreadsheet, step by step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def start(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(slug)
