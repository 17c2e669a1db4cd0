"""Who may see and who may edit an inventory: published ones are for all, drafts for those with a role."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.roles import Ability, has_ability
from cascais.web.inventories.models import InventoryYear
from cascais.web.permissions import Policy, User


def _published_or_own(user: User) -> Q:
    if not user.is_authenticated:
        return Q(is_published=True)
    return Q(is_published=True) | Q(
        pk__in=InventoryYear.objects.filter(has_ability(user, Ability.SEE_DRAFTS, "member")).values("pk")
    )


SEE_INVENTORY: Policy[InventoryYear] = Policy(_published_or_own)
EDIT_INVENTORY: Policy[InventoryYear] = Policy(lambda user: has_ability(user, Ability.EDIT_DRAFTS, "member"))
PUBLISH_INVENTORY: Policy[InventoryYear] = Policy(lambda user: has_ability(user, Ability.PUBLISH, "member"))
