"""Who may see and who may keep a group, and who speaks for a member of it."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.roles import Ability, has_ability
from cascais.web.groups.models import Group, GroupMember
from cascais.web.permissions import Policy, User


def _everybody(user: User) -> Q:
    return Q()


def _confirmed_or_concerned(user: User) -> Q:
    """Who is only asked is known to those who asked and those who may answer."""
    asked_by = has_ability(user, Ability.PUBLISH, "group__coordinator")
    return Q(confirmed_at__isnull=False) | asked_by | has_ability(user, Ability.PUBLISH, "member")


SEE_GROUP: Policy[Group] = Policy(_everybody)
EDIT_GROUP: Policy[Group] = Policy(lambda user: has_ability(user, Ability.PUBLISH, "coordinator"))
SEE_PART: Policy[GroupMember] = Policy(_confirmed_or_concerned)
SPEAK_FOR_PART: Policy[GroupMember] = Policy(lambda user: has_ability(user, Ability.PUBLISH, "member"))
