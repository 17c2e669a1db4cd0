"""Names the app, and lets the history begin once the tables are there."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class HistoryConfig(AppConfig):
    name = "cascais.web.history"
    label = "history"

    def ready(self) -> None:
        # Its models are not there yet when this module is read.
        begin = import_string("cascais.web.history.beginning.begin_history")
        post_migrate.connect(begin, sender=self, dispatch_uid="beginning of the history")
