"""Brings the kept totals up to date after Cascais or its tables have changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cascais.web.inventories.keeping import refresh_totals


class Command(BaseCommand):
    help = "Compute anew what another version of Cascais or of its tables computed."

    def handle(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 – as in the parent
        done, failures = refresh_totals()
        for failure in failures:
            self.stderr.write(f"Not computed anew, the totals of before stay. {failure}")
        return f"{done} inventories are computed anew." if done else None
