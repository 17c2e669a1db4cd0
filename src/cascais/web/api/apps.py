"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "cascais.web.api"
    label = "api"
