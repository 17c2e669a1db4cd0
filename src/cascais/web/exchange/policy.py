"""Who may take a member's data along, and who may bring a member in."""

from __future__ import annotations

from cascais.web.accounts.roles import (
    Ability,
    has_ability,
    is_administrator,
    keeps_network,
    keeps_some_register,
)
from cascais.web.members.models import Member
from cascais.web.permissions import Policy, User
from cascais.web.register.models import Network

EXPORT_MEMBER: Policy[Member] = Policy(lambda user: has_ability(user, Ability.PUBLISH))


def may_bring_members(user: User) -> bool:
    """Whether a person may bring a member in from an archive: administrators and secretariats."""
    return is_administrator(user) or keeps_some_register(user)


def networks_to_bring_into(user: User) -> frozenset[str] | None:
    """The keys of the networks whose records a person may bring in; None for all, and whatever else is in it."""
    if is_administrator(user):
        return None
    return frozenset(Network.objects.filter(keeps_network(user)).values_list("key", flat=True))
