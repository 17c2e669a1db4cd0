"""What differs from allauth's own pages of second factors."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class PasskeyAgainView(ReauthenticateWebAuthnView):
    """Asks for a passkey before something that matters; one that is not accepted may be shown again."""

    def form_invalid(self, form: ReauthenticateWebAuthnForm) -> HttpResponse:
        messages.error(self.request, _("The passkey was not accepted. Try again."))
        return redirect(self.request.get_full_path())
