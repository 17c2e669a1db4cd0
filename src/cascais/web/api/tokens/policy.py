"""Tokens belong to whoever made them."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.api.models import ApiToken
from cascais.web.permissions import Policy, User, nobody


def _own(user: User) -> Q:
    return Q(user=user) if user.is_authenticated else nobody()


OWN_TOKEN: Policy[ApiToken] = Policy(_own)
