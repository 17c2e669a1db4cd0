"""Reads the shipped tables: one TOML per publication, or a CSV with a TOML beside it that holds the source."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from cascais.errors import TableError
from cascais.provenance import HowKnown, Source

Row = Mapping[str, Any]

SOURCE_FIELDS = ("id", "title", "publisher", "year", "locator", "licence", "accessed", "how_known")
MOST_ROWS = 1000
DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one publication: its source and the rows, each completed from the defaults."""

    kind: str
    name: str
    source: Source
    rows: tuple[Row, ...]
    about: str = ""

    def source_of(self, row: Row) -> Source:
        """The publication with the row's own place in it and how the row is known."""
        return replace(
            self.source,
            locator=str(row.get("locator", self.source.locator)),
            how_known=HowKnown(row.get("how_known", self.source.how_known)),
        )


def kinds() -> list[str]:
    """The kinds of table that are shipped: the folders that hold at least one."""
    return sorted(
        entry.name
        for entry in DATA.iterdir()
        if entry.is_dir() and any(file.name.endswith(".toml") for file in entry.iterdir())
    )


@cache
def tables(kind: str) -> tuple[Table, ...]:
    """All publications that hold figures of a kind, in the order of their names."""
    folder = DATA / kind
    if not folder.is_dir():
        raise TableError(f"There is no kind of table “{kind}”. There are: {', '.join(kinds())}.")
    paths = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
    )
    return tuple(_read(kind, path, folder) for path in paths)


def table(kind: str, name: str) -> Table:
    """The table of a kind that comes from one publication."""
    for candidate in tables(kind):
        if candidate.name == name:
            return candidate
    names = ", ".join(candidate.name for candidate in tables(kind))
    raise TableError(f"There is no table “{name}” of the kind “{kind}”. There are: {names}.")


def _read(kind: str, path: Path, folder: Path) -> Table:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    name = path.name.removesuffix(".toml")
    source = _source(content.get("source", {}), f"{kind}/{path.name}")
    defaults = content.get("defaults", {})
    beside = folder / f"{name}.csv"
    raw: Iterator[Row] = _csv_rows(beside) if beside.is_file() else iter(content.get("rows", ()))
    rows = tuple({**defaults, **row} for row in raw)
    if not rows:
        raise TableError(f"{kind}/{path.name} has no rows.")
    return Table(kind, name, source, rows, str(content.get("about", "")))


def _csv_rows(path: Path) -> Iterator[Row]:
    lines = path.read_text(encoding="utf-8").splitlines()
    yield from ({key: _number(text) for key, text in row.items()} for row in csv.DictReader(lines))


def _number(text: str) -> str | float | int:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _source(record: Mapping[str, Any], where: str) -> Source:
    missing = [field for field in SOURCE_FIELDS if field not in record]
    if missing:
        raise TableError(f"{where}: the source lacks {', '.join(missing)}.")
    if not (record.get("url") or record.get("doi")):
        raise TableError(f"{where}: the source needs a url or a doi.")
    unknown = sorted(set(record) - {field.name for field in fields(Source)})
    if unknown:
        raise TableError(
            f"{where}: the source has unknown fields: {', '.join(unknown)}. Rows stand before it."
        )
    return Source(**{**record, "how_known": HowKnown(record["how_known"])})
