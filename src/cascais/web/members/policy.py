"""Who may see and who may edit a member."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.models import Editor
from cascais.web.members.models import Member
from cascais.web.permissions import Policy, User, nobody


def _everybody(user: User) -> Q:
    return Q()


def _linked(user: User) -> Q:
    if not user.is_authenticated:
        return nobody()
    return Q(pk__in=Editor.objects.filter(user=user).values("member"))


SEE_MEMBER: Policy[Member] = Policy(_everybody)
EDIT_MEMBER: Policy[Member] = Policy(_linked)
