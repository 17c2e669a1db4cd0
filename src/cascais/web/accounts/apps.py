"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cascais.web.accounts"
    label = "accounts"
