"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "cascais.web.overview"
    label = "overview"
