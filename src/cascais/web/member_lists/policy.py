"""Who may bring a list into a network: its secretariat; an upload is gone on with by the person who began it."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.roles import keeps_network
from cascais.web.member_lists.models import ListUpload
from cascais.web.permissions import Policy, User, nobody
from cascais.web.register.models import Network


def _own(user: User) -> Q:
    if not user.is_authenticated:
        return nobody()
    return Q(user=user, network__in=Network.objects.filter(keeps_network(user)).values("pk"))


IMPORT_INTO: Policy[Network] = Policy(keeps_network)
CONTINUE_LIST: Policy[ListUpload] = Policy(_own)
