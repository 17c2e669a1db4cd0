"""Who may go on with an upload: the person who began it, while still an editor of the member."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.models import Editor
from cascais.web.imports.models import Upload
from cascais.web.permissions import Policy, User, nobody


def _own(user: User) -> Q:
    if not user.is_authenticated:
        return nobody()
    return Q(user=user, member__in=Editor.objects.filter(user=user).values("member"))


CONTINUE_UPLOAD: Policy[Upload] = Policy(_own)
