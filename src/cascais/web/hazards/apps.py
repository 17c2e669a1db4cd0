"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "cascais.web.hazards"
    label = "hazards"
