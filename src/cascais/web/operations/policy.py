"""Who looks after the site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from cascais.web.accounts.roles import is_administrator


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let administrators in, send visitors to the door, and refuse all others."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, **given: object) -> HttpResponse:
        if not is_administrator(request.user):
            raise PermissionDenied
        return view(request, **given)

    return guarded
