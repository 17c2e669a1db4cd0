"""Every collection finds every file of its folder, and finds something."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from functools import cache
from pathlib import Path

import cascais
from cascais.registry import Registry


def module_names() -> list[str]:
    walked = pkgutil.walk_packages(cascais.__path__, "cascais.")
    return [found.name for found in walked if not {"web", "__main__"} & set(found.name.split("."))]


@cache
def registries() -> tuple[Registry[object], ...]:
    modules = [importlib.import_module(name) for name in module_names()]
    found = {
        id(value): value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Registry)
    }
    return tuple(sorted(found.values(), key=lambda registry: registry.package))


def files_of(registry: Registry[object]) -> set[str]:
    package = importlib.import_module(registry.package)
    entries = [path for folder in package.__path__ for path in Path(folder).iterdir()]
    modules = {path.stem for path in entries if path.suffix == ".py"}
    packages = {path.name for path in entries if (path / "__init__.py").exists()}
    return {name for name in modules | packages if not name.startswith("_")}


def test_collections_are_found() -> None:
    packages = {registry.package for registry in registries()}
    assert {"cascais.inventory.checks", "cascais.inventory.frameworks", "cascais.charts"} <= packages


def test_one_collection_per_folder() -> None:
    packages = [registry.package for registry in registries()]
    assert len(packages) == len(set(packages))


def test_discovery_finds_every_file() -> None:
    for registry in registries():
        assert len(registry) > 0, f"{registry.package} found nothing"
        assert set(registry.modules()) == files_of(registry)
        for name in registry.modules():
            assert f"{registry.package}.{name}" in sys.modules, f"{registry.package} did not import {name}"


def test_every_file_adds_something() -> None:
    for registry in registries():
        assert len(registry) >= len(registry.modules()), f"a module of {registry.package} registers nothing"


def test_keys_are_plain_words() -> None:
    keys = {key for registry in registries() for key in registry}
    assert {
        key for key in keys if not key.replace("_", "").replace("-", "").replace(".", "").isalnum()
    } == set()
