"""Files of climate results as a person would bring them."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest

SAID = {
    "title": "Synthetic results",
    "sources": [{"title": "Invented weather", "publisher": "Nobody"}],
    "licence": "CC0",
    "base_period": "1961-1990",
    "computed_with": "Cascais",
    "accessed": "2026-01-01",
    "places": {"gabrovo": {"how": "station", "name": "Invented station", "distance_km": 4.2}},
}


def rows(place="gabrovo", index="hot_days", **changed):
    years = list(range(1961, 2021))
    return {
        "place": [place] * 60,
        "index": [index] * 60,
        "period": ["year"] * 60,
        "year": years,
        "scenario": ["observed"] * 60,
        "model": [""] * 60,
        "value": [float(year * 7919 % 31) / 10 + (year - 1961) / 10 for year in years],
        "missing_days": [0] * 60,
    } | changed


TYPES = {"year": pl.Int16, "value": pl.Float32, "missing_days": pl.Int16}


@pytest.fixture
def results_file():
    """Makes a file: of rows, with what it says of itself."""

    def made(content=None, said=SAID):
        stream = io.BytesIO()
        frame = pl.DataFrame(rows() if content is None else content)
        frame = frame.with_columns(
            pl.col(name).cast(kind) for name, kind in TYPES.items() if name in frame.columns
        )
        frame.write_parquet(stream, metadata={"cascais": json.dumps(said)})
        return stream.getvalue()

    return made


@pytest.fixture
def changed_rows():
    """Rows of Gabrovo with some columns changed."""
    return rows
