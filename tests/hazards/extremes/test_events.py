"""Block maxima, peaks, how unusual an event is, short durations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.hazards.extremes import (
    SEASONS,
    Change,
    Outcome,
    block_maxima,
    block_years,
    how_unusual,
    peaks_over_threshold,
)
from cascais.hazards.extremes.short_rain import scaled_depth, scaling_exponent, warmed_rain
from hazards.extremes.series import simulated


def test_winter_belongs_to_the_year_of_its_january() -> None:
    years, months = np.repeat([1999, 2000], 12), np.tile(np.arange(1, 13), 2)
    winter = block_years(years, months, *SEASONS["DJF"])
    assert winter[[0, 1, 11, 12, 13, 23]].tolist() == [1999, 1999, 2000, 2000, 2000, 2001]
    assert (winter[[2, 10, 14]] == -9999).all()
    hydrological = block_years(years, months, 10)
    assert hydrological[[0, 8, 9, 20, 21]].tolist() == [1999, 1999, 2000, 2000, 2001]
    assert block_years(years, months).tolist() == years.tolist()


def test_year_with_too_many_missing_days_has_no_maximum() -> None:
    daily = np.arange(20.0)[None, :].repeat(2, axis=0)
    daily[1, 12:14] = np.nan
    result = block_maxima(daily, np.repeat([2000, 2001], 10))
    assert result.maxima[0].tolist() == [9.0, 19.0]
    assert result.maxima[1, 0] == 9.0 and np.isnan(result.maxima[1, 1])
    assert result.known_days.tolist() == [[10, 10], [10, 8]]


def test_part_of_a_year_is_no_year() -> None:
    result = block_maxima(np.arange(13.0), np.repeat([2000, 2001], [3, 10]))
    assert np.isnan(result.maxima[0, 0]) and result.maxima[0, 1] == 12.0


def test_days_and_blocks_have_one_length() -> None:
    with pytest.raises(InputError, match="year of its block"):
        block_maxima(np.arange(5.0), [2000])
    with pytest.raises(InputError, match="negative"):
        peaks_over_threshold([1.0], 0.0, run_days=-1)


@given(
    values=st.lists(st.one_of(st.just(np.nan), st.integers(0, 9).map(float)), min_size=1, max_size=60),
    run=st.integers(0, 5),
)
@settings(max_examples=60, deadline=None)
def test_clusters_by_their_definition(values: list[float], run: int) -> None:
    above = [day for day, value in enumerate(values) if value > 6.0]
    clusters: list[list[int]] = []
    for day in above:
        if clusters and day - clusters[-1][-1] - 1 < run:
            clusters[-1].append(day)
        else:
            clusters.append([day])
    peaks = peaks_over_threshold(values, 6.0, run_days=run)
    assert peaks.values[0].tolist() == [max(values[day] for day in cluster) for cluster in clusters]
    assert peaks.exceedances[0] == len(above)
    assert peaks.count[0] == len(clusters)
    if clusters:
        known = sum(not np.isnan(value) for value in values)
        assert peaks.rate[0] == pytest.approx(len(clusters) / known * 365.25)
        assert peaks.extremal_index[0] == pytest.approx(len(clusters) / len(above))


def warming_series(years: int, slope: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    warming = np.linspace(-0.2, 1.1, years)
    return simulated(1, years=years, seed=seed, shape=-0.1)[0] + slope * warming, warming


def test_what_was_put_in_is_found() -> None:
    values, warming = warming_series(2000, 3.0)
    result = how_unusual(values, warming, 50.0, now_k=1.1, before_k=-0.2, repetitions=200)
    location = 30.0 + 3.0 * np.array([1.1, -0.2])
    chance = -np.expm1(-((1.0 - 0.1 * (50.0 - location) / 4.0) ** 10.0))
    period, ratio, change = result.return_period_years, result.probability_ratio, result.intensity_change
    assert period.low[0] < 1.0 / chance[0] < period.high[0]
    assert ratio.low[0] < chance[0] / chance[1] < ratio.high[0]
    assert change.low[0] < 3.0 * 1.3 < change.high[0]
    assert result.trend_p_value[0] < 0.001
    assert len(result.notes(0)) == 1


def test_fixed_dispersion_gives_per_cent() -> None:
    warming = np.linspace(-0.2, 1.1, 2000)
    values = simulated(1, years=2000)[0] * np.exp(0.07 * warming)
    result = how_unusual(
        values, warming, 60.0, now_k=1.1, before_k=-0.2, change=Change.FIXED_DISPERSION, repetitions=100
    )
    true = 100.0 * np.expm1(0.07 * 1.3)
    assert result.intensity_change.low[0] < true < result.intensity_change.high[0]
    # In a world that does not differ nothing changes.
    same = how_unusual(
        values, warming, 60.0, now_k=0.5, before_k=0.5, change=Change.FIXED_DISPERSION, repetitions=10
    )
    assert same.probability_ratio.value[0] == 1.0
    assert same.intensity_change.value[0] == 0.0


def test_guard_rails() -> None:
    values, warming = warming_series(60, 0.0)
    result = how_unusual(values, warming, 80.0, now_k=1.1, before_k=-0.2, repetitions=50)
    assert str(result.return_period_text(0)) == "more than 120 years"
    told = " ".join(str(note) for note in result.notes(0))
    assert "not an attribution" in told and "No detectable change" in told and "rarer than" in told
    short = how_unusual(values[:39], warming[:39], 45.0, now_k=1.1, before_k=-0.2, repetitions=10)
    assert short.outcome[0] == Outcome.TOO_FEW
    assert np.isnan(short.return_period_years.value[0]) and np.isnan(short.probability_ratio.low[0])
    assert [str(note) for note in short.notes(0)] == ["Only 39 years: at least 40 are needed."]
    constant = how_unusual(np.ones(60), warming, 45.0, now_k=1.1, before_k=-0.2, repetitions=10)
    assert [str(note) for note in constant.notes(0)] == ["All values are equal."]
    with pytest.raises(InputError, match="event"):
        how_unusual(values, warming, np.nan, now_k=1.1, before_k=-0.2)


def test_event_beyond_the_end_of_the_other_world_has_an_infinite_ratio() -> None:
    warming = np.linspace(0.0, 1.0, 100)
    values = 30.0 + 30.0 * warming + (simulated(1, years=100, shape=-0.3)[0] - 30.0) / 4.0
    result = how_unusual(values, warming, 60.0, now_k=1.0, before_k=0.0, repetitions=50)
    assert result.probability_ratio.value[0] == np.inf
    assert result.probability_ratio.high[0] == np.inf
    assert not np.isnan(result.probability_ratio.low[0])


@given(exponent=st.floats(0.3, 0.95))
@settings(max_examples=20, deadline=None)
def test_scaling_finds_the_exponent_and_keeps_the_depth(exponent: float) -> None:
    hours = np.array([0.5, 1.0, 6.0, 24.0])
    intensities = np.random.default_rng(2).gumbel(10.0, 2.0, size=(3, 30, 1)) * hours**-exponent
    intensities[0, 3, 1] = np.nan
    scaling = scaling_exponent(intensities, hours)
    assert scaling.exponent == pytest.approx(exponent)
    assert scaling.exponent_of_second_moment == pytest.approx(exponent)
    assert scaled_depth(48.0, 24.0, 24.0, exponent) == 48.0
    there = scaled_depth(48.0, 24.0, 1.0, exponent)
    assert scaled_depth(there, 1.0, 24.0, exponent) == pytest.approx(48.0)


def test_short_durations_outside_the_scaling_are_refused() -> None:
    with pytest.raises(InputError, match="other durations"):
        scaled_depth(48.0, 24.0, 0.1, 0.7)
    with pytest.raises(InputError, match="two durations"):
        scaling_exponent(np.ones((1, 3, 1)), [1.0])
    assert warmed_rain(10.0, 0.0) == 10.0
