"""Who may go on with an upload: the person who began it, while still one who may write drafts of the member."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.roles import Ability, has_ability
from cascais.web.imports.models import Upload
from cascais.web.permissions import Policy, User, nobody


def _own(user: User) -> Q:
    if not user.is_authenticated:
        return nobody()
    return Q(user=user) & has_ability(user, Ability.EDIT_DRAFTS, "member")


CONTINUE_UPLOAD: Policy[Upload] = Policy(_own)
