"""Who may see and who may enter what members handed in."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.overview.models import HandedIn
from cascais.web.permissions import Policy
from cascais.web.register.policy import of_kept_network

SEE_HANDED_IN: Policy[HandedIn] = Policy(lambda user: Q())
KEEP_HANDED_IN: Policy[HandedIn] = Policy(of_kept_network)
