"""Runs one of Django's commands on this site; settings that cannot be used are said in words, without a stack."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from cascais.web.environment import read_environment

BAD_SETTINGS = 2


def main() -> int:
    """Check the environment, then run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascais.web.settings")
    try:
        read_environment()
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        return BAD_SETTINGS
    execute_from_command_line(["cascais", *sys.argv[1:]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
