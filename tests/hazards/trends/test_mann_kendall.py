"""Mann–Kendall and Sen against SciPy and pymannkendall 1.4.3, and their laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, theilslopes

from cascais.errors import InputError
from cascais.hazards.extremes import Outcome
from cascais.hazards.trends import Correction, trend
from cascais.hazards.trends.ranking import median_and_ends

PLAIN = Correction.NONE
# Nile at Aswan, annual flow 1871–1900 [10⁸ m³]: Cobb, G. W. (1978), Biometrika 65, 243–251.
NILE = [
    1120.0, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020,
    960, 1180, 799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840,
]  # fmt: skip
series = st.lists(st.integers(-8, 8).map(float), min_size=10, max_size=60)


@given(values=series)
@settings(max_examples=60, deadline=None)
def test_against_scipy_with_ties(values: list[float]) -> None:
    result, years = trend(values, correction=PLAIN), np.arange(len(values))
    slope, intercept, low, high = theilslopes(values, years)
    assert result.slope[0] == pytest.approx(slope, abs=1e-14)
    assert result.intercept[0] == pytest.approx(intercept, abs=1e-12)
    if result.outcome[0] == Outcome.CONSTANT:
        assert min(values) == max(values)
        return
    assert (result.low[0], result.high[0]) == pytest.approx((low, high), abs=1e-14)
    tau = kendalltau(years, values, method="asymptotic")
    assert result.tau[0] == pytest.approx(tau.statistic, abs=1e-12)
    # SciPy leaves the correction for continuity out.
    by_scipy = trend_without_continuity(result.score[0], result.variance[0])
    assert by_scipy == pytest.approx(tau.pvalue, abs=1e-12)


def trend_without_continuity(score: float, variance: float) -> float:
    return math.erfc(abs(score) / math.sqrt(2.0 * variance))


# Three-year sums of the flow, so that the series is autocorrelated. Results of pymannkendall 1.4.3 (Hussain and
# Mahmud 2019, Journal of Open Source Software 4, 1556).
@pytest.mark.parametrize(
    ("correction", "lags", "variance", "p_value"),
    [
        (Correction.NONE, None, 2561.0, 0.5800644801503809),
        (Correction.HAMED_RAO, 27, 4766.53579582518, 0.6850649034783283),
        (Correction.HAMED_RAO, None, 5518.554060665362, 0.706235510005154),
        (Correction.YUE_WANG, None, 5791.6742306846945, 0.7129312621124602),
        (Correction.YUE_WANG, 3, 6977.756767391262, 0.7374764878431987),
        (Correction.YUE_WANG, 27, 1079.9468379308266, 0.3941953115211603),
    ],
)
def test_against_pymannkendall(
    correction: Correction, lags: int | None, variance: float, p_value: float
) -> None:
    sums = np.convolve(NILE, np.ones(3), "valid")
    result = trend(sums, correction=correction, lags=lags)
    assert (result.score[0], result.slope[0], result.intercept[0]) == (-29.0, -5.0, 3290.5)
    assert result.variance[0] == pytest.approx(variance, rel=1e-9)
    assert result.p_value[0] == pytest.approx(p_value, rel=1e-9)


@given(values=series, factor=st.sampled_from([0.5, 2.0, 8.0]), shift=st.integers(-100, 100))
@settings(max_examples=30, deadline=None)
def test_slope_follows_unit_and_added_trend(values: list[float], factor: float, shift: int) -> None:
    array, years = np.array(values), 1950.0 + np.arange(len(values))
    plain = trend(array, years, correction=PLAIN)
    changed = trend(factor * array + shift, years, correction=PLAIN)
    assert changed.slope[0] == factor * plain.slope[0]
    if plain.outcome[0] == Outcome.CONVERGED:
        assert (changed.low[0], changed.high[0]) == (factor * plain.low[0], factor * plain.high[0])
        assert plain.low[0] <= plain.slope[0] <= plain.high[0]
        assert changed.p_value[0] == plain.p_value[0]
    leaning = trend(array + 0.25 * years, years, correction=PLAIN)
    assert leaning.slope[0] == pytest.approx(plain.slope[0] + 0.25, abs=1e-12)


@given(values=series)
@settings(max_examples=30, deadline=None)
def test_test_sees_only_the_order(values: list[float]) -> None:
    plain, stretched = (trend(each, correction=PLAIN) for each in (values, np.exp(np.array(values))))
    mirrored = trend(-np.array(values), correction=PLAIN)
    backwards = trend(values[::-1], correction=PLAIN)
    for name in ("score", "tau", "z"):
        first = getattr(plain, name)
        assert np.array_equal(first, getattr(stretched, name), equal_nan=True)
        assert np.array_equal(first, -getattr(mirrored, name), equal_nan=True)
        assert np.array_equal(first, -getattr(backwards, name), equal_nan=True)


@pytest.mark.parametrize("correction", Correction)
def test_order_of_places_changes_no_bit(correction: Correction) -> None:
    values = np.random.default_rng(4).normal(size=(100, 40)).cumsum(axis=1)
    values[7, 3:9] = np.nan
    order = np.random.default_rng(5).permutation(100)
    plain, mixed = trend(values, correction=correction), trend(values[order], correction=correction)
    for name in ("p_value", "slope", "low", "high", "variance_factor"):
        assert np.array_equal(getattr(plain, name)[order], getattr(mixed, name), equal_nan=True)
        assert np.array_equal(
            getattr(plain, name)[7:8], getattr(trend(values[7], correction=correction), name)
        )


def test_missing_years_keep_their_place() -> None:
    years = np.arange(1950.0, 1980.0)
    values = 0.5 * years
    values[[3, 4, 10]] = np.nan
    result = trend(values, years, correction=PLAIN)
    assert (result.count[0], result.slope[0], result.tau[0]) == (27, 0.5, 1.0)
    left_out = trend(values[~np.isnan(values)], years[~np.isnan(values)], correction=PLAIN)
    assert left_out.p_value[0] == result.p_value[0]
    with pytest.raises(InputError, match="equal steps"):
        trend(values[~np.isnan(values)], years[~np.isnan(values)])
    with pytest.raises(InputError, match="must rise"):
        trend(values, years[::-1])


def test_degenerate_series_are_named() -> None:
    values = np.full((4, 12), np.nan)
    values[1, :9] = np.arange(9)
    values[2] = 3.0
    values[3] = np.arange(12.0)
    result = trend(values, correction=PLAIN)
    assert result.outcome.tolist() == [
        Outcome.TOO_FEW, Outcome.TOO_FEW, Outcome.CONSTANT, Outcome.CONVERGED,
    ]  # fmt: skip
    assert np.isnan(result.p_value[:3]).all()
    assert (result.slope[2], result.slope[3], result.low[3], result.high[3]) == (0.0, 1.0, 1.0, 1.0)


def test_factor_that_is_not_positive_is_named() -> None:
    swinging = np.tile([0.0, 1.0], 20) + 0.001 * np.random.default_rng(1).random(40)
    result = trend(swinging, correction=Correction.YUE_WANG, lags=1)
    assert result.variance_factor[0] <= 0.0
    assert result.outcome[0] == Outcome.CORRECTION_NOT_POSITIVE
    assert np.isnan(result.p_value[0])


def test_correction_restores_the_level_of_the_test() -> None:
    noise = np.random.default_rng(6).normal(size=(1000, 60))
    values = np.zeros_like(noise)
    for year in range(1, 60):
        values[:, year] = 0.5 * values[:, year - 1] + noise[:, year]
    found = {each: (trend(values, correction=each).p_value < 0.05).mean() for each in Correction}
    assert found[Correction.NONE] > 0.18
    assert found[Correction.HAMED_RAO] < 0.7 * found[Correction.NONE]
    assert found[Correction.YUE_WANG] < 0.6 * found[Correction.NONE]


@given(values=st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=200), share=st.floats(0.0, 1.0))
@settings(max_examples=60, deadline=None)
def test_order_statistics_by_sorting(values: list[float], share: float) -> None:
    count, half = len(values), share * len(values)
    median, below, above = median_and_ends(np.array(values), count, half)
    ordered = sorted(values)
    assert median == np.median(values)
    assert below == ordered[max(int(np.round((count - half) / 2)) - 1, 0)]
    assert above == ordered[min(int(np.round((count + half) / 2)), count - 1)]
