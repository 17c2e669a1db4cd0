"""The order of a table, as the address of the page says it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

OWN = ("sort", "order", "page")
"""Parameters that a link of the table sets itself; sorting anew begins at the first page."""


@dataclass(frozen=True, slots=True)
class Order:
    """The column that a table is sorted by, which way, and what else the address holds."""

    key: str
    is_descending: bool = False
    kept: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, parameters: Mapping[str, str], keys: Collection[str], default: str) -> Order:
        """Read the address; a column that the table has not is taken for the default one."""
        key = parameters.get("sort", default)
        kept = {name: value for name, value in parameters.items() if name not in OWN}
        return cls(key if key in keys else default, parameters.get("order") == "down", kept)

    def sort_state(self, key: str) -> str:
        """What aria-sort says of a column."""
        if key != self.key:
            return "none"
        return "descending" if self.is_descending else "ascending"

    def link(self, key: str) -> str:
        """The address that sorts by a column, the other way round if it is sorted by it already."""
        is_down = key == self.key and not self.is_descending
        parts = {**self.kept, "sort": key} | ({"order": "down"} if is_down else {})
        return "?" + urlencode(parts)

    def page_link(self, number: int) -> str:
        """The address of another page of the table in the same order."""
        parts = {**self.kept, "sort": self.key} | ({"order": "down"} if self.is_descending else {})
        return "?" + urlencode(parts | {"page": number})
