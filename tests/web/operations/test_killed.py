"""A site that is killed in the middle of everything has lost nothing, doubled nothing and halved nothing.

`CASCAIS_KILLS=50` kills it as often; the two of every run only see that the test itself still works.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cascais.web.operations.backups.restoring import address_of, restore_backup

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="needs fork"),
]

SITE = Path(__file__).with_name("killed_site.py")
SERVER = Path(__file__).with_name("killed_server.py")
FEW = 2
KILLS = int(os.environ.get("CASCAIS_KILLS", FEW))


def variables(environment) -> dict[str, str]:
    own = {"CASCAIS_DATA": str(environment.data_folder), "DATABASE_URL": address_of(environment.database)}
    rest = {name: value for name, value in os.environ.items() if not name.startswith(("CASCAIS_", "DJANGO_"))}
    return {**rest, **own, "CASCAIS_LOG_LEVEL": "WARNING", "CASCAIS_LOG_FORM": "plain"}


@pytest.fixture
def killed(installed, tmp_path):
    """Kills an installation as a script says, and returns the figures; the newest backup has then been restored."""

    def run(script: Path) -> dict[str, Any]:
        site, seed = installed("killed"), random.randrange(10**6)
        backups = tmp_path / "backups"
        backups.mkdir()
        command = [sys.executable, str(script), str(backups), str(KILLS), str(seed)]
        done = subprocess.run(command, env=variables(site), capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"seed {seed}:\n{done.stdout}\n{done.stderr}"
        elsewhere = installed("elsewhere", is_empty=True)
        newest = sorted(backups.glob("*.zip"))[-1:]
        for path in newest:
            restore_backup(elsewhere, path, lambda _: None, replaces=True)
        said = done.stdout.splitlines()[-1]
        sys.stdout.write(f"{KILLS} kills, {len(newest)} backup restored: {said}\n")
        found: dict[str, Any] = json.loads(said)
        return found

    return run


def test_a_site_killed_at_random_moments_is_whole_afterwards(killed):
    figures = killed(SITE)
    if KILLS > FEW:
        assert figures["inventories"] >= KILLS and figures["backups"] >= KILLS // 10


def test_a_server_killed_while_people_use_it_is_whole_afterwards(killed):
    """Each kill during an import, during publishing and during a backup; what was promised is there."""
    figures = killed(SERVER)
    if KILLS > FEW:
        assert min(figures["in_the_middle"].values()) >= KILLS // 3
        assert figures["small_imports"] and figures["large_imports"] and figures["backups"]
