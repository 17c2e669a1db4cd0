"""People who press a button at the same moment, on a real SQLite file and on a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SITE = Path(__file__).with_name("racing_site.py")


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_nobody_s_work_is_overwritten(vendor, tmp_path, request):
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "DATABASE_URL" and not name.startswith(("CASCAIS_", "DJANGO_"))
    }
    own = {"CASCAIS_DATA": str(tmp_path)}
    if vendor == "postgresql":
        own["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    command = [sys.executable, str(SITE), str(tmp_path / "races.sqlite3")]
    done = subprocess.run(command, env={**kept, **own}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"4 races of 8 rounds on {vendor}" in done.stdout
