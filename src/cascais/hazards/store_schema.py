"""The table of results: what a row is, in which order rows stand, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cascais.hazards.periods import PERIODS

COLUMNS: Mapping[str, str] = {
    "place": "String", "index": "String", "period": "String", "year": "Int16", "scenario": "String",
    "model": "String", "value": "Float32", "missing_days": "Int16",
}  # fmt: skip
"""Columns with their types; `value` is null where it is not computable."""
SORTED_BY = ("place", "index", "period", "scenario", "model", "year")
"""A place's rows stand together, so that a page reads one stretch of the file."""
RETURN_LEVEL_COLUMNS: Mapping[str, str] = {
    "place": "String", "index": "String", "period": "String", "scenario": "String", "model": "String",
    "return_period_years": "Float32", "level": "Float32", "low": "Float32", "high": "Float32",
    "location": "Float32", "scale": "Float32", "shape": "Float32", "years": "Int16", "outcome": "Int8",
}  # fmt: skip
"""A return level with its 95 % profile-likelihood interval; `outcome` as in `hazards.extremes.Outcome`."""
TREND_COLUMNS: Mapping[str, str] = {
    "place": "String", "index": "String", "period": "String", "scenario": "String", "model": "String",
    "slope_per_decade": "Float32", "low": "Float32", "high": "Float32", "p_value": "Float32", "tau": "Float32",
    "first_year": "Int16", "last_year": "Int16", "years": "Int16", "outcome": "Int8",
}  # fmt: skip
"""Sen slope with its 95 % interval and the Mann–Kendall test, corrected for autocorrelation."""
METADATA = "cascais"
"""Key of the Parquet file's metadata under which the description stands, as JSON."""
DROUGHT_MONTHS = (3, 6, 12)
OBSERVED = "observed"


class Standardised(StrEnum):
    """Standardised drought indices."""

    SPI = "spi"
    SPEI = "spei"


def drought_key(which: Standardised, months: int) -> str:
    """The key of a drought index over so many months.

    >>> drought_key(Standardised.SPI, 3)
    'spi_3'
    """
    return f"{which.value}_{months}"


DROUGHTS: Mapping[str, tuple[Standardised, int]] = {
    drought_key(which, months): (which, months) for which in Standardised for months in DROUGHT_MONTHS
}
"""Drought indices of the store: one value per month, named after the month in which their sum ends."""


def is_period(key: str) -> bool:
    """Whether a key names a period that the table knows.

    >>> is_period("JJA"), is_period("13")
    (True, False)
    """
    return key in PERIODS or key.startswith("year_from_")


def is_monthly(key: str) -> bool:
    """Whether an index of the store has a value per month only.

    >>> is_monthly("spi_3"), is_monthly("frost_days")
    (True, False)
    """
    return key in DROUGHTS


@dataclass(frozen=True, slots=True)
class Description:
    """What a file of results says of itself: what it holds, of what it was computed, by whom and when."""

    title: str
    sources: tuple[Mapping[str, object], ...]
    licence: str
    base_period: str
    computed_with: str
    accessed: str
