"""Checks a file of climate results before anything of it is stored; everything that is wrong is named at once."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from cascais.errors import InputError, Problem
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.hazards.periods import PERIODS
from cascais.hazards.store_schema import DROUGHTS

LARGEST = 512 * 1024 * 1024  # bytes
MOST_NAMED = 5  # rows of a kind
SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("place", "index", "period"), pl.String),
    "year": pl.Int16,
    "scenario": pl.String,
    "model": pl.String,
    "value": pl.Float32,
    "missing_days": pl.Int16,
}
KEY = ["place", "index", "period", "year", "scenario", "model"]
SCENARIO = re.compile(r"(observed|historical|rcp\d\d|ssp\d{3}|warming_\d_\d)")
SAID = ("title", "licence", "base_period")
EARLIEST, LATEST, DAYS = 1700, 2200, 366


@dataclass(frozen=True, slots=True)
class Checked:
    """Results that may be stored, and what their file says of itself."""

    results: pl.DataFrame
    said: dict[str, Any]

    @property
    def sources(self) -> list[dict[str, Any]]:
        """Who measured or modelled."""
        found = self.said.get("sources") or self.said.get("source") or []
        listed = found if isinstance(found, list) else [found]
        return [each if isinstance(each, dict) else {"title": str(each)} for each in listed]


def checked(content: bytes, name: str, places: Collection[str]) -> Checked:
    """The results of a file; `places` are the keys of the members there are. Raises InputError with all problems."""
    if len(content) > LARGEST:
        raise InputError(
            Problem(
                "The file is too large.", name, value=f"{len(content):,} bytes", allowed=f"{LARGEST:,} bytes"
            )
        )
    try:
        frame, metadata = pl.read_parquet(io.BytesIO(content)), pl.read_parquet_metadata(io.BytesIO(content))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(
            Problem(
                "The file is no Parquet file, or is damaged.",
                name,
                next_step="Make it with “cascais hazards”.",
            )
        ) from error
    said, problems = _said(metadata, name)
    problems += _columns(frame, name)
    if not problems:
        frame = frame.select(pl.col(key).cast(kind) for key, kind in SCHEMA.items())
        problems += _rows(frame, name, places)
    if problems:
        raise InputError(problems)
    return Checked(frame.sort("place", "index", "period", "scenario", "model", "year"), said)


def _said(metadata: dict[str, str], name: str) -> tuple[dict[str, Any], list[Problem]]:
    try:
        said = json.loads(metadata.get("cascais", "{}"))
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return {}, [Problem("What the file says of itself cannot be read.", name, column="cascais")]
    missing = [key for key in SAID if not said.get(key)]
    if not (said.get("sources") or said.get("source")):
        missing.append("sources")
    return said, [
        Problem(
            "The file does not say this of itself.", name, column=key, next_step="Results need their source."
        )
        for key in missing
    ]


def _columns(frame: pl.DataFrame, name: str) -> list[Problem]:
    problems = [
        Problem("The column is missing.", name, column=key) for key in SCHEMA if key not in frame.columns
    ]
    for key, kind in SCHEMA.items():
        if key in frame.columns and not _fits(frame.schema[key], kind):
            found = str(frame.schema[key])
            problems.append(
                Problem(
                    "The column has another kind of content.",
                    name,
                    column=key,
                    value=found,
                    allowed=str(kind),
                )
            )
    if not problems and frame.is_empty():
        problems.append(Problem("The file has no rows.", name))
    return problems


def _fits(found: pl.DataType, wanted: type[pl.DataType]) -> bool:
    if wanted is pl.String:
        return found == pl.String or isinstance(found, pl.Categorical | pl.Enum)
    return found.is_integer() if wanted is pl.Int16 else found.is_float()


def _rows(frame: pl.DataFrame, name: str, places: Collection[str]) -> list[Problem]:
    """The first rows of each kind that cannot be stored, by their number in the file."""
    return [problem for kind in _refusals(places) for problem in _named(frame, kind, name)]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kind of row that is refused."""

    column: str
    is_wrong: pl.Expr
    message: str
    allowed: str = ""


def _refusals(places: Collection[str]) -> Iterator[Refusal]:
    def unknown(column: str, known: Collection[str]) -> pl.Expr:
        return ~pl.col(column).is_in(list(known)) | pl.col(column).is_null()

    yield Refusal("place", unknown("place", places), "There is no member with this key.")
    yield Refusal("index", unknown("index", [*CLIMATE_INDICES, *DROUGHTS]), "There is no such climate index.")
    yield Refusal("period", unknown("period", list(PERIODS)), "There is no such period.", ", ".join(PERIODS))
    scenario = pl.col("scenario")
    yield Refusal(
        "scenario",
        ~scenario.str.contains(f"^{SCENARIO.pattern}$") | scenario.is_null(),
        "The scenario is unknown.",
        "observed, historical, rcp45, ssp245 and the like",
    )
    year = pl.col("year")
    is_off = ~year.is_between(EARLIEST, LATEST) | year.is_null()
    yield Refusal("year", is_off, "The year cannot be.", f"{EARLIEST} to {LATEST}")
    yield Refusal(
        "value", pl.col("value").is_infinite() | pl.col("value").is_nan(), "The value is no number."
    )
    days = pl.col("missing_days")
    yield Refusal(
        "missing_days", ~days.is_between(0, DAYS) | days.is_null(), "The days cannot be.", f"0 to {DAYS}"
    )
    yield Refusal(
        "year", pl.struct(KEY).is_duplicated(), "The same year of the same series stands here twice."
    )


def _named(frame: pl.DataFrame, kind: Refusal, name: str) -> Iterator[Problem]:
    wrong = frame.with_row_index("row", offset=1).filter(kind.is_wrong.fill_null(value=False))
    for row in wrong.head(MOST_NAMED).iter_rows(named=True):
        value = str(row[kind.column])
        yield Problem(
            kind.message, name, row=row["row"], column=kind.column, value=value, allowed=kind.allowed
        )
    if wrong.height > MOST_NAMED:
        yield Problem(
            f"{kind.message} {wrong.height - MOST_NAMED} more rows like this.", name, column=kind.column
        )
