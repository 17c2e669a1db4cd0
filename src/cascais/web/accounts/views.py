"""Signing in and out, the password, and one's own page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.web.accounts.forms import SignInForm
from cascais.web.members.models import Member
from cascais.web.members.policy import EDIT_MEMBER
from cascais.web.navigation import Step, trail

sign_in = LoginView.as_view(
    template_name="accounts/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
)
sign_out = LogoutView.as_view()
change_password = PasswordChangeView.as_view(
    template_name="accounts/password.html", success_url=reverse_lazy("accounts:own")
)


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """What the person who is signed in may edit."""
    members = EDIT_MEMBER.rows(request.user, Member.objects.all())
    context = {"members": members, "trail": trail(Step(_("Your account")))}
    return render(request, "accounts/own.html", context)
