"""Who may see and who may edit a target."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.models import Editor
from cascais.web.commitments.models import Target
from cascais.web.permissions import Policy, User, nobody


def _everybody(user: User) -> Q:
    return Q()


def _of_own_member(user: User) -> Q:
    if not user.is_authenticated:
        return nobody()
    return Q(member__in=Editor.objects.filter(user=user).values("member"))


SEE_TARGET: Policy[Target] = Policy(_everybody)
EDIT_TARGET: Policy[Target] = Policy(_of_own_member)
