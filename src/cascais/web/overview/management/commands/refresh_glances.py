"""Brings the network view up to date after Cascais or its tables have changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cascais.web.overview.settling import refresh_all


class Command(BaseCommand):
    help = "Make anew what the network view shows of members, where it is missing or another version made it."

    def handle(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 – as in the parent
        done = refresh_all()
        return f"{done} members are looked at anew." if done else None
