"""Roles and invitations of Gabrovo, and what belongs to one person: sessions, a role, second factors."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from cascais.web.accounts.models import Assignment, Invitation, Role, SignIn
from cascais.web.accounts.own_views import SALT
from cascais.web.members.models import Member


def places(gabrovo: Member, person: User) -> dict[str, object]:
    soon = timezone.now() + timedelta(days=1)
    viewer, _ = User.objects.get_or_create(username="walked-other-viewer")
    role, _ = Assignment.objects.get_or_create(user=viewer, role=Role.VIEWER, member=gabrovo)
    invitation, _ = Invitation.objects.get_or_create(
        email="asked@walked.example",
        role=Role.VIEWER,
        member=gabrovo,
        defaults={"secret_sha256": "walked", "expires_at": soon},
    )
    key = f"walked{person.pk}"
    Session.objects.get_or_create(session_key=key, defaults={"session_data": "", "expire_date": soon})
    elsewhere, _ = SignIn.objects.get_or_create(session_key=key, defaults={"user": person})
    if not Authenticator.objects.filter(user=person).exists():
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
        WebAuthn.add(person, "laptop", credential())
    passkey = Authenticator.objects.get(user=person, type=Authenticator.Type.WEBAUTHN)
    return {
        "end_one:pk": elsewhere.pk,
        "leave:pk": person.assignments.get().pk,
        "take_away:pk": role.pk,
        "withdraw:pk": invitation.pk,
        "account:pk": viewer.pk,
        "mfa_remove_webauthn:pk": passkey.pk,
        "key": "climate_alliance",
        "uidb64": "x",
        "address_link:token": signing.dumps([person.pk, person.email, "new@walked.example"], salt=SALT),
        "token": "x-y",
        "secret": "nonsense",
        "provider_id": "sso",
    }


def credential() -> dict[str, object]:
    """What a browser answers when it has made a passkey."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    made = AttestedCredentialData.create(Aaguid.NONE, b"walked-passkey", key)
    data = AuthenticatorData.create(b"0" * 32, flags, 1, made)
    client = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "http://testserver")
    return {
        "id": websafe_encode(b"walked-passkey"),
        "rawId": websafe_encode(b"walked-passkey"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }
