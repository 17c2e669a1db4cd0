"""Laws of the pass: what may never change a result, and what has to change it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.hazards import blocks
from cascais.hazards.blocks import Layout, compute
from cascais.hazards.calendars import Calendar, TimeAxis
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.hazards.missing import at_most
from cascais.hazards.percentiles import BasePeriod
from cascais.hazards.periods import SEASONS, YEAR
from cascais.hazards.tallies import Count, Maximum, at_least
from hazards.weather import daily_weather

AXIS = TimeAxis(Calendar.STANDARD, 2001, 1, 1, 3 * 365)
BASE = BasePeriod(2001, 2003)
KEYS = sorted(CLIMATE_INDICES)
CELLS = 7
BLOCK = daily_weather(AXIS, CELLS, seed=3, missing=0.005)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return np.array_equal(one.view(np.int64), other.view(np.int64))


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(CELLS)), st.integers(1, 8), st.sampled_from(Layout), st.integers(1, 3))
def test_order_tiles_layout_and_threads_change_no_bit(
    order: list[int], tile: int, layout: Layout, threads: int
) -> None:
    (whole,) = compute(KEYS, BLOCK, AXIS, base=BASE)
    block = {key: values[:, order] for key, values in BLOCK.items()}
    if layout is Layout.CELL_MAJOR:
        block = {key: np.ascontiguousarray(values.T) for key, values in block.items()}
    before = blocks.TILE
    blocks.TILE = tile
    try:
        (part,) = compute(KEYS, block, AXIS, base=BASE, layout=layout, threads=threads)
    finally:
        blocks.TILE = before
    assert same(part.values, np.ascontiguousarray(whole.values[:, :, order]))
    assert np.array_equal(part.missing, whole.missing[:, :, order])


@settings(max_examples=10, deadline=None)
@given(st.integers(-40, 40))
def test_adding_to_the_temperatures_equals_moving_the_threshold(degrees: int) -> None:
    block = {"tasmax": np.round(BLOCK["tasmax"])}
    warmer = {"tasmax": block["tasmax"] + np.float32(degrees)}
    index = CLIMATE_INDICES["hot_days"]
    moved = replace(index, tallies=(Count(at_least("tasmax", 30.0 - degrees)),))
    assert same(compute([index], warmer, AXIS)[0].values, compute([moved], block, AXIS)[0].values)
    maxima = [compute(["hottest_day", "warm_days"], each, AXIS, base=BASE)[0] for each in (block, warmer)]
    assert np.array_equal(maxima[0]["hottest_day"] + degrees, maxima[1]["hottest_day"], equal_nan=True)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 364))
def test_missing_day_is_never_dry_cold_or_part_of_a_run(day: int) -> None:
    axis = TimeAxis(Calendar.NOLEAP, 2001, 1, 1, 365)
    block = {"pr": np.zeros((365, 1), np.float32), "tasmin": np.full((365, 1), -5.0, np.float32)}
    for values in block.values():
        values[day] = np.nan
    keys = ["dry_days", "longest_dry_spell", "longest_dry_spell_within", "frost_days", "longest_frost_spell"]
    (result,) = compute(keys, block, axis)
    longest = max(day, 364 - day)
    assert result.values[:, 0, 0].tolist() == [364, longest, longest, 364, longest]
    assert result.missing[:, 0, 0].tolist() == [1] * 5


def test_cell_without_data_is_missing_in_every_index() -> None:
    block = {key: values.copy() for key, values in BLOCK.items()}
    for values in block.values():
        values[:, 2] = np.nan
    (result,) = compute(KEYS, block, AXIS, base=BASE)
    assert np.isnan(result.values[:, :, 2]).all()
    assert not np.isnan(result.values[:, :, 3]).all()


def test_months_missing_more_than_three_days_are_not_computable() -> None:
    axis = TimeAxis(Calendar.NOLEAP, 2001, 1, 1, 365)
    values = np.zeros((365, 3), np.float32)
    values[:4, 0] = np.nan
    values[:3, 1] = np.nan
    values[::25, 2] = np.nan
    values[1::90, 2] = np.nan
    (result,) = compute(["frost_days"], {"tasmin": values}, axis)
    assert np.isnan(result["frost_days"][0]).tolist() == [True, False, True]
    assert result.missing[0, 0].tolist() == [4, 3, 20]
    patient = replace(CLIMATE_INDICES["frost_days"], missing=at_most(0.1))
    assert np.isfinite(compute([patient], {"tasmin": values}, axis)[0].values).all()


def test_indices_of_a_year_follow_from_those_of_its_seasons() -> None:
    block = daily_weather(AXIS, 4, seed=5)
    # The year from December is the four seasons one after the other.
    shifted = replace(YEAR, key="from_december", first_month=12)
    parts = [
        compute(["frost_days", "wettest_day", "total_rain"], block, AXIS, (SEASONS[key],))[0]
        for key in SEASONS
    ]
    (whole,) = compute(["frost_days", "wettest_day", "total_rain"], block, AXIS, (shifted,))
    at = whole.years.tolist().index(2002)
    seasons = [part.values[:, part.years.tolist().index(2002)] for part in parts]
    assert np.array_equal(whole["frost_days"][at], sum(season[0] for season in seasons))
    assert np.array_equal(whole["wettest_day"][at], np.max([season[1] for season in seasons], axis=0))
    assert whole["total_rain"][at] == pytest.approx(sum(season[2] for season in seasons), rel=1e-12)


def test_two_halves_of_the_axis_give_the_years_of_the_whole() -> None:
    keys = [index.key for index in CLIMATE_INDICES.values() if isinstance(index.tallies[0], Count | Maximum)]
    keys = [key for key in keys if key != "heat_wave_days"]
    (whole,) = compute(keys, BLOCK, AXIS)
    (second,) = compute(
        keys,
        {key: values[365:] for key, values in BLOCK.items()},
        TimeAxis(Calendar.STANDARD, 2002, 1, 1, 730),
    )
    assert same(np.ascontiguousarray(whole.values[:, 1:]), second.values)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="whole years only"):
        compute(["growing_season_length"], BLOCK, AXIS, (SEASONS["JJA"],))
    with pytest.raises(InputError, match="not given: snow_days"):
        compute(["snow_days"], {"pr": BLOCK["pr"]}, AXIS)
    with pytest.raises(InputError, match="does not fit"):
        compute(["dry_days"], {"pr": BLOCK["pr"][:-1]}, AXIS)
    with pytest.raises(InputError, match="float32 or float64"):
        compute(["dry_days"], {"pr": np.zeros(BLOCK["pr"].shape, np.int32)}, AXIS)
