"""Fixtures that every test may ask for: the real data sets, a PostgreSQL, a browser.

What a machine lacks is skipped with its reason; in CI only the data sets, which are not part of the project,
may be missing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import postgres_cluster

REPOSITORY = Path(__file__).resolve().parent.parent
MARKER_OF_FIXTURE = {"chromium_path": "browser", "postgres_url": "postgres", "shared_data": "shared_data"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it asks for, so that `-m "not browser"` finds it whatever its author wrote."""
    for item in items:
        for fixture in set(MARKER_OF_FIXTURE) & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKER_OF_FIXTURE[fixture])


def missing(reason: str) -> None:
    """Skip the test, or fail it in CI, where everything it needs has to be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"In CI nothing of this may be missing: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of the real data sets."""
    folder = Path(os.environ.get("CASCAIS_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the real data sets are not part of the project, and not in {folder}")
    return folder


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a throwaway PostgreSQL, as DATABASE_URL takes it."""
    if postgres_cluster.binaries() is None:
        missing(postgres_cluster.MISSING)
    with postgres_cluster.cluster() as address:
        yield address


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of the machine's Chromium."""
    candidates = [os.environ.get("CASCAIS_CHROMIUM", ""), *BROWSERS]
    found = next((path for name in candidates if name and (path := shutil.which(name))), "")
    if not found:
        missing("no Chromium on this machine (Debian: apt install chromium)")
    return found
