"""What every answer has in common: an ETag, how long it may be kept, and refusals in one form."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from ninja import Schema

from cascais.web.api.problems import RefusalError, problem_response
from cascais.web.api.rendering import as_json

LETTERS = 32
KEPT = ("Cache-Control", "Content-Location", "ETag", "Expires", "Vary", "Content-Language")
View = Callable[..., HttpResponseBase]


def finished(view: View) -> View:
    """A view of the interface whose answers have what all have in common."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:  # noqa: ANN401 – as views take them
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = view(request, *args, **parts)
        if response.status_code == 405:
            response = problem_response(RefusalError("method", headers={"Allow": response.headers["Allow"]}))
        if not isinstance(response, HttpResponse):
            return response
        _say_for_whom(request, response)
        if response.status_code in (200, 201) and "ETag" not in response.headers:
            response.headers["ETag"] = etag_of(response.content)
        if request.method == "GET" and response.status_code == 200:
            response = _unless_known(request, response)
        if is_head:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return answer


def etag_of(content: bytes) -> str:
    """A strong ETag: it changes with every letter of the answer."""
    return f'"{hashlib.sha256(content).hexdigest()[:LETTERS]}"'


def check_version(request: HttpRequest, stored: Schema | None) -> None:
    """Raise RefusalError unless the caller names the version that is stored; none is named by If-None-Match: *."""
    matches, none = request.headers.get("If-Match", ""), request.headers.get("If-None-Match", "")
    if not matches and not none:
        raise RefusalError("precondition")
    if stored is None:
        is_met = not matches and none.strip() == "*"
    else:
        is_met = bool(matches) and _is_among(etag_of(as_json(stored.model_dump())), matches)
    if not is_met:
        raise RefusalError("changed")


def _say_for_whom(request: HttpRequest, response: HttpResponse) -> None:
    patch_vary_headers(response, ["Authorization", "Accept-Language"])
    if "Cache-Control" not in response.headers:
        is_private = "Authorization" in request.headers
        patch_cache_control(
            response, no_cache=True, **({"private": True} if is_private else {"public": True})
        )


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if not _is_among(response.headers["ETag"], request.headers.get("If-None-Match", "")):
        return response
    headers = {name: response.headers[name] for name in KEPT if name in response.headers}
    return HttpResponseNotModified(headers=headers)


def _is_among(etag: str, header: str) -> bool:
    named = parse_etags(header) if header else []
    return "*" in named or etag in named or f"W/{etag}" in named
