"""What differs from allauth's own pages of second factors."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from cascais.web.accounts.second_factor import must_keep


class PasskeyAgainView(ReauthenticateWebAuthnView):
    """Asks for a passkey before something that matters; one that is not accepted may be shown again."""

    def form_invalid(self, form: ReauthenticateWebAuthnForm) -> HttpResponse:
        messages.error(self.request, _("The passkey was not accepted. Try again."))
        return redirect(self.request.get_full_path())


class RemovePasskeyView(RemoveWebAuthnView):
    """Removes a passkey, but not the last second factor of somebody whose role needs one."""

    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Form) -> HttpResponse:
        if must_keep(self.get_object()):
            words = _("Your role needs a second factor. Add another before you remove this one.")
            messages.error(self.request, words)
            return redirect("mfa_index")
        answer: HttpResponse = super().form_valid(form)
        return answer
