"""Loads the demonstration's cities and people."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cascais.web.demonstration.loading import load


class Command(BaseCommand):
    help = "Load the demonstration's cities and people, unless they are loaded already."

    def handle(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 – as in the parent
        return "The demonstration's cities are loaded." if load() else None
