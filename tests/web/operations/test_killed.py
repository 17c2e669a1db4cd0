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

import pytest

from cascais.web.operations.backups.restoring import address_of, restore_backup

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="needs fork"),
]

SITE = Path(__file__).with_name("killed_site.py")
FEW = 2


def variables(environment) -> dict[str, str]:
    own = {"CASCAIS_DATA": str(environment.data_folder), "DATABASE_URL": address_of(environment.database)}
    rest = {name: value for name, value in os.environ.items() if not name.startswith(("CASCAIS_", "DJANGO_"))}
    return {**rest, **own, "CASCAIS_LOG_LEVEL": "WARNING", "CASCAIS_LOG_FORM": "plain"}


def test_a_site_killed_at_random_moments_is_whole_afterwards(installed, tmp_path):
    site = installed("killed")
    kills, seed = int(os.environ.get("CASCAIS_KILLS", FEW)), random.randrange(10**6)
    backups = tmp_path / "backups"
    backups.mkdir()
    command = [sys.executable, str(SITE), str(backups), str(kills), str(seed)]
    done = subprocess.run(command, env=variables(site), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"seed {seed}:\n{done.stdout}\n{done.stderr}"
    figures = json.loads(done.stdout)
    sys.stdout.write(f"{kills} kills: {figures}\n")
    if kills > FEW:
        assert figures["inventories"] >= kills and figures["backups"] >= kills // 10
    elsewhere = installed("elsewhere", is_empty=True)
    for newest in sorted(backups.glob("*.zip"))[-1:]:
        restore_backup(elsewhere, newest, lambda _: None, replaces=True)
