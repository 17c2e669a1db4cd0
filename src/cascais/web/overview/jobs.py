"""Work of the network view that nobody waits for."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cascais.web.operations.queue import job
from cascais.web.overview.settling import settle


@job(_("Work changed members into the network view"), in_steps=True, every=timedelta(minutes=10))
def settle_members() -> None:
    """Work in every member that is marked."""
    settle()
