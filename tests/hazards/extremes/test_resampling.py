"""Bootstrap intervals, goodness of fit, likelihood ratios, points of the plots."""

from __future__ import annotations

import numpy as np
import pytest

from cascais.errors import InputError
from cascais.hazards.extremes import (
    Covariates,
    Family,
    Interval,
    Method,
    Outcome,
    bootstrap_levels,
    diagnostic_points,
    fit,
    goodness_of_fit,
    likelihood_ratio,
    return_levels,
)
from cascais.hazards.extremes.goodness import Statistic, chi_squared_tail
from hazards.extremes.series import PORT_PIRIE, simulated


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("is_parametric", [True, False])
def test_bootstrap_agrees_with_the_profile_where_the_sample_is_large(
    method: Method, is_parametric: bool
) -> None:
    values = simulated(1, years=2000)
    profile = return_levels(fit(values), 20)
    result = bootstrap_levels(
        fit(values, method=method), 20, is_parametric=is_parametric, repetitions=400, seed=1
    )
    width = (profile.high - profile.low).item()
    assert result.interval is Interval.BOOTSTRAP
    assert result.low.item() == pytest.approx(profile.low.item(), abs=0.2 * width)
    assert result.high.item() == pytest.approx(profile.high.item(), abs=0.2 * width)


def test_bootstrap_depends_on_the_seed_alone() -> None:
    values = simulated(40)
    first = bootstrap_levels(fit(values), 50, repetitions=30)
    again = bootstrap_levels(fit(values[::-1]), 50, repetitions=30)
    other = bootstrap_levels(fit(values), 50, repetitions=30, seed=5)
    assert np.array_equal(first.low, again.low[::-1])
    assert not np.array_equal(first.low, other.low)


def test_bootstrap_of_peaks_and_of_covariates() -> None:
    values = simulated(2)
    peaks = fit(values, Family.GPD, threshold=30.0, rate=0.6)
    for result in (
        bootstrap_levels(peaks, [10, 50], repetitions=100),
        bootstrap_levels(
            fit(values, covariates=Covariates(location={"g": np.linspace(-1, 1, 70)})),
            [10, 50],
            at={"g": 1.0},
            is_parametric=False,
            repetitions=100,
        ),
    ):
        assert (result.low < result.level).all()
        assert (result.level < result.high).all()


def test_bootstrap_of_what_has_no_fit_is_missing() -> None:
    result = bootstrap_levels(fit([1.0, 2.0, 3.0]), 10, repetitions=10)
    assert result.outcome[0, 0] == Outcome.TOO_FEW
    assert np.isnan(result.low[0, 0])


@pytest.mark.parametrize("statistic", Statistic)
def test_p_values_of_the_right_family_are_even(statistic: Statistic) -> None:
    p_value = goodness_of_fit(fit(simulated(200, years=40)), statistic, repetitions=60).p_value
    assert np.nanmean(p_value) == pytest.approx(0.5, abs=0.08)
    assert (p_value > 0.0).all()


def test_a_wrong_family_is_found_out() -> None:
    two_peaks = np.concatenate([np.linspace(0.0, 1.0, 40), np.linspace(9.0, 10.0, 40)])
    result = goodness_of_fit(fit(two_peaks, Family.GUMBEL), repetitions=99)
    assert result.p_value[0] == pytest.approx(0.01)
    assert np.isnan(goodness_of_fit(fit([1.0, 2.0]), repetitions=9).p_value[0])


def test_statistics_by_hand() -> None:
    result = fit(PORT_PIRIE)
    location, scale, shape = result.parameters[0]
    u = np.exp(-((1.0 + shape * (np.sort(PORT_PIRIE) - location) / scale) ** (-1.0 / shape)))
    n = len(u)
    i = np.arange(1, n + 1)
    anderson = -n - np.mean((2 * i - 1) * (np.log(u) + np.log1p(-u[::-1])))
    kolmogorov = max((i / n - u).max(), (u - (i - 1) / n).max())
    for statistic, value in (
        (Statistic.ANDERSON_DARLING, anderson),
        (Statistic.KOLMOGOROV_SMIRNOV, kolmogorov),
    ):
        assert goodness_of_fit(result, statistic, repetitions=9).statistic[0] == pytest.approx(
            value, abs=1e-9
        )


def test_gumbel_beside_gev_at_port_pirie() -> None:
    # Coles (2001), section 3.4.1: deviance 2(4.34 − 4.22) = 0.24, small beside χ²₁.
    result = likelihood_ratio(fit(PORT_PIRIE, Family.GUMBEL), fit(PORT_PIRIE))
    assert result.deviance[0] == pytest.approx(2 * (4.339058448 - 4.217681886), abs=1e-5)
    assert 0.6 < result.p_value[0] < 0.65


def test_chi_squared_table() -> None:
    # 5 % points of the usual table.
    for degrees, point in ((1, 3.841), (2, 5.991), (3, 7.815), (4, 9.488), (5, 11.070)):
        assert chi_squared_tail(np.array([point]), degrees)[0] == pytest.approx(0.05, abs=2e-5)


def test_ratio_of_fits_that_are_not_nested_is_refused() -> None:
    with pytest.raises(InputError, match="same values"):
        likelihood_ratio(fit(PORT_PIRIE), fit(PORT_PIRIE, Family.GUMBEL))
    with pytest.raises(InputError, match="same values"):
        likelihood_ratio(fit(PORT_PIRIE + 1.0, Family.GUMBEL), fit(PORT_PIRIE))


def test_points_lie_near_the_diagonal() -> None:
    cases = [
        fit(simulated(1, years=500)),
        fit(simulated(1, years=500), Family.GPD, threshold=30.0),
        fit(simulated(1, years=500), covariates=Covariates(location={"g": np.linspace(-1, 1, 500)})),
    ]
    for result in cases:
        points = diagnostic_points(result)
        assert len(points.observed_quantile) == result.count[0]
        assert points.model_probability == pytest.approx(points.observed_probability, abs=0.06)
        middle = slice(50, -50)
        assert points.model_quantile[middle] == pytest.approx(
            points.observed_quantile[middle], rel=0.1, abs=0.2
        )
