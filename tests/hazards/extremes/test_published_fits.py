"""Fits and intervals against R's ismev 1.43 and evd, and against Coles (2001)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cascais.hazards.extremes import (
    Covariates,
    Family,
    Fit,
    Interval,
    fit,
    parameter_intervals,
    peaks_over_threshold,
    return_levels,
)
from hazards.extremes.series import PORT_PIRIE

FOUR_DIGITS = 2e-4  # R's search ends earlier than ours; its own two packages differ by this much
THREE_DIGITS = 1e-3
STEP_OF_OPTIM = 1e-3


@pytest.fixture(scope="module")
def port_pirie() -> Fit:
    return fit(PORT_PIRIE)


def test_port_pirie_parameters(port_pirie: Fit) -> None:
    assert port_pirie.names == ("location", "scale", "shape")
    assert port_pirie.parameters[0, :2] == pytest.approx([3.87474692182, 0.19804120432], rel=FOUR_DIGITS)
    assert port_pirie.parameters[0, 2] == pytest.approx(-0.05008772744, abs=5e-5)
    expected = [0.02793210764, 0.02024610073, 0.09825632988]
    assert port_pirie.standard_errors[0] == pytest.approx(expected, rel=FOUR_DIGITS)
    assert port_pirie.nllh[0] == pytest.approx(-4.339058448, abs=1e-6)
    assert port_pirie.nllh[0] <= -4.339058448


def test_port_pirie_covariance(port_pirie: Fit) -> None:
    expected = [
        [7.802026370e-4, 1.970387264e-4, -1.0741240543e-3],
        [1.970387264e-4, 4.099045947e-4, -7.772489891e-4],
        [-1.0741240543e-3, -7.772489891e-4, 9.6543063614e-3],
    ]
    assert port_pirie.covariance[0] == pytest.approx(np.array(expected), rel=5e-4)


def test_port_pirie_gumbel() -> None:
    result = fit(PORT_PIRIE, Family.GUMBEL)
    assert result.parameters[0] == pytest.approx([3.869442634, 0.194886695], rel=FOUR_DIGITS)
    assert result.standard_errors[0] == pytest.approx([0.02549356383, 0.01885190340], rel=FOUR_DIGITS)
    assert result.nllh[0] == pytest.approx(-4.217681886, abs=1e-6)


def test_port_pirie_levels_with_delta_intervals(port_pirie: Fit) -> None:
    periods = [2, 10, 20, 50, 100, 1000]
    result = return_levels(port_pirie, periods, interval=Interval.DELTA)
    level = [3.946669393, 4.296213293, 4.4213045, 4.576667336, 4.688428753, 5.031121903]
    error = [0.03071487421, 0.0550158305, 0.0770888015, 0.1188534308, 0.1588343666, 0.334030897]
    assert result.level[0] == pytest.approx(level, rel=5e-5)
    assert result.standard_error[0] == pytest.approx(error, rel=FOUR_DIGITS)
    assert result.low[0, 4] == pytest.approx(4.377113394, rel=5e-5)
    assert result.high[0, 4] == pytest.approx(4.999744111, rel=5e-5)


def test_port_pirie_profile_intervals(port_pirie: Fit) -> None:
    result = return_levels(port_pirie, [10, 100])
    assert result.low[0] == pytest.approx([4.20461555, 4.490544458], rel=1e-4)
    assert result.high[0] == pytest.approx([4.445079918, 5.260619681], rel=1e-4)
    ends, _outcome = parameter_intervals(port_pirie, "shape")
    assert ends[0] == pytest.approx([-0.2181569544, 0.1704051783], abs=5e-5)


def negative_log_likelihood(values: np.ndarray, rows: np.ndarray) -> Callable[[np.ndarray], float]:
    """The textbook's formula, written once more and in ismev's parameters (β, σ, ξ)."""

    def of(parameters: np.ndarray) -> float:
        location, (scale, shape) = rows @ parameters[:-2], parameters[-2:]
        t = 1.0 + shape * (values - location) / scale
        return float(np.sum(np.log(scale) + (1.0 + 1.0 / shape) * np.log(t) + t ** (-1.0 / shape)))

    return of


def errors_as_optim_finds_them(of: Callable[[np.ndarray], float], at: np.ndarray) -> np.ndarray:
    """R's optimhess: central differences of central differences with a step of 0.001 in every parameter."""
    steps = STEP_OF_OPTIM * np.eye(at.size)

    def gradient(point: np.ndarray) -> np.ndarray:
        return np.array([(of(point + step) - of(point - step)) / (2 * STEP_OF_OPTIM) for step in steps])

    hessian = np.array([(gradient(at + step) - gradient(at - step)) / (2 * STEP_OF_OPTIM) for step in steps])
    return np.sqrt(np.diag(np.linalg.inv(0.5 * (hessian + hessian.T))))


FREMANTLE = {
    ("t",): (
        [1.387186155212, 0.002140831786, 0.124716473441, -0.128545017960],
        [0.0274796482448, 0.0005215258534, 0.0104146285158, 0.0679844085513],
        -49.78971825,
    ),
    ("t", "soi"): (
        [1.389381296985, 0.002232467049, 0.055171073525, 0.121147088880, -0.154480161259],
        [0.0272538644066, 0.0005178779192, 0.0197789752528, 0.0100390305824, 0.0636920071455],
        -53.82569559,
    ),
}


@pytest.mark.parametrize("names", FREMANTLE)
def test_fremantle_with_covariates(shared_data: Path, names: tuple[str, ...]) -> None:
    _year, level, soi = np.loadtxt(
        shared_data / "climate" / "references" / "fremantle.csv", delimiter=",", skiprows=1
    ).T
    known = {"t": np.arange(1.0, len(level) + 1), "soi": soi}
    result = fit(level, covariates=Covariates(location={name: known[name] for name in names}))
    parameters, errors, nllh = FREMANTLE[names]
    assert result.parameters[0] == pytest.approx(parameters, rel=4e-4)
    assert result.nllh[0] == pytest.approx(nllh, abs=1e-6)
    assert result.nllh[0] <= nllh
    # A step of 0.001 a year is no small one for a slope of 0.002: optim's Hessian is up to 6 % off the exact one.
    rows = np.column_stack([np.ones(len(level)), *(known[name] for name in names)])
    of = negative_log_likelihood(level, rows)
    assert errors_as_optim_finds_them(of, np.array(parameters)) == pytest.approx(errors, rel=FOUR_DIGITS)
    assert result.standard_errors[0] == pytest.approx(errors, rel=0.07)


@pytest.mark.parametrize(("name", "nllh"), [("year", 49.9), ("soi", 53.9)])
def test_fremantle_as_in_the_book(shared_data: Path, name: str, nllh: float) -> None:
    year, level, soi = np.loadtxt(
        shared_data / "climate" / "references" / "fremantle.csv", delimiter=",", skiprows=1
    ).T
    covariates = {"year": year - 1896.0, "soi": soi}
    used = covariates if name == "soi" else {"year": covariates["year"]}
    assert round(-fit(level, covariates=Covariates(location=used)).nllh[0], 1) == nllh


@pytest.fixture(scope="module")
def rain(shared_data: Path) -> Fit:
    daily = np.loadtxt(shared_data / "climate" / "references" / "rain.csv", skiprows=1)
    peaks = peaks_over_threshold(daily, 30.0, run_days=0)
    assert (peaks.count[0], len(daily)) == (152, 17531)
    return fit(peaks.values, Family.GPD, threshold=30.0, rate=152 / 17531 * 365)


def test_rain_over_30_mm(rain: Fit) -> None:
    # ismev and evd end their searches at 7.4423 and 7.4411; the likelihood rises a little further, to 7.4403.
    assert rain.parameters[0] == pytest.approx([7.442263862, 0.184302712], rel=1.2e-3)
    assert rain.parameters[0] == pytest.approx([7.441098092, 0.184522723], rel=2e-4)
    assert rain.standard_errors[0] == pytest.approx([0.9587773125, 0.1011714435], rel=4e-4)
    assert rain.nllh[0] == pytest.approx(485.0937237, abs=1e-5)
    assert rain.nllh[0] <= 485.0937237
    expected = [[0.91925393503, -0.06550662275], [-0.06550662275, 0.01023566098]]
    assert rain.covariance[0] == pytest.approx(np.array(expected), rel=7e-4)


def test_rain_levels(rain: Fit) -> None:
    result = return_levels(rain, [10, 50, 100])
    assert result.level[0] == pytest.approx([65.94810257, 92.30511351, 106.2978622], rel=4e-4)
    assert [result.low[0, 2], result.high[0, 2]] == pytest.approx([80.868544, 185.021147], rel=THREE_DIGITS)
