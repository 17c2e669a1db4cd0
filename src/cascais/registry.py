"""A named collection that fills itself from a package of modules."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Generic, TypeVar

from cascais.errors import CascaisError

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Items by key, discovered on first use by importing each module of a package.

    A module registers what it defines with `add`; nothing else is edited when a module is added.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        self._items: dict[str, Item] = {}
        self._is_discovered = False

    def add(self, key: str, item: Item) -> Item:
        """Register an item under a key and return it unchanged."""
        if key in self._items:
            raise CascaisError(f"{self.package}: the key “{key}” is registered twice.")
        self._items[key] = item
        return item

    def __getitem__(self, key: str) -> Item:
        items = self._discovered()
        if key not in items:
            raise CascaisError(f"{self.package} has no “{key}”. There are: {', '.join(sorted(items))}.")
        return items[key]

    def __contains__(self, key: object) -> bool:
        return key in self._discovered()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._discovered()))

    def __len__(self) -> int:
        return len(self._discovered())

    def values(self) -> list[Item]:
        """All items, in the order of their keys."""
        items = self._discovered()
        return [items[key] for key in sorted(items)]

    def modules(self) -> list[str]:
        """Names of the modules that discovery looks at."""
        package = importlib.import_module(self.package)
        return sorted(
            info.name for info in pkgutil.iter_modules(package.__path__) if not info.name.startswith("_")
        )

    def _discovered(self) -> dict[str, Item]:
        if not self._is_discovered:
            for name in self.modules():
                importlib.import_module(f"{self.package}.{name}")
            self._is_discovered = True
        return self._items
