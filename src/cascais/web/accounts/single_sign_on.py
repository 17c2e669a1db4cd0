"""Whom an organisation's own sign-in lets in: people of the site, and people who are invited."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from cascais.web.accounts.backends import account_with_address
from cascais.web.accounts.invitations import accept, free_name, open_invitations


@transaction.atomic
def person_of(addresses: list[str]) -> User | None:
    """The account with one of the e-mail addresses, which the provider has verified; invitations to it are accepted.

    An invitation makes the account where there is none: the address has been shown to be the person's.
    """
    for address in addresses:
        invitations = list(open_invitations().filter(email__iexact=address).select_for_update())
        user = account_with_address(address)
        if user is None and invitations:
            if User.objects.filter(email__iexact=address).exists():
                return None  # closed, or shared by several
            user = User.objects.create_user(free_name(address), email=address)
        if user is not None:
            for invitation in invitations:
                accept(invitation, user)
            return user
    return None
