"""Writes data sets as CSV, JSON and Parquet; the same rows always give the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

import polars
from django.utils.functional import Promise
from django.utils.translation import override

from cascais.web.inventories.downloads import in_csv
from cascais.web.opendata.columns import Cell, Cells, DataSet, Type

FIGURES = 10
CHUNK = 20_000
POLARS_TYPES = {
    Type.STRING: polars.String(),
    Type.INTEGER: polars.Int64(),
    Type.NUMBER: polars.Float64(),
    Type.BOOLEAN: polars.Boolean(),
    Type.DATE: polars.Date(),
    Type.DATETIME: polars.Datetime("us", "UTC"),
}
Rows = Iterable[Cells]


@dataclass(frozen=True, slots=True)
class Form:
    """A file format: the end of its names, its media type, and how it is written."""

    key: str
    title: str
    media_type: str
    file_type: str  # of the European file-type list
    write: Callable[[DataSet, Rows, Path], None]


def clean_rows(data_set: DataSet) -> Iterator[Cells]:
    """The rows with as many figures as mean anything; what is lazily translated stays English."""
    with override("en"):
        for row in data_set.rows():
            yield tuple(_clean(cell) for cell in row)


def _clean(cell: object) -> Cell:
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, float):
        return float(f"{cell:.{FIGURES}g}")
    if isinstance(cell, datetime):
        return cell.astimezone(UTC)
    if isinstance(cell, Promise):
        return str(cell)
    return cell  # type: ignore[return-value]


def write_csv(data_set: DataSet, rows: Rows, path: Path) -> None:
    """UTF-8, commas between, no cell that a spreadsheet program runs as a formula."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([column.name for column in data_set.columns])
        writer.writerows([_csv_cell(cell) for cell in row] for row in rows)


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return _moment(cell)
    return in_csv(cell)


def write_json(data_set: DataSet, rows: Rows, path: Path) -> None:
    """One list with an object for each row, one row a line."""
    names = [column.name for column in data_set.columns]
    with path.open("w", encoding="utf-8") as stream:
        separator = "[\n"
        for row in rows:
            cells = {name: _json_cell(cell) for name, cell in zip(names, row, strict=True)}
            stream.write(separator + json.dumps(cells, ensure_ascii=False, allow_nan=False))
            separator = ",\n"
        stream.write("[]\n" if separator == "[\n" else "\n]\n")


def _json_cell(cell: Cell) -> str | int | float | bool | None:
    return _moment(cell) if isinstance(cell, date) else cell


def _moment(moment: date) -> str:
    if isinstance(moment, datetime):
        return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return moment.isoformat()


def write_parquet(data_set: DataSet, rows: Rows, path: Path) -> None:
    """Columns with their types, compressed."""
    schema = {column.name: POLARS_TYPES[column.type] for column in data_set.columns}
    walk = iter(rows)
    frames = [polars.DataFrame(schema=schema)]
    while part := list(islice(walk, CHUNK)):
        frames.append(polars.DataFrame(part, schema=schema, orient="row"))
    polars.concat(frames).write_parquet(path, compression="zstd")


FORMS = {
    form.key: form
    for form in (
        Form("csv", "CSV", "text/csv", "CSV", write_csv),
        Form("parquet", "Parquet", "application/vnd.apache.parquet", "PARQUET", write_parquet),
        Form("json", "JSON", "application/json", "JSON", write_json),
    )
}
"""The file formats by the end of their names."""
