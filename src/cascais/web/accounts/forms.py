"""The form for signing in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cascais.web.accounts import attempts


class SignInForm(AuthenticationForm):
    """Name and password, with a pause after too many failures."""

    error_messages = {
        "invalid_login": _(
            "Name and password do not go together. Look at the language of the keyboard and at Caps Lock, then try again."
        ),
        "inactive": _("This account is closed."),
        "blocked": _("There were too many failed attempts. Wait a quarter of an hour, then try again."),
    }

    def clean(self) -> dict[str, Any]:
        account = self.cleaned_data.get("username", "")
        if self.request is not None and attempts.is_blocked(self.request, account):
            raise ValidationError(self.error_messages["blocked"], code="blocked")
        try:
            cleaned = super().clean()
        except ValidationError:
            if self.request is not None:
                attempts.note_failure(self.request, account)
            raise
        if self.request is not None:
            attempts.forget(self.request, account)
        return cleaned
