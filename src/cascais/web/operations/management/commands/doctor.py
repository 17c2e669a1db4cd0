"""Says what is missing or weak, and what to do about it."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cascais.web.operations.examining import Level, examine

MARKS = {Level.GOOD: "good   ", Level.WEAK: "WEAK   ", Level.MISSING: "MISSING"}


class Command(BaseCommand):
    help = "Say what is missing or weak, and what to do about it."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 – as in the parent
        found = list(examine(settings.ENVIRONMENT))
        for topic, each in found:
            self.stdout.write(f"{MARKS[each.level]} {topic.replace('_', '-'):<9} {each.what}")
            if each.what_to_do:
                self.stdout.write(f"{'':17} → {each.what_to_do}")
        levels = [each.level for _, each in found]
        self.stdout.write(f"\n{levels.count(Level.MISSING)} missing, {levels.count(Level.WEAK)} weak.")
        if Level.MISSING in levels:
            sys.exit(1)
