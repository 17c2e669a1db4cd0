"""Names the app, and has changes of members worked in."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import import_string


class OverviewConfig(AppConfig):
    name = "cascais.web.overview"
    label = "overview"

    def ready(self) -> None:
        import_string("cascais.web.overview.signals.connect")()
