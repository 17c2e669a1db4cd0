"""Writes down what there was before the history began, where a site is brought up to a version that keeps one."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from cascais.web.history.acting import COMMAND, acting, current
from cascais.web.history.capture import images, note_lines, pending_of
from cascais.web.history.models import ChainHead
from cascais.web.history.pending import Change
from cascais.web.history.tracked import OWNER_FIELD, TRACKED, line_models


def begin_history(**_: Any) -> None:  # noqa: ANN401 – what the signal gives
    """After a migration: take down all records as they are, unless the chain has a link already."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return  # brought to some state in between, whose tables are not those of this version
    if ChainHead.objects.filter(number__gt=0).exists():
        return
    with transaction.atomic(), acting(None, COMMAND):
        take_down()


def take_down() -> None:
    """Take down all records as if they were entered now."""
    by, pending = current(), pending_of(connection)
    for tracked in TRACKED:
        rows = tracked.model._base_manager.order_by("pk")
        pending.changes.extend(
            Change(tracked, str(key), by, None, held) for key, held in images(tracked, rows)
        )
    for model in line_models():
        owners = model._base_manager.order_by().values_list(f"{OWNER_FIELD}_id", flat=True).distinct()
        note_lines(connection, set(owners))
