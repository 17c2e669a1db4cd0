"""Who may see a member, write its drafts, edit what is published of it, and keep its place in the register."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.roles import Ability, has_ability
from cascais.web.members.models import Member
from cascais.web.permissions import Policy, User


def _everybody(user: User) -> Q:
    return Q()


SEE_MEMBER: Policy[Member] = Policy(_everybody)
SEE_DRAFTS_OF: Policy[Member] = Policy(lambda user: has_ability(user, Ability.SEE_DRAFTS))
DRAFT_FOR: Policy[Member] = Policy(lambda user: has_ability(user, Ability.EDIT_DRAFTS))
EDIT_MEMBER: Policy[Member] = Policy(lambda user: has_ability(user, Ability.PUBLISH))
MANAGE_PEOPLE_OF: Policy[Member] = Policy(lambda user: has_ability(user, Ability.MANAGE_PEOPLE))
KEEP_REGISTER_OF: Policy[Member] = Policy(lambda user: has_ability(user, Ability.KEEP_REGISTER))
ENTER_FOR: Policy[Member] = Policy(
    lambda user: has_ability(user, Ability.PUBLISH) | has_ability(user, Ability.KEEP_REGISTER)
)
"""What both a member's editors and the secretariat may enter: inhabitants, resolutions, applications."""
