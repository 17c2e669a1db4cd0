"""Laws of the fits: units, order, limits, exact derivatives, L-moments, coverage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.hazards.extremes import (
    Covariates,
    Family,
    Interval,
    Method,
    fit,
    l_moments,
    parameter_intervals,
    return_levels,
)
from cascais.hazards.extremes.batches import over_places
from cascais.hazards.extremes.likelihood import Sample, evaluate
from cascais.hazards.extremes.targets import Target, reach
from hazards.extremes.series import PORT_PIRIE, simulated

YEARS = np.arange(70.0)
WARMING = {"g": (YEARS - 35.0) / 35.0}
MODELS = [
    (Family.GEV, Method.LIKELIHOOD, Covariates()),
    (Family.GEV, Method.L_MOMENTS, Covariates()),
    (Family.GUMBEL, Method.LIKELIHOOD, Covariates()),
    (Family.GUMBEL, Method.L_MOMENTS, Covariates()),
    (Family.GPD, Method.LIKELIHOOD, Covariates()),
    (Family.GPD, Method.L_MOMENTS, Covariates()),
    (Family.GEV, Method.LIKELIHOOD, Covariates(location=WARMING)),
    (Family.GEV, Method.LIKELIHOOD, Covariates(location=WARMING, log_scale=WARMING)),
    (Family.GEV, Method.LIKELIHOOD, Covariates(fixed_dispersion=WARMING)),
    (Family.GUMBEL, Method.LIKELIHOOD, Covariates(location=WARMING)),
]


def threshold_of(family: Family) -> float:
    return 28.0 if family is Family.GPD else 0.0


@pytest.mark.parametrize(("family", "method", "covariates"), MODELS)
@given(factor=st.floats(0.01, 100.0), seed=st.integers(0, 50))
@settings(max_examples=10, deadline=None)
def test_unit_of_the_values_is_that_of_the_result(
    family: Family, method: Method, covariates: Covariates, factor: float, seed: int
) -> None:
    values, threshold = simulated(1, seed=seed), threshold_of(family)
    plain = fit(values, family, method=method, covariates=covariates, threshold=threshold, rate=1.5)
    scaled = fit(
        values * factor, family, method=method, covariates=covariates, threshold=threshold * factor, rate=1.5
    )
    at = {"g": 1.0} if covariates.form else None
    levels = [return_levels(each, [10, 100], at=at, interval=Interval.NONE).level for each in (plain, scaled)]
    assert levels[1] == pytest.approx(levels[0] * factor, rel=1e-6)
    assert scaled.shape == pytest.approx(plain.shape, abs=1e-6)


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("method", Method)
@given(shift=st.floats(-300.0, 300.0), seed=st.integers(0, 50))
@settings(max_examples=10, deadline=None)
def test_shifted_values_shift_location_and_levels(
    family: Family, method: Method, shift: float, seed: int
) -> None:
    values, threshold = simulated(1, seed=seed), threshold_of(family)
    plain = fit(values, family, method=method, threshold=threshold, rate=1.5)
    moved = fit(values + shift, family, method=method, threshold=threshold + shift, rate=1.5)
    levels = [return_levels(each, [10, 100], interval=Interval.NONE).level for each in (plain, moved)]
    assert levels[1] == pytest.approx(levels[0] + shift, abs=1e-5)
    assert moved.shape == pytest.approx(plain.shape, abs=1e-6)


def test_shift_moves_the_interval_with_the_level() -> None:
    plain, moved = (return_levels(fit(PORT_PIRIE + shift), 100) for shift in (0.0, 100.0))
    assert moved.low == pytest.approx(plain.low + 100.0, abs=1e-6)
    assert moved.high == pytest.approx(plain.high + 100.0, abs=1e-6)


def test_order_of_places_and_threads_change_no_bit() -> None:
    values = simulated(100)
    values[3, 5:20] = np.nan
    order = np.random.default_rng(3).permutation(100)
    plain, mixed = fit(values), fit(values[order])
    assert np.array_equal(plain.parameters[order], mixed.parameters)
    levels = [return_levels(each, [100]) for each in (plain, mixed)]
    assert np.array_equal(levels[0].high[order], levels[1].high)
    alone = return_levels(fit(values[3]), [100])
    assert np.array_equal(levels[0].low[3], alone.low[0])


def test_places_are_cut_without_gap_or_overlap() -> None:
    for threads in (1, 2, 7):
        seen: list[slice] = []
        over_places(1000, seen.append, threads)
        rows = sorted(number for part in seen for number in range(part.start, part.stop))
        assert rows == list(range(1000))


@given(seed=st.integers(0, 200))
@settings(max_examples=20, deadline=None)
def test_longer_periods_have_greater_levels(seed: int) -> None:
    periods = [2, 5, 10, 50, 100, 500, 1000]
    result = return_levels(fit(simulated(3, years=40, seed=seed)), periods)
    for numbers in (result.level, result.low, result.high):
        steps = np.diff(numbers, axis=1)
        assert (steps[~np.isnan(steps)] > 0.0).all()
    assert (result.low < result.level)[result.outcome == 0].all()
    assert (result.level < result.high)[result.outcome == 0].all()


@pytest.mark.parametrize("family", Family)
def test_fitted_distribution_has_the_l_moments_of_the_sample(family: Family) -> None:
    threshold = threshold_of(family)
    values = simulated(1, years=500)[:, :500]
    values = np.where(values > threshold, values, np.nan)
    result = fit(values, family, method=Method.L_MOMENTS, threshold=threshold)
    theta = result.theta[0]
    grid = (np.arange(2_000_000) + 0.5) / 2_000_000
    variate = -np.log1p(-grid) if family is Family.GPD else -np.log(-np.log(grid))
    growth = np.expm1(theta[-1] * variate) / theta[-1] if theta[-1] else variate
    drawn = threshold + (0.0 if family is Family.GPD else theta[0]) + np.exp(theta[-2]) * growth
    wanted = l_moments(values)[0]
    found = [drawn.mean(), (drawn * (2 * grid - 1)).mean(), (drawn * (6 * grid**2 - 6 * grid + 1)).mean()]
    known = 3 if family is Family.GEV else 2
    assert found[:known] == pytest.approx(wanted[:known], rel=2e-4)


@given(seed=st.integers(0, 1000), factor=st.floats(0.1, 10.0), shift=st.floats(-50.0, 50.0))
@settings(max_examples=25, deadline=None)
def test_l_moments_follow_the_unit_and_mirror(seed: int, factor: float, shift: float) -> None:
    values = np.random.default_rng(seed).normal(size=30)
    first, second, third, fourth = l_moments(values)[0]
    assert first == pytest.approx(values.mean())
    assert second > 0.0 and abs(third / second) < 1.0
    scaled = l_moments(factor * values + shift)[0]
    expected = [factor * first + shift, factor * second, factor * third, factor * fourth]
    assert scaled == pytest.approx(expected, abs=1e-9)
    mirrored = l_moments(-values)[0]
    assert mirrored == pytest.approx([-first, second, -third, fourth], abs=1e-12)


def test_l_moments_are_means_over_all_subsets() -> None:
    values = np.array([1.0, 4.0, 2.0, 8.0, 5.0])
    pairs = [abs(a - b) for i, a in enumerate(values) for b in values[:i]]
    assert l_moments(values)[0, 1] == pytest.approx(np.mean(pairs) / 2.0)


def sample_for(form: int, is_excess: bool) -> Sample:
    values = simulated(1, years=30)[0]
    ones = np.ones((30, 1))
    rows = np.column_stack([np.ones(30), np.linspace(-1.0, 1.0, 30)])
    if is_excess:
        return Sample(values - values.min() + 0.1, np.ones((30, 0)), ones, 0, True, True)
    return Sample(values, rows if form else ones, rows if form == 1 else ones, form, False, True)


@pytest.mark.parametrize(
    ("form", "is_excess", "theta"),
    [
        (0, False, [30.0, 1.4, 0.1]),
        (0, False, [30.0, 1.4, 1e-9]),
        (0, True, [1.5, 0.15]),
        (1, False, [30.0, 0.5, 1.4, 0.1, -0.05]),
        (2, False, [30.0, 0.05, 1.4, 0.1]),
    ],
)
def test_derivatives_are_exact(form: int, is_excess: bool, theta: list[float]) -> None:
    sample, at = sample_for(form, is_excess), np.array(theta)
    size = at.size
    gradient, hessian = np.zeros(size), np.zeros((size, size))
    evaluate(at, sample, gradient, hessian)
    target = Target(-1, sample.location[3], sample.scale[3], form)
    slope, curvature = np.zeros(size), np.zeros((size, size))
    reach(at, target, 3.0, slope, curvature)
    for j in range(size):
        step = 1e-5 * np.eye(size)[j]
        ends = []
        for point in (at + step, at - step):
            own, unused = np.zeros(size), np.zeros((size, size))
            value = evaluate(point, sample, own, unused)
            level_slope, level_unused = np.zeros(size), np.zeros((size, size))
            level = reach(point, target, 3.0, level_slope, level_unused)
            ends.append((value, own, level, level_slope))
        assert (ends[0][0] - ends[1][0]) / 2e-5 == pytest.approx(gradient[j], rel=1e-5, abs=1e-5)
        assert (ends[0][1] - ends[1][1]) / 2e-5 == pytest.approx(hessian[j], rel=1e-5, abs=1e-4)
        assert (ends[0][2] - ends[1][2]) / 2e-5 == pytest.approx(slope[j], rel=1e-5, abs=1e-6)
        assert (ends[0][3] - ends[1][3]) / 2e-5 == pytest.approx(curvature[j], rel=1e-5, abs=1e-5)


def test_series_and_closed_form_meet() -> None:
    sample = sample_for(0, False)
    values = []
    for shape in np.linspace(-0.02, 0.02, 41):
        gradient, hessian = np.zeros(3), np.zeros((3, 3))
        value = evaluate(np.array([33.0, 1.4, shape]), sample, gradient, hessian)
        values.append([value, gradient[2], hessian[2, 2]])
    fourth = np.abs(np.diff(np.array(values), n=4, axis=0))
    assert (fourth < [1e-4, 1e-3, 1e-2]).all()


def test_profile_ends_lie_on_the_limit() -> None:
    result = fit(PORT_PIRIE)
    (low, high), _outcome = (ends[0] for ends in parameter_intervals(result, "shape"))
    limit = result.nllh[0] + 0.5 * 1.959963984540054**2
    for shape in (low, high):
        best = min(_profile(shape, location, scale) for location, scale in _around(result.theta[0], shape))
        assert best == pytest.approx(limit, abs=2e-3)
        assert best >= limit - 1e-9


def _profile(shape: float, location: float, log_scale: float) -> float:
    sample = Sample(PORT_PIRIE, np.ones((65, 1)), np.ones((65, 1)), 0, False, True)
    return evaluate(np.array([location, log_scale, shape]), sample, np.zeros(3), np.zeros((3, 3)))


def _around(theta: np.ndarray, _shape: float) -> list[tuple[float, float]]:
    locations = theta[0] + np.linspace(-0.05, 0.05, 101)
    scales = theta[1] + np.linspace(-0.3, 0.3, 121)
    return [(location, scale) for location in locations for scale in scales]


def test_profile_intervals_cover_as_often_as_they_say() -> None:
    result = return_levels(fit(simulated(1500)), 100)
    true = 30.0 + 4.0 * ((-np.log1p(-0.01)) ** -0.1 - 1.0) / 0.1
    is_inside = (result.low[:, 0] < true) & (true < result.high[:, 0])
    assert (result.outcome == 0).mean() > 0.995
    assert 0.93 < is_inside.mean() < 0.97
