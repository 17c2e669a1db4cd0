"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class InventoriesConfig(AppConfig):
    name = "cascais.web.inventories"
    label = "inventories"
