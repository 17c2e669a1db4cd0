"""Who may see and who may edit an inventory: published ones are for all, drafts for the member's editors."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.models import Editor
from cascais.web.inventories.models import InventoryYear
from cascais.web.permissions import Policy, User, nobody


def _of_own_member(user: User) -> Q:
    if not user.is_authenticated:
        return nobody()
    return Q(member__in=Editor.objects.filter(user=user).values("member"))


def _published_or_own(user: User) -> Q:
    return Q(is_published=True) | _of_own_member(user)


SEE_INVENTORY: Policy[InventoryYear] = Policy(_published_or_own)
EDIT_INVENTORY: Policy[InventoryYear] = Policy(_of_own_member)
