"""Who may see and who may edit a target."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.roles import Ability, has_ability
from cascais.web.commitments.models import Target
from cascais.web.permissions import Policy, User


def _everybody(user: User) -> Q:
    return Q()


SEE_TARGET: Policy[Target] = Policy(_everybody)
EDIT_TARGET: Policy[Target] = Policy(lambda user: has_ability(user, Ability.PUBLISH, "member"))
