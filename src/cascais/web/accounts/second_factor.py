"""Who has a second factor, who needs one, and the gate for those who need one and have none."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cascais.web.accounts.models import Assignment

CONFIRMED = "has_second_factor"
"""The key of the session that says so, so that it is looked up once."""
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
OPEN_TO_ALL = ("accounts:", "mfa_", "account_", "openid_connect_", "set_language")
"""What may be reached without: one's account, and the pages that set a second factor up."""


def has_second_factor(user: User) -> bool:
    """Whether a person signs in with more than a password."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def needs_second_factor(user: User) -> bool:
    """Whether one of a person's roles needs a second factor."""
    roles = settings.SECOND_FACTOR_ROLES
    return bool(roles) and Assignment.objects.filter(user=user, role__in=roles).exists()


def must_keep(authenticator: Authenticator) -> bool:
    """Whether a factor is the last of somebody who needs one."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(
        pk=authenticator.pk
    )
    return needs_second_factor(authenticator.user) and not others.exists()


def gate(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: lead who needs a second factor and has none to the page where it is set up."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *_view: object) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_ROLES or _may_pass(request):
            return None
        messages.warning(request, _("Your role needs a second factor. Set one up here to go on."))
        return redirect("mfa_index")

    answer.process_view = process_view  # type: ignore[attr-defined]
    return answer


def _may_pass(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name.startswith(OPEN_TO_ALL) or not request.user.is_authenticated or request.session.get(CONFIRMED):
        return True
    if not has_second_factor(request.user):
        return not needs_second_factor(request.user)
    request.session[CONFIRMED] = True
    return True
