"""Everything that must be there before the demonstration can be served; a second start does none of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import django
from django.core.management import call_command

import cascais
from cascais.web.environment import Environment
from cascais.web.inventories.computing import computing_files
from cascais.web.operations.preparing import WEB, build_files

STAMP = "prepared.txt"
PACKAGES = ("django", "django-htmx", "whitenoise")


def prepare(environment: Environment, report: Callable[[str], None]) -> None:
    """Bring database, content and static files up to date, and report each step that took its time.

    The stamp in the data folder says for which files this was done last; where it still holds, nothing is done.
    """
    folder = environment.data_folder
    build_files(folder)
    wanted = digest(folder)
    if is_prepared(environment, wanted):
        return
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demonstration")
    call_command("refresh_totals")
    call_command("refresh_glances")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    report("The static files are collected.")
    (folder / STAMP).write_text(wanted, encoding="utf-8")


def is_prepared(environment: Environment, wanted: str) -> bool:
    """Whether the stamp holds and the database is the file beside it; another database is looked at every time."""
    stamp = environment.data_folder / STAMP
    database = Path(environment.database.name)
    is_here = (
        environment.database.is_sqlite and database.parent == environment.data_folder and database.is_file()
    )
    return is_here and stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted


def digest(folder: Path) -> str:
    """A checksum over all that a preparation depends on, from names, sizes and times of change."""
    parts = [cascais.__version__, *(f"{name} {version(name)}" for name in PACKAGES)]
    for path in sorted(_sources(folder)):
        state = path.stat()
        parts.append(f"{path} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for pattern in ("**/static/**/*", "**/migrations/*.py", "demonstration/**/*.toml"):
        yield from (path for path in WEB.glob(pattern) if path.is_file())
    yield from computing_files()
    yield from (path for path in (folder / "built").rglob("*") if path.is_file())
