"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "cascais.web.operations"
    label = "operations"
