"""A fit or an interval that cannot be had says why; nothing is silently wrong."""

from __future__ import annotations

import numpy as np
import pytest

from cascais.errors import InputError
from cascais.hazards.extremes import (
    Covariates,
    Family,
    Interval,
    Method,
    Options,
    Outcome,
    fit,
    parameter_intervals,
    return_levels,
)
from cascais.hazards.extremes.outcome import SENTENCES
from hazards.extremes.series import PORT_PIRIE, simulated


def degenerate() -> np.ndarray:
    values = np.full((5, 30), np.nan)
    values[1, :9] = PORT_PIRIE[:9]
    values[2] = 7.0
    values[3, :12] = PORT_PIRIE[:12]
    values[4] = np.linspace(0.0, 1.0, 30) ** 0.2  # crowds at its upper end: the shape runs away
    return values


def test_degenerate_series_are_named_and_the_rest_is_fitted() -> None:
    result = fit(degenerate())
    expected = [
        Outcome.TOO_FEW,
        Outcome.TOO_FEW,
        Outcome.CONSTANT,
        Outcome.CONVERGED,
    ]
    assert result.outcome[:4].tolist() == expected
    assert result.outcome[4] != Outcome.CONVERGED or result.shape[4] <= -0.5
    assert np.isnan(result.parameters[:3]).all()
    assert result.count.tolist() == [0, 9, 30, 12, 30]
    levels = return_levels(result, 100)
    assert np.isnan(levels.low[[0, 1, 2, 4]]).all()
    assert levels.low[3] < levels.level[3]
    assert levels.outcome[:3, 0].tolist() == expected[:3]
    assert levels.outcome[4, 0] in (Outcome.SHAPE_AT_BOUND, Outcome.SHAPE_IRREGULAR, Outcome.NOT_CONVERGED)


def test_bound_of_the_shape_is_reported() -> None:
    result = fit(simulated(50, years=30, shape=0.4), options=Options(shape_limits=(-0.2, 0.2)))
    at_bound = result.outcome == Outcome.SHAPE_AT_BOUND
    assert at_bound.any()
    assert (result.shape[at_bound] == 0.2).all()
    assert set(result.outcome.tolist()) <= {Outcome.CONVERGED, Outcome.SHAPE_AT_BOUND}
    assert (np.abs(result.shape) <= 0.2).all()
    assert np.isnan(result.covariance[at_bound]).all()
    levels = return_levels(result, 100)
    assert (levels.outcome[at_bound] == Outcome.SHAPE_AT_BOUND).all()
    assert not np.isnan(levels.level[at_bound]).any()
    assert np.isnan(levels.high[at_bound]).all()


def test_irregular_shape_has_an_estimate_but_no_interval() -> None:
    result = fit(simulated(200, years=60, shape=-0.6))
    irregular = result.is_converged & (result.shape <= -0.5)
    assert irregular.any()
    for interval in (Interval.DELTA, Interval.PROFILE):
        levels = return_levels(result, 100, interval=interval)
        assert (levels.outcome[irregular] == Outcome.SHAPE_IRREGULAR).all()
        assert np.isnan(levels.low[irregular]).all()


@pytest.mark.parametrize("shape", [-0.3, 0.0001, 0.3])
@pytest.mark.parametrize("family", [Family.GEV, Family.GPD])
def test_every_fit_is_a_maximum(family: Family, shape: float) -> None:
    values = simulated(200, years=25, shape=shape)
    threshold = values.min(axis=1) - 0.01 if family is Family.GPD else 0.0
    result = fit(values, family, threshold=threshold)
    named = {Outcome.CONVERGED, Outcome.SHAPE_AT_BOUND, Outcome.NOT_CONVERGED}
    assert set(result.outcome.tolist()) <= named
    assert result.is_converged.mean() > (0.3 if family is Family.GPD else 0.95)
    for step in np.vstack([np.eye(result.theta.shape[1]), -np.eye(result.theta.shape[1])]) * 1e-3:
        worse = _nllh(result.theta + step, result.values, family)
        assert (worse >= result.nllh - 1e-9)[result.is_converged].all()


def _nllh(theta: np.ndarray, values: np.ndarray, family: Family) -> np.ndarray:
    location = 0.0 if family is Family.GPD else theta[:, :1]
    shape = theta[:, -1:]
    inside = 1.0 + shape * (values - location) * np.exp(-theta[:, -2:-1])
    w = np.log(np.where(inside > 0.0, inside, np.nan)) / shape
    tail = 0.0 if family is Family.GPD else np.exp(-w)
    total = (theta[:, -2:-1] + (1.0 + shape) * w + tail).sum(axis=1)
    return np.where(np.isnan(total), np.inf, total)


def test_l_moments_offer_no_interval_from_the_likelihood() -> None:
    levels = return_levels(fit(PORT_PIRIE, method=Method.L_MOMENTS), 100)
    assert levels.outcome[0, 0] == Outcome.NO_LIKELIHOOD
    assert np.isnan(levels.high[0, 0])


def test_covariate_that_does_not_vary_is_named() -> None:
    result = fit(simulated(2, years=30), covariates=Covariates(location={"g": np.ones(30)}))
    assert result.outcome.tolist() == [Outcome.COVARIATE_DEGENERATE] * 2


def test_years_without_covariate_are_missing() -> None:
    covariate = np.linspace(0.0, 1.0, 30)
    covariate[:5] = np.nan
    assert fit(simulated(1, years=30), covariates=Covariates(location={"g": covariate})).count[0] == 25


@pytest.mark.parametrize(
    "call",
    [
        lambda: fit([1.0, np.inf] * 10),
        lambda: fit(np.zeros((2, 3, 4))),
        lambda: fit(PORT_PIRIE, covariates=Covariates(location={"g": np.ones(3)})),
        lambda: fit(PORT_PIRIE, covariates=Covariates(fixed_dispersion={"year": np.arange(1923.0, 1988.0)})),
        lambda: fit(PORT_PIRIE, Family.GPD, covariates=Covariates(location={"g": np.arange(65.0)})),
        lambda: return_levels(fit(PORT_PIRIE), 1.0),
        lambda: return_levels(fit(PORT_PIRIE), 100, at={"year": 2000.0}),
        lambda: return_levels(fit(PORT_PIRIE), 100, confidence=95),
        lambda: return_levels(fit(PORT_PIRIE), 100, interval=Interval.BOOTSTRAP),
        lambda: return_levels(fit(PORT_PIRIE, Family.GPD, threshold=3.8), 100),
        lambda: parameter_intervals(fit(PORT_PIRIE), "rate"),
    ],
)
def test_what_makes_no_sense_is_refused(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError):
        call()


def test_every_outcome_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Outcome)
    assert fit([1.0, 2.0]).sentence(0) == "Too few values."
