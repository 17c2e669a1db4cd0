"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "cascais.web.demonstration"
    label = "demonstration"
