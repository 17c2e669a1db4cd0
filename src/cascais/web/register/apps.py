"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "cascais.web.register"
    label = "register"
