"""Tells the history who asks for a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cascais.web.history.acting import API, PAGE, acting

INTERFACE = "/api/"


def middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a request changes is written down as the change of the person who is signed in.

    The person is looked up when something changes, so that a page that only reads does not ask who reads.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        origin = API if request.path_info.startswith(INTERFACE) else PAGE
        with acting(lambda: _person(request), origin):
            return get_response(request)

    return answer


def _person(request: HttpRequest) -> int | None:
    user = getattr(request, "user", None)
    return user.pk if user is not None else None
