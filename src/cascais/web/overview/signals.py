"""Has changes of members worked in once they are committed, and the triggers made after each migration."""

from __future__ import annotations

from django.apps import apps
from django.db.models.signals import post_delete, post_migrate, post_save

from cascais.web.overview.marking import WATCHED, install_triggers
from cascais.web.overview.settling import settle_soon


def connect() -> None:
    """Listen to the models of the watched tables."""
    watched = {each.table for each in WATCHED}
    for model in apps.get_models():
        if model._meta.db_table in watched:
            post_save.connect(settle_soon, sender=model, dispatch_uid="overview_settle_soon")
            post_delete.connect(settle_soon, sender=model, dispatch_uid="overview_settle_soon")
    post_migrate.connect(
        install_triggers, sender=apps.get_app_config("overview"), dispatch_uid="overview_triggers"
    )
