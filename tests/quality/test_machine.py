"""What a machine lacks is skipped with a reason, and in CI it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
WANTS_A_BROWSER = f"{Path(__file__).relative_to(REPOSITORY)}::test_browser_is_a_program"


def run_without_browser(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "CASCAIS_CHROMIUM")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", WANTS_A_BROWSER, *arguments],
        env={**kept, "PATH": "", **variables},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


def test_browser_is_a_program(chromium_path: str) -> None:
    assert os.access(chromium_path, os.X_OK)


def test_missing_browser_is_skipped_with_its_reason() -> None:
    answer = run_without_browser()
    assert answer.returncode == 0
    assert "apt install chromium" in answer.stdout
    assert "1 skipped" in answer.stdout


def test_missing_browser_fails_in_ci() -> None:
    answer = run_without_browser(CI="true")
    assert answer.returncode == 1
    assert "apt install chromium" in answer.stdout


def test_tests_are_marked_by_what_they_ask_for() -> None:
    answer = run_without_browser("-m", "not browser")
    assert answer.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "1 deselected" in answer.stdout
