"""Shows, makes and revokes one's own tokens."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from cascais.web.api.models import ApiToken
from cascais.web.api.tokens.forms import TokenForm
from cascais.web.api.tokens.policy import OWN_TOKEN
from cascais.web.navigation import Step, trail

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@sensitive_variables("secret")
def token_list(request: HttpRequest) -> HttpResponse:
    """One's tokens, and the form for a new one, whose secret is shown this once."""
    user = cast(User, request.user)
    form = TokenForm(request.POST if request.method == "POST" else None, user=user)
    made, secret = None, ""
    if form.is_valid():
        made, secret = form.make()
        form = TokenForm(user=user)
    tokens = OWN_TOKEN.rows(user, ApiToken.objects.select_related("member")).filter(revoked_at=None)
    context = {
        "form": form,
        "made": made,
        "secret": secret,
        "tokens": tokens,
        "trail": trail(Step(_("Your account"), reverse("accounts:own")), Step(_("Tokens for programs"))),
    }
    return render(request, "api/tokens.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
@login_required
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """End a token at once."""
    found = get_object_or_404(OWN_TOKEN.rows(request.user, ApiToken.objects.all()), pk=token)
    if found.revoked_at is None:
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
    messages.success(request, _("The token is revoked. Programs that use it are refused from now on."))
    return redirect("tokens:list")
