"""Everything that must be there before the demonstration can be served; each step does only what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

import cascais.web
from cascais.web.display.bundle import write_bundle
from cascais.web.display.catalogues import compile_catalogues

WEB = Path(cascais.web.__file__).parent


def prepare(report: Callable[[str], None]) -> None:
    """Bring the database, its content and the static files up to date, and report each step that did something."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demonstration")
    if collect_static():
        report("The static files are collected.")


def build_files(data_folder: Path) -> None:
    """Make what the settings look for at start: the charts' library and the compiled catalogues."""
    write_bundle(data_folder / "built")
    compile_catalogues(WEB.parent / "locale", data_folder / "locale")


def collect_static() -> bool:
    """Collect the static files when any of them changed; tells whether it did."""
    stamp = Path(settings.STATIC_ROOT) / "collected.txt"
    wanted = _digest([Path(folder) for folder in settings.STATICFILES_DIRS])
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted, encoding="utf-8")
    return True


def _digest(folders: list[Path]) -> str:
    found = hashlib.sha256(cascais.__version__.encode())
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        found.update(path.name.encode())
        found.update(path.read_bytes())
    return found.hexdigest()
