"""What allauth asks of this site: how people are named to it, what it may say, and whom single sign-on lets in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from cascais.web.accounts import encryption
from cascais.web.accounts.attempts import address_of
from cascais.web.accounts.letters import tell_of_change
from cascais.web.accounts.second_factor import must_keep
from cascais.web.accounts.single_sign_on import person_of

CHANGES = {
    "mfa/email/totp_activated": _("A code from an app was set up as your second factor."),
    "mfa/email/totp_deactivated": _("The code from an app was removed as your second factor."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made."),
    "socialaccount/email/account_connected": _("Single sign-on was connected."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations alone, and letters go the site's own way."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": _("The password is wrong."),
        "too_many_login_attempts": _(
            "There were too many failed attempts. Wait five minutes, then try again."
        ),
        "rate_limited": _("There were too many failed attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or "unknown"

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, _("This account is closed."))
        return redirect("accounts:sign_in")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *others: Any,  # noqa: ANN401 – as the parent takes them
        **options: Any,  # noqa: ANN401 – as the parent takes them
    ) -> None:
        if (message_template or "").startswith("account/messages/logged"):
            return
        super().add_message(request, level, message_template, *others, **options)

    def send_notification_mail(self, template_prefix: str, user: User, *others: Any, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        if template_prefix in CHANGES:
            tell_of_change(user, CHANGES[template_prefix])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are stored encrypted; who needs a second factor keeps one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "The code is wrong, was used already, or is too old. Wait for the next one and try again."
        ),
        "cannot_delete_authenticator": _(
            "Your role needs a second factor. Add another before you remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not must_keep(authenticator)

    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Cascais"}


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Lets in whom the site knows already, or whom somebody has invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401 – as the parent takes them
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401 – as the parent takes them
        if sociallogin.is_existing:
            return
        user = person_of([each.email for each in sociallogin.email_addresses if each.verified is True])
        if user is None:
            page = render(request, "accounts/not_known.html", status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, user)

    def send_notification_mail(self, template_prefix: str, user: User, *others: Any, **options: Any) -> None:  # noqa: ANN401 – as the parent takes them
        if template_prefix in CHANGES:
            tell_of_change(user, CHANGES[template_prefix])
