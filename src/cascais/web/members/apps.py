"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "cascais.web.members"
    label = "members"
