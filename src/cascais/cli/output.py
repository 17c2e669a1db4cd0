"""Writes results as a table for people, as JSON, or as CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table

from cascais.inventory.intake import writing


class Format(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Rows = Sequence[Mapping[str, Any]]


def write_json(record: Any) -> None:  # noqa: ANN401 – any JSON value
    """Write one JSON document."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def write_csv(rows: Rows, stream: TextIO | None = None) -> None:
    """Write rows as CSV; texts that a spreadsheet would run as a formula are quoted with an apostrophe."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(stream or sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows)


def harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless(-2.5)
    ("'=1+1", -2.5)
    """
    return writing.harmless(value) if isinstance(value, str) else value


def write_table(title: str, rows: Rows, numeric: Sequence[str] = ()) -> None:
    """Write rows as a table for the terminal."""
    table = Table(title=title, title_justify="left", title_style="bold")
    columns = list(dict.fromkeys(key for row in rows for key in row))
    for column in columns:
        table.add_column(column.replace("_", " "), justify="right" if column in numeric else "left")
    for row in rows:
        table.add_row(*(cell(row.get(column)) for column in columns))
    console().print(table)


def cell(value: object) -> str:
    """One value as text with thousands set apart."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


def console() -> Console:
    """The terminal; as wide as the text needs where the output is not a terminal."""
    return Console(width=None if sys.stdout.isatty() else 160, highlight=False, emoji=False, markup=False)


def note(text: str) -> None:
    """A remark for the person, beside the result."""
    sys.stderr.write(text + "\n")
