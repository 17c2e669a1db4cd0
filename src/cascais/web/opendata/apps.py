"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "cascais.web.opendata"
    label = "opendata"
