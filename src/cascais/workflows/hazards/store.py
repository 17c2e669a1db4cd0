"""The store of results: one Parquet file a data set, written whole or not at all, read for one place in milliseconds.

Pages read it: nothing here loads the compiled science or the grids.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import polars as pl
import polars.selectors as cs

from cascais.errors import InputError, Problem
from cascais.hazards.store_schema import (
    COLUMNS,
    METADATA,
    RETURN_LEVEL_COLUMNS,
    SORTED_BY,
    TREND_COLUMNS,
    Description,
)

ROWS_TOGETHER = 32_768
"""Rows of a row group: one place's rows lie in one or two, and only those are read."""
RETURN_LEVELS, TRENDS = ".return_levels.parquet", ".trends.parquet"


def write_records(records: pl.DataFrame, path: Path, description: Description) -> None:
    """Write a table of results, sorted; the file appears when it is whole. Raises InputError for other columns."""
    _write(records, path, (COLUMNS, SORTED_BY), description)


def write_return_levels(table: pl.DataFrame, path: Path, description: Description) -> Path:
    """Write return levels beside the store at `path`."""
    beside = path.with_name(path.stem + RETURN_LEVELS)
    _write(table, beside, (RETURN_LEVEL_COLUMNS, (*SORTED_BY[:-1], "return_period_years")), description)
    return beside


def write_trends(table: pl.DataFrame, path: Path, description: Description) -> Path:
    """Write trends beside the store at `path`."""
    beside = path.with_name(path.stem + TRENDS)
    _write(table, beside, (TREND_COLUMNS, SORTED_BY[:-1]), description)
    return beside


def records_of(
    path: Path, place: str, indices: Sequence[str] = (), periods: Sequence[str] = ()
) -> pl.DataFrame:
    """The rows of one place, in the order of the store; of some indices and periods where these are named."""
    chosen = pl.scan_parquet(path).filter(pl.col("place") == place)
    if indices:
        chosen = chosen.filter(pl.col("index").is_in(list(indices)))
    if periods:
        chosen = chosen.filter(pl.col("period").is_in(list(periods)))
    return chosen.collect()


def return_levels_of(path: Path, place: str) -> pl.DataFrame:
    """The return levels of one place, from the table beside the store; empty where there is none."""
    return _beside(path.with_name(path.stem + RETURN_LEVELS), place, RETURN_LEVEL_COLUMNS)


def trends_of(path: Path, place: str) -> pl.DataFrame:
    """The trends of one place, from the table beside the store; empty where there is none."""
    return _beside(path.with_name(path.stem + TRENDS), place, TREND_COLUMNS)


def description_of(path: Path) -> Description:
    """What a file of results says of itself; raises InputError where it is no such file."""
    if not path.exists():
        raise InputError(Problem("There is no such file.", file=str(path)))
    found = pl.read_parquet_metadata(path).get(METADATA)
    if found is None:
        raise InputError(
            Problem("This is no store of results.", file=path.name, allowed="Parquet of Cascais")
        )
    record = json.loads(found)
    return Description(**{**record, "sources": tuple(record["sources"])})


def places_of(path: Path) -> list[str]:
    """The places of a store, in their order."""
    return pl.scan_parquet(path).select(pl.col("place").unique().sort()).collect()["place"].to_list()


def _beside(path: Path, place: str, columns: Mapping[str, str]) -> pl.DataFrame:
    if not path.exists():
        return pl.DataFrame(schema=_schema(columns))
    return pl.scan_parquet(path).filter(pl.col("place") == place).collect()


def _schema(columns: Mapping[str, str]) -> pl.Schema:
    return pl.Schema({name: getattr(pl, kind)() for name, kind in columns.items()})


def _write(
    table: pl.DataFrame,
    path: Path,
    form: tuple[Mapping[str, str], Sequence[str]],
    description: Description,
) -> None:
    columns, order = form
    if set(table.columns) != set(columns):
        raise InputError(
            Problem(
                "The table has other columns than the store.",
                value=", ".join(table.columns), allowed=", ".join(columns),
            )
        )  # fmt: skip
    whole = table.select(*columns).cast(_schema(columns)).with_columns(cs.float().fill_nan(None)).sort(*order)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    whole.write_parquet(
        temporary,
        compression="zstd",
        row_group_size=ROWS_TOGETHER,
        statistics=True,
        metadata={METADATA: json.dumps(asdict(description), ensure_ascii=False)},
    )
    temporary.replace(path)
