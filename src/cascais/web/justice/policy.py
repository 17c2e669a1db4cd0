"""Who may see and who may edit what a member does for climate justice."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.roles import Ability, has_ability
from cascais.web.justice.models import ProcurementPledge, SupportProject
from cascais.web.permissions import Policy, User


def _everybody(user: User) -> Q:
    return Q()


def _editors(user: User) -> Q:
    return has_ability(user, Ability.PUBLISH, "member")


SEE_PROJECT: Policy[SupportProject] = Policy(_everybody)
EDIT_PROJECT: Policy[SupportProject] = Policy(_editors)
SEE_PLEDGE: Policy[ProcurementPledge] = Policy(_everybody)
EDIT_PLEDGE: Policy[ProcurementPledge] = Policy(_editors)
