"""Whether there is room, and whether the files are there that are made from others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from cascais.web.environment import Environment
from cascais.web.operations.examining import Found, examination, good, missing, weak

MEGABYTE = 1024 * 1024
LITTLE = 1024 * MEGABYTE
TOO_LITTLE = 100 * MEGABYTE
FIRST_YEAR = 2026


@examination
def disk(environment: Environment) -> Iterator[Found]:
    """How much room there is for data and backups."""
    folders = {environment.data_folder, environment.backup_folder}
    for folder in sorted(folder for folder in folders if folder.is_dir()):
        free = shutil.disk_usage(folder).free
        text = f"{free // MEGABYTE} MB are free in {folder}."
        if free < TOO_LITTLE:
            yield missing(text, "Make room: the database stops where there is none.")
        elif free < LITTLE:
            yield weak(text, "Make room, or move the backups with CASCAIS_BACKUPS.")
        else:
            yield good(text)


@examination
def files(environment: Environment) -> Iterator[Found]:
    """The collected static files and the compiled catalogues."""
    if (Path(settings.STATIC_ROOT) / "cascais" / "style.css").is_file():
        yield good("The static files are collected.")
    else:
        yield missing("The static files are not collected.", "Run: cascais migrate")
    wanted = {code for code, _ in settings.LANGUAGES} - {"en"}
    compiled = {path.parent.parent.name for path in environment.data_folder.glob("locale/*/LC_MESSAGES/*.mo")}
    if lacking := sorted(wanted - compiled):
        yield missing(f"Catalogues are not compiled: {', '.join(lacking)}.", "Run: cascais migrate")
    else:
        yield good(f"Catalogues are compiled: {', '.join(sorted(wanted))}.")


@examination
def clock(environment: Environment) -> Iterator[Found]:
    """Whether the machine knows the year; sessions and second factors need the right time."""
    now = datetime.now(UTC)
    if now.year < FIRST_YEAR:
        yield missing(f"The clock says {now:%Y-%m-%d}.", "Let the machine take its time from the network.")
    else:
        yield good(f"The clock says {now:%Y-%m-%d %H:%M} UTC.")
