"""One line of the log for each request, with its number, and the role of who asked."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse

from cascais.web.accounts.models import Assignment, Role
from cascais.web.operations.logs import route_of

REQUESTS = logging.getLogger("cascais.requests")
GIVEN_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
ROLE = "role"
"""The key of the session under which the role for the log is kept: looked up once, at sign-in."""


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: give each request a number, write a line when it is answered, and name the number in the answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        request.log_id = given if GIVEN_REQUEST_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        response = get_response(request)
        response["X-Request-ID"] = request.log_id  # type: ignore[attr-defined]
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        REQUESTS.info("answered", extra={"fields": _fields(request, response.status_code, milliseconds)})
        return response

    return answer


def keep_role(sender: type[User], request: HttpRequest, user: User, **_: object) -> None:
    """Keep a person's widest role in the new session."""
    own = set(Assignment.objects.filter(user=user).values_list("role", flat=True))
    request.session[ROLE] = next((str(role) for role in reversed(Role) if role in own), "none")


user_logged_in.connect(keep_role, dispatch_uid="role for the log")


def _fields(request: HttpRequest, status: int, milliseconds: float) -> dict[str, Any]:
    return {
        "request": getattr(request, "log_id", ""),
        "method": request.method,
        "route": route_of(request),
        "status": status,
        "milliseconds": milliseconds,
        "role": _role(request),
    }


def _role(request: HttpRequest) -> str:
    """The role in the session, where the page has read the session anyway."""
    session = getattr(request, "session", None)
    if session is None or not session.accessed or "_auth_user_id" not in session:
        return "visitor"
    return str(session.get(ROLE, "none"))
