"""The science imports fast and without the web; every locked dependency imports at all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
LONGEST_IMPORT_SECONDS = 0.3
HEAVY = {"django", "pandas", "xarray", "dask", "altair", "polars", "scipy"}
REQUIREMENT = re.compile(r"^([a-z0-9][a-z0-9-]*)==(\S+)", re.MULTILINE)
# Distributions that have nothing to import: type stubs, and markers for other systems.
WITHOUT_MODULES = ("types-", "django-stubs")
IMPORT_ALL = """
import importlib, json, sys
failures = {}
for name in json.load(sys.stdin):
    try:
        importlib.import_module(name)
    except Exception as error:
        failures[name] = repr(error)
print(json.dumps(failures))
"""
BLOCKER = """
import importlib.abc, sys
BLOCKED = set({blocked!r})
class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"{{name}} is not among the dependencies of the pure science", name=name)
sys.meta_path.insert(0, Blocker())
"""
PURE_MODULES = (
    "cascais.units",
    "cascais.tables.reading",
    "cascais.inventory.activities",
    "cascais.inventory.emissions",
    "cascais.inventory.checks",
    "cascais.inventory.frameworks",
    "cascais.pathways",
    "cascais.connectors",
    "cascais.workflows",
    "cascais.cli",
)


def run_python(code: str, given: str = "") -> str:
    # Some libraries read the site's settings when they are imported; the tests' own lie on no path there.
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "cascais.web.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", code],
        input=given,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=False,
        env=variables,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    text = (REPOSITORY / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    return dict(REQUIREMENT.findall(text))


@cache
def owners_of_modules() -> dict[str, list[str]]:
    return {
        module: [normal(owner) for owner in owners]
        for module, owners in metadata.packages_distributions().items()
    }


def top_level_modules(distribution: str) -> set[str]:
    return {
        module
        for module, owners in owners_of_modules().items()
        if module.isidentifier() and distribution in owners
    }


def is_installed(distribution: str) -> bool:
    try:
        metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


def needed_by(names: list[str]) -> set[str]:
    """All distributions that the named ones need, without their extras."""
    wanted: set[str] = set()
    open_names = [normal(re.split(r"[^\w.-]", name)[0]) for name in names]
    while open_names:
        name = open_names.pop()
        if name not in wanted and is_installed(name):
            wanted.add(name)
            requirements = [text for text in metadata.requires(name) or [] if "extra ==" not in text]
            open_names += [normal(re.split(r"[^\w.-]", text)[0]) for text in requirements]
    return wanted


def test_import_is_fast() -> None:
    code = "import time; t = time.perf_counter(); import cascais; print(time.perf_counter() - t)"
    seconds = min(float(run_python(code)) for _ in range(5))
    assert seconds < LONGEST_IMPORT_SECONDS


@pytest.mark.parametrize("module", ["cascais", "cascais.inventory.emissions", "cascais.pathways"])
def test_import_pulls_nothing_heavy(module: str) -> None:
    loaded = run_python(f"import {module}, sys; print(*sys.modules)").split()
    assert "cascais" in loaded
    assert HEAVY & set(loaded) == set()


@pytest.mark.parametrize("module", PURE_MODULES)
def test_science_runs_with_its_own_dependencies_alone(module: str) -> None:
    pure = needed_by(PYPROJECT["project"]["dependencies"])
    assert {"numpy", "openpyxl", "typer"} <= pure
    allowed = {name for distribution in pure for name in top_level_modules(distribution)}
    installed = {name for name in owners_of_modules() if name.isidentifier()}
    blocked = sorted(installed - allowed - {"cascais"})
    assert {"django", "altair"} <= set(blocked)
    run_python(f"{BLOCKER.format(blocked=blocked)}\nimport {module}")


def test_every_locked_dependency_can_be_imported() -> None:
    distributions = [name for name in locked("test") if is_installed(name)]
    assert len(distributions) > 60
    modules = {name: top_level_modules(name) for name in distributions}
    empty = {name for name, found in modules.items() if not found and not name.startswith(WITHOUT_MODULES)}
    assert empty == set()
    names = sorted({module for found in modules.values() for module in found} - {"py"})
    assert json.loads(run_python(IMPORT_ALL, json.dumps(names))) == {}


def test_locks_agree_and_are_hashed() -> None:
    run_lock, test_lock = locked("run"), locked("test")
    assert {name: version for name, version in run_lock.items() if test_lock.get(name) != version} == {}
    for name in ("run", "test"):
        text = (REPOSITORY / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
        entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert len(entries) >= len(locked(name)) > 30
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
        assert "://" not in text, "a lock names no index, so that any mirror serves it"


def test_locks_hold_what_the_project_asks_for() -> None:
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    site = [*project["dependencies"], *extras["charts"], *extras["web"]]
    tests = [*site, *extras["postgres"], *PYPROJECT["dependency-groups"]["dev"]]
    for asked, name in ((site, "run"), (tests, "test")):
        names = {normal(re.split(r"[^\w.-]", text)[0]) for text in asked} - {"cascais"}
        assert names - set(locked(name)) == set()


def test_site_needs_no_development_tool() -> None:
    assert {"pytest", "mypy", "ruff", "playwright"} & set(locked("run")) == set()
