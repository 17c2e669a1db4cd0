"""Makes the demonstration's climate results from the daily series of Czech stations.

    python tools/make_climate_results.py FOLDER

FOLDER holds the daily series as downloaded from the Czech Hydrometeorological Institute. Writes the indices and
what follows from them into src/cascais/web/demonstration/climate, with the checksums in climate.toml.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl

from cascais.hazards.blocks import compute
from cascais.hazards.calendars import axis_of
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.hazards.passes import Computed
from cascais.hazards.periods import EACH_MONTH, SEASONS, YEAR
from cascais.workflows.climate_summaries import summary

TARGET = Path(__file__).parent.parent / "src" / "cascais" / "web" / "demonstration" / "climate"
ORDER = ("place", "index", "period", "scenario", "model", "year", "value", "missing_days")
MONTHLY = ("mean_temperature", "hot_days", "summer_days", "tropical_nights", "frost_days", "ice_days", "total_rain",
           "hottest_day", "coldest_night", "wettest_day", "dry_days")  # fmt: skip
SEASONAL = (*MONTHLY, "mean_maximum_temperature", "mean_minimum_temperature", "warm_days", "warm_nights", "cold_days",
            "cold_nights", "heat_wave_days", "wet_days", "heavy_rain_days", "longest_dry_spell_within",
            "heating_degree_days", "cooling_degree_days")  # fmt: skip
"""All indices by year; by season and month those that a reader asks for, so that the file stays small."""


def read_days(path: Path, columns: dict[str, str]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The dates and the variables of a file whose first three columns are year, month and day."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    head, body = rows[0], rows[1:]
    dates = np.array(
        [f"{int(r[0]):04d}-{int(r[1]):02d}-{int(r[2]):02d}" for r in body], dtype="datetime64[D]"
    )
    return dates, {
        key: np.array([_number(r[head.index(name)]) for r in body], np.float32)
        for key, name in columns.items()
    }


def _number(text: str) -> float:
    return float(text.replace(",", ".")) if text.strip() else float("nan")


def results_of(place: str, path: Path, columns: dict[str, str]) -> pl.DataFrame:
    """All indices of a station that its variables allow."""
    dates, days = read_days(path, columns)
    block, axis = {key: value[:, None] for key, value in days.items()}, axis_of(dates)
    known = [each.key for each in CLIMATE_INDICES.values() if set(each.needs) <= {*block}]
    frames = []
    for keys, periods in (
        (known, [YEAR]),
        (SEASONAL, [*SEASONS.values()]),
        (MONTHLY, [*EACH_MONTH.values()]),
    ):
        for done in compute([key for key in known if key in keys], block, axis, periods):
            frames += [_frame(done, number) for number in range(len(done.indices))]
    return pl.concat(frames).with_columns(pl.lit(place).alias("place")).select(ORDER)


def _frame(done: Computed, number: int) -> pl.DataFrame:
    """One index from its first value on: what comes before is no gap, nothing was measured yet."""
    columns = {
        "year": done.years.astype(np.int16),
        "value": done.values[number, :, 0].astype(np.float32),
        "missing_days": done.missing[number, :, 0].astype(np.int16),
    }
    texts = {
        "index": done.indices[number],
        "period": done.period.key,
        "scenario": "observed",
        "model": "",
    }
    frame = pl.DataFrame(columns).with_columns(pl.col("value").fill_nan(None))
    frame = frame.with_columns(*(pl.lit(value).alias(name) for name, value in texts.items()))
    first = frame.filter(pl.col("value").is_not_null())["year"].min()
    return frame.clear() if first is None else frame.filter(pl.col("year") >= first)


def main(folder: Path) -> None:
    """Compute and write both files."""
    about = tomllib.loads((TARGET / "climate.toml").read_text(encoding="utf-8"))
    results = pl.concat(
        [results_of(each["slug"], folder / each["file"], each["columns"]) for each in about["place"]]
    ).sort(*ORDER[:6])
    described = {key: about[key] for key in ("title", "licence", "base_period", "accessed", "sources")}
    described |= {"computed_with": f"Cascais {version('cascais')}"}
    described["places"] = {each["slug"]: each["station"] for each in about["place"]}
    metadata = {"cascais": json.dumps(described, ensure_ascii=False)}
    for name, frame in (("results", results), ("summary", summary(results))):
        path = TARGET / f"{name}.parquet"
        frame.write_parquet(path, compression="zstd", compression_level=19, metadata=metadata)
        print(name, frame.height, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
