"""Every index of the collection: the pass computes what its readable definition says, and everything is declared."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cascais.hazards import bootstrap, kernel, percentiles
from cascais.hazards.blocks import compute
from cascais.hazards.calendars import Calendar, TimeAxis
from cascais.hazards.indices import CLIMATE_INDICES, HAZARDS
from cascais.hazards.missing import at_most
from cascais.hazards.passes import Computed
from cascais.hazards.percentiles import BasePeriod
from cascais.hazards.periods import EACH_MONTH, HYDROLOGICAL_YEAR, SEASONS, YEAR, year_from
from cascais.hazards.variables import VARIABLES, FloatArray
from hazards.oracle import by_year
from hazards.weather import daily_weather

BASE = BasePeriod(2002, 2006)
PERIODS = (YEAR, HYDROLOGICAL_YEAR, SEASONS["DJF"], SEASONS["JJA"], EACH_MONTH["02"], year_from(7))
AXES = {
    Calendar.STANDARD: TimeAxis(Calendar.STANDARD, 2001, 1, 1, 6 * 365 + 366),
    Calendar.NOLEAP: TimeAxis(Calendar.NOLEAP, 2001, 3, 5, 6 * 365),
    Calendar.DAYS_360: TimeAxis(Calendar.DAYS_360, 2001, 1, 1, 6 * 360),
}
PATIENT = at_most(0.99)


@cache
def weather(calendar: Calendar) -> dict[str, FloatArray]:
    return daily_weather(AXES[calendar], 3, seed=7, missing=0.02)


@cache
def computed(calendar: Calendar) -> dict[str, Computed]:
    """All indices with every period, bearing any number of missing days."""
    results = {}
    for period in PERIODS:
        chosen = [
            replace(index, missing=PATIENT) for index in CLIMATE_INDICES.values() if index.is_for(period)
        ]
        (results[period.key],) = compute(chosen, weather(calendar), AXES[calendar], (period,), BASE)
    return results


@pytest.mark.parametrize("calendar", list(Calendar))
@pytest.mark.parametrize("key", sorted(CLIMATE_INDICES))
def test_pass_computes_what_the_definition_says(key: str, calendar: Calendar) -> None:
    index, axis = CLIMATE_INDICES[key], AXES[calendar]
    series = {variable: values[:, 0] for variable, values in weather(calendar).items()}
    compared = 0
    for period in PERIODS:
        if not index.is_for(period):
            continue
        result = computed(calendar)[period.key]
        for year, expected in by_year(index, series, axis, period, BASE).items():
            found = result[key][result.years.tolist().index(year), 0]
            assert found == pytest.approx(expected, rel=1e-12, abs=1e-10, nan_ok=True), (period.key, year)
            compared += 1
    assert compared > 0


def test_collection_holds_the_27_indices_of_etccdi() -> None:
    abbreviations = {index.abbreviation for index in CLIMATE_INDICES.values() if index.is_etccdi}
    assert abbreviations == set(
        "FD SU ID TR GSL TXx TNx TXn TNn TN10p TX10p TN90p TX90p WSDI CSDI DTR Rx1day Rx5day SDII R10mm R20mm R1mm "
        "CDD CWD R95p R99p PRCPTOT".split()
    )


def test_everything_is_declared() -> None:
    indices = CLIMATE_INDICES.values()
    for index in indices:
        assert index.title and index.text.endswith(".") and index.unit and index.abbreviation
        assert set(index.needs) <= set(VARIABLES) and index.needs
        assert set(index.hazards) <= set(HAZARDS) and index.hazards
        assert index.definition.__doc__ or index.key == "wet_days"
    for part in ("abbreviation", "title", "text"):
        assert len({getattr(index, part) for index in indices}) == len(indices), part


def test_every_index_is_in_the_documentation() -> None:
    pages = (Path(__file__).resolve().parents[2] / "docs").rglob("*.md")
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert [key for key in CLIMATE_INDICES if f"`{key}`" not in text] == []


def test_compiled_functions_call_only_those_of_their_own_module() -> None:
    # The code that numba keeps on disk is renewed when the function's own file changes.
    for module in (kernel, bootstrap, percentiles):
        others = [
            name
            for name, value in vars(module).items()
            if hasattr(value, "py_func") and value.py_func.__module__ != module.__name__
        ]
        assert others == [], module.__name__
