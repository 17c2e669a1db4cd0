"""The files of climate results: kept under their checksums in the data folder, read by place or by index.

Rows are in an order in which a place, or an index, lies together, so that a page reads a few kilobytes of a file.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import polars as pl
from django.conf import settings

KEYS = ("place", "index", "period", "scenario", "model")
ROW_GROUP = 32_768


def path_of(sha256: str) -> Path:
    """Where the file with a checksum lies."""
    return Path(settings.ENVIRONMENT.data_folder) / "files" / "climate" / f"{sha256}.parquet"


def is_there(sha256: str) -> bool:
    """Whether the file is in the data folder: a database may come without its files."""
    return path_of(sha256).is_file()


def keep(content: bytes) -> str:
    """Keep a file and return its checksum; it is there whole or not at all."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if path.is_file():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    return sha256


def series(sha256: str, place: str, index: str, period: str = "") -> pl.DataFrame:
    """The rows of a place and an index in the order of the years; of all periods where none is named."""
    wanted = (pl.col("place") == place) & (pl.col("index") == index)
    if period:
        wanted &= pl.col("period") == period
    return rows(sha256, wanted)


def rows(sha256: str, wanted: pl.Expr) -> pl.DataFrame:
    """The rows of results that meet a condition, in the order of their series and years."""
    return pl.scan_parquet(path_of(sha256)).filter(wanted).sort(*KEYS, "year").collect()


def of_place(sha256: str, place: str) -> pl.DataFrame:
    """All statements of a summary about a place."""
    return pl.scan_parquet(path_of(sha256)).filter(pl.col("place") == place).collect()


def of_index(sha256: str, index: str, period: str) -> pl.DataFrame:
    """All statements of a summary about an index in a period, of all places."""
    wanted = (pl.col("index") == index) & (pl.col("period") == period)
    return pl.scan_parquet(path_of(sha256)).filter(wanted).collect()
