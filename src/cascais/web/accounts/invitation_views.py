"""What somebody sees who has been invited: the link of the letter, and the page where the role is accepted."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cascais.web.accounts.forms import NewAccountForm
from cascais.web.accounts.giving import place_of
from cascais.web.accounts.invitations import NotInvitedError, State, accept, by_digest, free_name, state_of
from cascais.web.accounts.models import Invitation, Role
from cascais.web.accounts.secret_links import digest_of

OPENED = "invitation"
"""The key of the session under which the digest of the opened invitation is kept."""
GONE = 410
REFUSED = 422


@never_cache
@require_safe
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address, where it would stay in the browser's history, into the session."""
    request.session[OPENED] = digest_of(secret)
    return redirect("accounts:invitation")


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Accept an invitation: as who is signed in, or with a new account."""
    found = by_digest(request.session.get(OPENED, ""))
    if found is None or state_of(found) is not State.OPEN:
        state = state_of(found).value if found else "unknown"
        return render(request, "accounts/invitation_closed.html", {"state": state}, status=GONE)
    if isinstance(request.user, User):
        return _as_signed_in(request, found, request.user)
    if User.objects.filter(email__iexact=found.email).exists():
        url = f"{reverse('accounts:sign_in')}?next={reverse('accounts:invitation')}"
        return render(request, "accounts/invitation_sign_in.html", {**_content(found), "url": url})
    return _as_new(request, found)


def _as_signed_in(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/invitation_accept.html", _content(found))
    return _accepted(request, found, user) or redirect("accounts:own")


def _as_new(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None, initial={"username": free_name(found.email)})
    if not form.is_valid():
        status = REFUSED if form.is_bound else 200
        return render(
            request, "accounts/invitation_new.html", {"form": form, **_content(found)}, status=status
        )
    with transaction.atomic():
        user = form.save(commit=False)
        user.email = found.email
        user.save()
        refused = _accepted(request, found, user)
        if refused:
            transaction.set_rollback(True)
            return refused
    answer: HttpResponse = perform_login(request, user, redirect_url=reverse("accounts:own"))
    return answer


def _accepted(request: HttpRequest, found: Invitation, user: User) -> HttpResponse | None:
    try:
        accept(found, user)
    except NotInvitedError:  # two accepted it in the same moment
        return redirect("accounts:invitation")
    request.session.pop(OPENED, None)
    messages.success(request, _("You have accepted the invitation."))
    return None


def _content(found: Invitation) -> dict[str, object]:
    return {"invitation": found, "role": Role(found.role).label, "place": place_of(found)}
