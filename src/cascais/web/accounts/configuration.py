"""What the environment may say of signing in: a provider of single sign-on, and who needs a second factor."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PROVIDER = "sso"
ROLES = ("viewer", "contributor", "editor", "coordinator", "secretariat", "administrator")
NEEDED = ("CASCAIS_OIDC_URL", "CASCAIS_OIDC_CLIENT_ID", "CASCAIS_OIDC_CLIENT_SECRET")
OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


def single_sign_on(given: Mapping[str, str] | None = None) -> dict[str, dict[str, Any]]:
    """The providers of single sign-on for the settings: one where all variables are given, none where none is."""
    variables = os.environ if given is None else given
    values = {name: variables.get(name, "").strip() for name in NEEDED}
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(NEEDED):
        return {}
    if missing:
        raise ImproperlyConfigured(
            f"Single sign-on needs {', '.join(NEEDED)}; missing: {', '.join(missing)}. Give all, or none of them."
        )
    address, client, secret = (values[name] for name in NEEDED)
    app = {
        "provider_id": PROVIDER,
        "name": variables.get("CASCAIS_OIDC_NAME", "").strip() or str(urlsplit(address).hostname),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": _checked(address), "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def second_factor_roles(given: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The roles whose people may do nothing before they have a second factor."""
    variables = os.environ if given is None else given
    text = variables.get("CASCAIS_REQUIRE_SECOND_FACTOR", "")
    roles = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        raise ImproperlyConfigured(
            f"CASCAIS_REQUIRE_SECOND_FACTOR names {', '.join(unknown)}; write roles out of {', '.join(ROLES)}, "
            "separated by commas."
        )
    return roles


def _checked(address: str) -> str:
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in OWN_MACHINE)
    if not parts.hostname or not is_safe:
        raise ImproperlyConfigured(
            f"CASCAIS_OIDC_URL is “{address}”; write the address of the issuer, such as https://login.example.org/realm"
        )
    return address.rstrip("/")
