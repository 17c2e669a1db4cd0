"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class JusticeConfig(AppConfig):
    name = "cascais.web.justice"
    label = "justice"
