"""Brings database and files up to this version of Cascais. What is up to date stays as it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

import cascais.web
from cascais.web.display.bundle import write_bundle
from cascais.web.display.catalogues import compile_catalogues
from cascais.web.environment import read_environment

WEB = Path(cascais.web.__file__).parent


def build_files(data_folder: Path) -> None:
    """Make what the settings look for when Django reads them: the charts' library and the compiled catalogues."""
    write_bundle(data_folder / "built")
    compile_catalogues(WEB.parent / "locale", data_folder / "locale")


def bring_up_to_date() -> None:
    """Migrate the database, collect the static files, compute totals anew that another version computed."""
    django.setup()
    call_command("migrate", verbosity=1, interactive=False)
    call_command("refresh_totals")
    call_command("refresh_glances")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def main() -> int:
    """Do all of it; settings that cannot be used are said in words, without a stack."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascais.web.settings")
    try:
        build_files(read_environment().data_folder)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        return 2
    bring_up_to_date()
    return 0


if __name__ == "__main__":
    sys.exit(main())
