"""What a data set holds, declared once: files, data dictionary, package and catalogue follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.functional import Promise

Cell = str | int | float | bool | date | datetime | None
Cells = tuple[Cell, ...]
Text = str | Promise


class Type(StrEnum):
    """The types of Frictionless table schemas that are in use."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the files, what it holds, in which unit."""

    name: str
    title: Text
    type: Type = Type.STRING
    about: Text = ""
    unit: str = ""
    is_required: bool = False
    choices: tuple[str, ...] = ()
    points_to: tuple[str, str] | None = None  # the data set and its column


@dataclass(frozen=True, slots=True)
class DataSet:
    """Rows with the same columns.

    `rows` gives them in an order that is always the same. `state` gives something cheaper that changes whenever the
    rows do; without it the rows themselves tell whether they changed.
    """

    key: str
    title: Text
    about: Text
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    rows: Callable[[], Iterator[Cells]]
    state: Callable[[], Iterator[Cells]] | None = None
