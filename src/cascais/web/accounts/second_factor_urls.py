"""Addresses of the second factor and of single sign-on: allauth's views under our addresses, by the names it knows."""

from __future__ import annotations

from allauth.account.views import ReauthenticateView
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as single_sign_on
from allauth.socialaccount.views import LoginCancelledView
from django.urls import path

from cascais.web.accounts import views
from cascais.web.accounts.second_factor_views import PasskeyAgainView, RemovePasskeyView
from cascais.web.accounts.single_sign_on_views import begin
from cascais.web.audience import Audience

add_passkey = passkeys.AddWebAuthnView.as_view(initial={"passwordless": True})

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/with/cancelled/", LoginCancelledView.as_view(), name="socialaccount_login_cancelled"),
    path("sign-in/with/<slug:provider_id>/", begin, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", single_sign_on.callback, name="openid_connect_callback"),
    path("again/", ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("again/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", PasskeyAgainView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("second-factor/", factors.index, name="mfa_index"),
    path("second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("second-factor/passkeys/add/", add_passkey, name="mfa_add_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove/", RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
]

AUDIENCE: dict[str, Audience] = {
    "account_login": Audience.DOOR,
    "mfa_authenticate": Audience.DOOR,
    "mfa_login_webauthn": Audience.DOOR,
    "openid_connect_login": Audience.DOOR,
    "openid_connect_callback": Audience.DOOR,
    "socialaccount_login_cancelled": Audience.DOOR,
    "account_reauthenticate": Audience.SIGNED_IN,
    "mfa_reauthenticate": Audience.SIGNED_IN,
    "mfa_reauthenticate_webauthn": Audience.SIGNED_IN,
    "mfa_index": Audience.SIGNED_IN,
    "mfa_activate_totp": Audience.SIGNED_IN,
    "mfa_deactivate_totp": Audience.SIGNED_IN,
    "mfa_view_recovery_codes": Audience.SIGNED_IN,
    "mfa_generate_recovery_codes": Audience.SIGNED_IN,
    "mfa_add_webauthn": Audience.SIGNED_IN,
    "mfa_remove_webauthn": Audience.OWNER,
}
