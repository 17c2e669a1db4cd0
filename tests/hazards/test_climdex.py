"""Equal to R's climdex.pcic on the station Prague–Klementinum, every one of the 27 indices, and to xclim where it agrees."""

from __future__ import annotations

import csv
import gzip
import warnings
from pathlib import Path

import numpy as np
import pytest

from cascais.hazards.blocks import compute
from cascais.hazards.calendars import TimeAxis, axis_of
from cascais.hazards.passes import Computed
from cascais.hazards.percentiles import BasePeriod
from cascais.hazards.variables import FloatArray

NAMES = {
    "SU": "summer_days", "FD": "frost_days", "ID": "ice_days", "TR": "tropical_nights",
    "GSL": "growing_season_length", "TXx": "hottest_day", "TNx": "warmest_night", "TXn": "coldest_day",
    "TNn": "coldest_night", "TN10p": "cold_nights", "TX10p": "cold_days", "TN90p": "warm_nights",
    "TX90p": "warm_days", "WSDI": "warm_spell_days", "CSDI": "cold_spell_days",
    "DTR": "diurnal_temperature_range", "Rx1day": "wettest_day", "Rx5day": "wettest_five_days",
    "SDII": "rain_intensity", "R10mm": "heavy_rain_days", "R20mm": "very_heavy_rain_days", "R1mm": "wet_days",
    "CDD": "longest_dry_spell", "CWD": "longest_wet_spell", "CDDnospan": "longest_dry_spell_within",
    "CWDnospan": "longest_wet_spell_within", "R95pTOT": "very_wet_day_rain", "R99pTOT": "extremely_wet_day_rain",
    "PRCPTOT": "wet_day_rain",
}  # fmt: skip
WHOLE_NUMBERS = {
    "SU", "FD", "ID", "TR", "GSL", "WSDI", "CSDI", "R10mm", "R20mm", "R1mm", "CDD", "CWD", "CDDnospan", "CWDnospan",
}  # fmt: skip
TIES_IN_FLOAT32 = {"TX10p": {1957: 1, 1990: 1}}
"""Days on which a value equals its own threshold: rounding of the last bit decides, in climdex.pcic as here."""


def number(text: str) -> float:
    return float(text.replace(",", ".")) if text.strip() else float("nan")


@pytest.fixture(scope="module")
def prague(shared_data: Path) -> tuple[TimeAxis, dict[str, FloatArray]]:
    path = shared_data / "climate" / "cz_klementinum_daily_1775_2021.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as text:
        rows = [row for row in list(csv.reader(text))[1:] if int(row[0]) >= 1951]
    dates = np.array([f"{row[0]}-{int(row[1]):02d}-{int(row[2]):02d}" for row in rows], dtype="datetime64[D]")
    columns = {"tasmax": 4, "tasmin": 5, "pr": 6}
    block = {key: np.array([number(row[at]) for row in rows]) for key, at in columns.items()}
    return axis_of(dates), block


@pytest.fixture(scope="module")
def climdex(shared_data: Path) -> dict[str, FloatArray]:
    path = shared_data / "climate" / "references" / "climdex_pcic_klementinum_1951_2021.csv"
    with path.open(encoding="utf-8") as text:
        header, *rows = list(csv.reader(text))
    return {name: np.array([float(row[at]) for row in rows]) for at, name in enumerate(header) if name}


def indices(prague: tuple[TimeAxis, dict[str, FloatArray]], dtype: type) -> Computed:
    axis, block = prague
    cells = {key: values.astype(dtype)[:, np.newaxis] for key, values in block.items()}
    return compute(list(NAMES.values()), cells, axis, base=BasePeriod(1961, 1990))[0]


def test_every_index_equals_climdex_to_nine_digits(
    prague: tuple[TimeAxis, dict[str, FloatArray]], climdex: dict[str, FloatArray]
) -> None:
    result = indices(prague, np.float64)
    assert set(NAMES) == set(climdex)
    for name, key in NAMES.items():
        assert np.abs(result[key][:, 0] - climdex[name]).max() < 1e-9, name


def test_in_float32_only_named_ties_differ_from_climdex(
    prague: tuple[TimeAxis, dict[str, FloatArray]], climdex: dict[str, FloatArray]
) -> None:
    result = indices(prague, np.float32)
    for name, key in NAMES.items():
        found = result[key][:, 0]
        for year, tied in TIES_IN_FLOAT32.get(name, {}).items():
            at = result.years.tolist().index(year)
            assert abs(found[at] - climdex[name][at]) <= tied / 365 * 100 + 1e-9
            found[at] = climdex[name][at]
        tolerance = 1e-9 if name in WHOLE_NUMBERS or name.endswith("0p") else 1e-5
        assert np.abs(found - climdex[name]).max() < tolerance, name


@pytest.mark.slow
def test_equal_to_xclim_where_its_definition_is_the_same(
    prague: tuple[TimeAxis, dict[str, FloatArray]],
) -> None:
    xr = pytest.importorskip("xarray")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        xi = pytest.importorskip("xclim.indices")
        axis, block = prague
        days = np.arange("1951-01-01", "2022-01-01", dtype="datetime64[D]").astype("datetime64[ns]")
        units = {"tasmax": "degC", "tasmin": "degC", "pr": "mm/d"}
        tx, tn, pr = (
            xr.DataArray(
                block[key].astype(np.float32), dims="time", coords={"time": days}, attrs={"units": units[key]}
            )
            for key in ("tasmax", "tasmin", "pr")
        )
        theirs = {
            "frost_days": xi.frost_days(tn), "summer_days": xi.tx_days_above(tx, "25 degC"),
            "ice_days": xi.ice_days(tx), "tropical_nights": xi.tn_days_above(tn, "20 degC"),
            "hottest_day": xi.tx_max(tx), "warmest_night": xi.tn_max(tn), "coldest_day": xi.tx_min(tx),
            "coldest_night": xi.tn_min(tn), "diurnal_temperature_range": xi.daily_temperature_range(tn, tx),
            "wettest_day": xi.max_1day_precipitation_amount(pr),
            "wettest_five_days": xi.max_n_day_precipitation_amount(pr, 5),
            "rain_intensity": xi.daily_pr_intensity(pr), "heavy_rain_days": xi.wetdays(pr, "10 mm/day"),
            "very_heavy_rain_days": xi.wetdays(pr, "20 mm/day"), "wet_days": xi.wetdays(pr, "1 mm/day"),
            "longest_dry_spell_within": xi.maximum_consecutive_dry_days(pr),
            "longest_wet_spell_within": xi.maximum_consecutive_wet_days(pr), "wet_day_rain": xi.prcptot(pr, "1 mm/day"),
        }  # fmt: skip
    result = indices(prague, np.float32)
    whole = {NAMES[name] for name in WHOLE_NUMBERS}
    for key, values in theirs.items():
        difference = np.abs(result[key][:, 0] - values.values)
        assert difference.max() <= (0.0 if key in whole else 2e-6 * np.abs(values.values).max()), key
