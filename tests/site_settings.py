"""The site's settings for tests: its data in a folder apart, with the files that the settings look for."""

from __future__ import annotations

import os
from pathlib import Path

from cascais.web.demonstration.preparing import build_files

DATA = Path(__file__).resolve().parent.parent / "var" / "tests"

# Before the settings are read: they take their folders from the environment, and look at what is in them.
os.environ["CASCAIS_DATA"] = str(DATA)
(DATA / "static").mkdir(parents=True, exist_ok=True)
build_files(DATA)

from cascais.web.settings import *  # noqa: E402, F403

if ENVIRONMENT.database.is_sqlite:  # noqa: F405
    # Several test processes give their databases names of their own, but for Django's own engine alone.
    # Looking for doctests runs this module a second time: what Django has added meanwhile must stay.
    DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"  # noqa: F405
