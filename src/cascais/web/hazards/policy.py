"""Who may see climate results and who may import them: what is public is for all, the rest for administrators."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.roles import is_administrator
from cascais.web.hazards.models import HazardDataset
from cascais.web.permissions import Policy, User, nobody


def _public_or_kept(user: User) -> Q:
    return Q() if is_administrator(user) else Q(is_public=True)


SEE_DATASET: Policy[HazardDataset] = Policy(_public_or_kept)
KEEP_DATASET: Policy[HazardDataset] = Policy(lambda user: Q() if is_administrator(user) else nobody())
