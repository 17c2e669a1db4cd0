"""SPI and SPEI against R's package SPEI, xclim, closed forms, and laws."""

from __future__ import annotations

import csv
import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from cascais.errors import InputError
from cascais.hazards.drought.distributions import gamma_by_l_moments, log_logistic
from cascais.hazards.drought.evapotranspiration import hargreaves, thornthwaite
from cascais.hazards.drought.quantiles import gamma_tails, normal_quantile
from cascais.hazards.drought.standardised import LIMIT, Calibration, Fit, Months, spei, spi

BASE = Calibration(1961, 1990)


def rain(seed: int = 0, years: int = 60, places: int = 3, dry: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    sums = rng.gamma(2.0, 25.0, (years * 12, places))
    return np.where(rng.random(sums.shape) < dry, 0.0, sums)


@given(st.floats(0.02, 300), st.floats(0, 500))
@settings(max_examples=500, deadline=None)
def test_the_incomplete_gamma_function_equals_scipys(shape, x):
    lower, upper = gamma_tails(shape, x, math.lgamma(shape))
    expected = special.gammainc(shape, x), special.gammaincc(shape, x)
    smaller = int(expected[1] < expected[0])
    if expected[smaller] > 1e-280:
        assert (lower, upper)[smaller] == pytest.approx(expected[smaller], rel=1e-11)
    assert lower + upper == pytest.approx(1.0)


@given(st.floats(-37, 37))
@settings(deadline=None)
def test_the_normal_quantile_undoes_the_distribution(score):
    found = normal_quantile(stats.norm.cdf(score), stats.norm.sf(score))
    assert found == pytest.approx(score, rel=1e-13, abs=1e-13)


def test_closed_forms_of_wichita():
    """Parameters and scores that R's package SPEI gives for January and February at Wichita, Kansas."""
    january = (17.157119, 9.992808, -0.187859)
    y = -np.log(1 - january[2] * (46.3 - january[0]) / january[1]) / january[2]
    assert normal_quantile(1 / (1 + np.exp(-y)), 1 / (1 + np.exp(y))) == pytest.approx(1.346770, abs=2e-6)
    lower, upper = gamma_tails(1.245603, 46.3 / 17.895210, math.lgamma(1.245603))
    assert normal_quantile(lower, upper) == pytest.approx(1.211833, abs=2e-6)


@pytest.mark.shared_data
def test_indices_of_wichita_equal_those_of_r(shared_data):
    with (shared_data / "adaptation/reference/spei_wichita_reference.csv").open() as file:
        rows = list(csv.DictReader(file))

    def column(name: str) -> np.ndarray:
        return np.array([[float(row[name]) if row[name] not in ("", "NA") else np.nan] for row in rows])

    base, rained = Calibration(1980, 2011), column("PRCP_mm")
    balance = Months(rained - column("PET_thornthwaite_mm"), 1980)
    np.testing.assert_allclose(spei(balance, 1, base, limit=9), column("SPEI1_v18"), atol=1e-6)
    ours = spi(Months(rained, 1980), 12, base, Fit.GAMMA_L_MOMENTS, limit=9)
    np.testing.assert_allclose(ours, column("tsvec_SPI12"), atol=1e-6)
    ours = spi(Months(rained, 1980), 1, base, Fit.GAMMA_L_MOMENTS, limit=9)
    has_no_dry_month = ~np.isin(np.arange(len(rows)) % 12, [0, 1, 10])
    np.testing.assert_allclose(ours[has_no_dry_month], column("tsvec_SPI1")[has_no_dry_month], atol=1e-6)
    # January and February know noughts: the mixture, as in the package's published fit.
    assert ours[:2, 0].tolist() == pytest.approx([1.230454, -0.100935], abs=1e-6)
    pet = thornthwaite(column("TMED"), [37.6475])
    np.testing.assert_allclose(pet, column("PET_thornthwaite_mm"), rtol=0.01, atol=0.05)


def test_spi_equals_xclims_closed_form():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import xarray as xr  # noqa: PLC0415 – as below
        from xclim.indices import standardized_precipitation_index  # noqa: PLC0415 – warns when it is imported

        sums = rain(5, places=1)[:, 0]
        time = xr.date_range("1961-01-01", periods=len(sums), freq="MS")
        series = xr.DataArray(sums, dims="time", coords={"time": time}, attrs={"units": "mm/day"})
        theirs = standardized_precipitation_index(
            series, freq="MS", window=3, dist="gamma", method="APP", fitkwargs={"floc": 0},
            cal_start="1961-01-01", cal_end="1990-12-31",
        ).values  # fmt: skip
    # Theirs averages three months, and averages scale away in a gamma distribution without noughts.
    ours = spi(Months(sums[:, None], 1961), 3, BASE, limit=8.21)[:, 0]
    np.testing.assert_allclose(ours[14:], theirs[14:], atol=1e-8)


@given(st.integers(0, 1000), st.floats(0.01, 100.0))
@settings(max_examples=25, deadline=None)
def test_the_unit_of_rain_does_not_matter(seed, factor):
    sums = rain(seed, dry=0.1)
    here, there = (spi(Months(sums * each, 1961), 3, BASE) for each in (1.0, factor))
    np.testing.assert_allclose(here, there, atol=1e-8)


@given(st.integers(0, 1000), st.floats(-300, 300))
@settings(max_examples=25, deadline=None)
def test_a_constant_more_water_does_not_change_spei(seed, more):
    balance = rain(seed) - 60.0
    here, there = (spei(Months(balance + each, 1961), 1, BASE) for each in (0.0, more))
    np.testing.assert_allclose(here, there, atol=1e-6)


@given(st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_wetter_never_scores_lower(seed):
    sums = rain(seed, places=1, dry=0.2)
    scores = spi(Months(sums, 1961), 1, BASE)
    for month in range(12):
        order = np.argsort(sums[month::12, 0], kind="stable")
        assert (np.diff(scores[month::12, 0][order]) >= 0).all()


def test_places_are_scored_alone_bit_for_bit():
    sums = rain(9, places=7, dry=0.1)
    whole = spi(Months(sums, 1961), 6, BASE)
    alone = np.column_stack([spi(Months(sums[:, [each]], 1961), 6, BASE)[:, 0] for each in range(7)])
    assert whole.tobytes() == alone.tobytes()


def test_scores_of_the_calibration_are_standard():
    scores = spi(Months(rain(2, years=90, places=40), 1931), 1, Calibration(1931, 2020))
    assert scores.mean() == pytest.approx(0.0, abs=0.01)
    assert scores.std() == pytest.approx(1.0, abs=0.02)


def test_an_unheard_of_drought_or_flood_stays_finite():
    sums = rain(1, places=1)
    sums[500], sums[501] = 0.0, 5000.0
    scores = spi(Months(sums, 1961), 1, BASE)[:, 0]
    assert scores[[500, 501]].tolist() == [-LIMIT, LIMIT]
    assert np.isfinite(scores).all()


def test_a_missing_month_is_missing_and_nothing_else_is():
    sums = rain(3, places=1)
    sums[100] = np.nan
    missing = np.flatnonzero(np.isnan(spi(Months(sums, 1961), 3, BASE)[:, 0]))
    assert missing.tolist() == [0, 1, 100, 101, 102]


def test_a_place_that_is_never_wet_or_always_the_same_has_no_score():
    sums = rain(3, places=3)
    sums[:, 0], sums[:, 1] = 0.0, 10.0
    scores = spi(Months(sums, 1961), 1, BASE)
    assert np.isnan(scores[:, :2]).all()
    assert np.isfinite(scores[:, 2]).all()


@pytest.mark.parametrize(
    ("months", "calibration", "found"),
    [(0, BASE, "months"), (49, BASE, "months"), (3, Calibration(1961, 1970), "calibration")],
)
def test_impossible_requests_are_refused(months, calibration, found):
    with pytest.raises(InputError, match=found):
        spi(Months(rain(), 1961), months, calibration)


def test_negative_rain_is_refused():
    with pytest.raises(InputError, match="-1 mm"):
        spi(Months(np.where(np.arange(720)[:, None] == 5, -1.0, rain(places=1)), 1961), 1, BASE)


def test_a_series_that_starts_within_a_year_keeps_its_calendar_months():
    sums = rain(8, places=1)
    whole = spi(Months(sums, 1961), 1, BASE)[4:]
    later = spi(Months(sums[4:], 1961, 5), 1, BASE)
    is_may_to_december = (np.arange(4, len(sums)) % 12) >= 4
    assert whole[is_may_to_december].tobytes() == later[is_may_to_december].tobytes()


def test_gamma_and_log_logistic_fits_find_their_own_parameters():
    quantiles = (np.arange(20000) + 0.5) / 20000
    shape, scale, _ = gamma_by_l_moments(stats.gamma.ppf(quantiles, 1.7, scale=30.0))
    assert (shape, scale) == (pytest.approx(1.7, rel=0.002), pytest.approx(30.0, rel=0.002))
    location, scale, k = log_logistic(10.0 + 5.0 * (1 - (1 / quantiles - 1) ** -0.2) / -0.2)
    assert (location, scale, k) == (
        pytest.approx(10.0, abs=0.02), pytest.approx(5.0, abs=0.02), pytest.approx(-0.2, abs=0.005)
    )  # fmt: skip


def test_hargreaves_reproduces_fao_56_example_20():
    """Lyon, 45°43' N, July: Tmax 26.6, Tmin 14.8 °C give 5.0 mm a day."""
    assert hargreaves(np.array([[14.8]]), np.array([[26.6]]), [196], [45 + 43 / 60]).item() == pytest.approx(
        5.0, abs=0.05
    )
