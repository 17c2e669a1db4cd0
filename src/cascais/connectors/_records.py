"""Reads CSV files of records whose columns are known; each row that cannot be used becomes a problem."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cascais.errors import InputError, Problem
from cascais.inventory.intake.problems import problem
from cascais.text import Message, message

Record = TypeVar("Record")


class UnusableRowError(Exception):
    """A row that cannot become a record: what is wrong, the column, the value."""

    def __init__(self, reason: Message, column: str, value: str) -> None:
        super().__init__(str(reason))
        self.reason, self.column, self.value = reason, column, value


@dataclass(frozen=True, slots=True)
class Records(Generic[Record]):
    """The records of a file, and the problems of the rows that are none."""

    items: tuple[Record, ...]
    problems: tuple[Problem, ...]


def read(
    content: bytes, name: str, columns: Iterable[str], record: Callable[[dict[str, str]], Record]
) -> Records[Record]:
    """Read a table, packed by gzip or not. Raises InputError where a column is missing."""
    reader = csv.DictReader(unpacked(content))
    refuse_other_table(columns, reader.fieldnames or (), name)
    items: list[Record] = []
    problems: list[Problem] = []
    for number, row in enumerate(reader, start=2):
        try:
            items.append(record(row))
        except UnusableRowError as error:
            problems.append(
                problem(error.reason, file=name, row=number, column=error.column, value=error.value)
            )
    return Records(tuple(items), tuple(problems))


def unpacked(content: bytes) -> io.StringIO:
    """The text of a table, packed by gzip or not."""
    text = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    return io.StringIO(text.decode("utf-8-sig"), newline="")


def refuse_other_table(columns: Iterable[str], header: Sequence[str], name: str) -> None:
    """Raise InputError where a column is missing."""
    missing = [column for column in columns if column not in header]
    if missing:
        raise InputError(
            problem(
                message("This is another table: columns are missing."),
                file=name,
                value=", ".join(missing),
                next_step=message("Download the table again from its publisher."),
            )
        )


def optional_number(row: dict[str, str], column: str) -> float | None:
    """A number, or none where the source writes a dash or nothing; raises UnusableRowError for anything else."""
    text = row[column].strip()
    if text in ("", "-"):
        return None
    try:
        return float(text)
    except ValueError:
        raise UnusableRowError(message("This is not a number."), column, text) from None
