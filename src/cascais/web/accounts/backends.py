"""Finds the account that somebody names at sign-in: by its name or by its e-mail address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest


class NameOrAddressBackend(ModelBackend):
    """Checks a password; an account that does not exist takes as long as one that does."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,  # noqa: ANN401 – as the parent takes them
    ) -> User | None:
        if username is None or password is None:
            return None
        user = account_named(username)
        if user is None:
            User().set_password(password)
            return None
        is_right = user.check_password(password)
        return user if is_right and self.user_can_authenticate(user) else None


def account_named(text: str) -> User | None:
    """The account with a name, or the only one with an e-mail address."""
    named = User.objects.filter(username=text).first()
    if named is not None or "@" not in text:
        return named
    return account_with_address(text)


def account_with_address(address: str) -> User | None:
    """The only open account with an e-mail address; nobody, where several share it."""
    found = (
        list(User.objects.filter(email__iexact=address.strip(), is_active=True)[:2])
        if address.strip()
        else []
    )
    return found[0] if len(found) == 1 else None
