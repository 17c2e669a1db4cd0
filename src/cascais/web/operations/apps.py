"""Names the app, and finds the jobs of all others."""

from __future__ import annotations

from django.apps import AppConfig

from cascais.web.operations.discovery import find_jobs


class OperationsConfig(AppConfig):
    name = "cascais.web.operations"
    label = "operations"

    def ready(self) -> None:
        find_jobs()
