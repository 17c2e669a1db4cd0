"""The description of the interface as a page, made from its OpenAPI document: no script, nothing from elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.web.api.interface import API
from cascais.web.api.problems import KINDS, RefusalError, problem_response
from cascais.web.api.reading_document import sections, shapes
from cascais.web.navigation import Step, trail


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every operation with what it takes and what it answers."""
    document = API.get_openapi_schema()
    context = {
        "sections": sections(document),
        "shapes": shapes(document),
        "problems": KINDS.values(),
        "calls": settings.API_CALLS_PER_MINUTE,
        "token_calls": settings.API_TOKEN_CALLS_PER_MINUTE,
        "trail": trail(Step(_("Interface for programs"))),
    }
    return render(request, "api/reference.html", context)


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """The answer where there is no operation."""
    return problem_response(RefusalError("not-found"))
