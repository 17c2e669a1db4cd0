"""Signing in and out, the password, and one's own page."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cascais.web.accounts import letters, sign_ins
from cascais.web.accounts.configuration import PROVIDER
from cascais.web.accounts.forms import ResetForm, SignInForm
from cascais.web.accounts.second_factor import has_second_factor, needs_second_factor
from cascais.web.members.models import Member
from cascais.web.members.policy import DRAFT_FOR, MANAGE_PEOPLE_OF
from cascais.web.navigation import Step, trail


class SignInView(LoginView):
    """Takes name and password; whoever has a second factor is asked for it before being signed in."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer: HttpResponse = perform_login(
            self.request, form.get_user(), redirect_url=self.get_success_url()
        )
        return answer

    def get_context_data(self, **context: Any) -> dict[str, Any]:  # noqa: ANN401 – as the parent takes them
        apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
        if apps:
            context |= {
                "single_sign_on": apps[0]["name"],
                "single_sign_on_url": reverse("openid_connect_login", args=[PROVIDER]),
            }
        return super().get_context_data(**context)


class PasswordView(PasswordChangeView):
    """Changes the password; it ends the person's other sessions."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:own")
    extra_context = {"needs_old": True}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        before = self.request.session.session_key or ""
        answer = super().form_valid(form)
        sign_ins.follow(before, self.request.session.session_key or "")
        letters.tell_of_change(form.user, _("The password was changed."))
        messages.success(self.request, _("The password is changed. You are signed out everywhere else."))
        return answer


class ResetLinkView(PasswordResetConfirmView):
    """Takes a new password from whoever has the link of the letter; the second factor is asked for afterwards."""

    template_name = "accounts/reset_link.html"
    success_url = reverse_lazy("accounts:sign_in")

    def form_valid(self, form: SetPasswordForm[User]) -> HttpResponse:
        answer = super().form_valid(form)
        letters.tell_of_change(form.user, _("The password was changed with a link from a letter."))
        messages.success(self.request, _("The new password is stored. Sign in with it."))
        return answer


sign_in = SignInView.as_view()
sign_out = LogoutView.as_view()
change_password = PasswordView.as_view()
reset_link = ResetLinkView.as_view()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the answer and the work are the same whether there is an account or not."""
    form = ResetForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/reset.html", {"form": form}, status=status)
    address = form.cleaned_data["email"]
    if ratelimit.consume(request, action="reset_password", key=address.casefold()):
        letters.reset(address, letters.site_of(request))
    return redirect("accounts:reset_sent")


@require_safe
def reset_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next, to everybody alike."""
    return render(request, "accounts/reset_sent.html")


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """What the person who is signed in may do, where, and from where."""
    user = request.user
    assert isinstance(user, User)
    context = {
        "roles": user.assignments.select_related("member", "network"),
        "members": DRAFT_FOR.rows(user, Member.objects.all())[:200],
        "manages_people": MANAGE_PEOPLE_OF.rows(user, Member.objects.all()).exists(),
        "sign_ins": sign_ins.live(user),
        "session_key": request.session.session_key,
        "has_second_factor": has_second_factor(user),
        "needs_second_factor": needs_second_factor(user),
        "trail": trail(Step(_("Your account"))),
    }
    return render(request, "accounts/own.html", context)
