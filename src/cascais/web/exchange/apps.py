"""Names the app."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "cascais.web.exchange"
    label = "exchange"
