"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "cascais.web.groups"
    label = "groups"
