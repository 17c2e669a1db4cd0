from __future__ import annotations

import numpy as np
import pytest

from cascais.errors import InputError
from cascais.hazards.calendars import Calendar, TimeAxis
from cascais.hazards.projections.adjustment import Bases, Daily, Trend, adjusted, within_years

YEARS = 12
BASE = TimeAxis(Calendar.STANDARD, 1981, 1, 1, 4383)
LATER = TimeAxis(Calendar.STANDARD, 2041, 1, 1, 4383)
SEASON = -10.0 * np.cos(2 * np.pi * BASE.day_of_year / 365)[:, np.newaxis]


def normal(seed: int, mean: float, spread: float, cells: int = 2) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(mean, spread, (BASE.length, cells))
    return (SEASON + noise).astype(np.float32)


OBSERVED, MODEL, FUTURE = normal(1, 9.0, 4.0), normal(2, 11.0, 6.0), normal(3, 14.0, 6.0)
BASES = Bases(Daily(OBSERVED, BASE), Daily(MODEL, BASE))


@pytest.mark.parametrize("trend", list(Trend))
def test_the_base_period_gets_the_observed_quantiles_of_each_month(trend: Trend) -> None:
    found = adjusted(Daily(MODEL, BASE), BASES, "tas", trend)
    for month in (1, 2, 7):
        rows = month == BASE.months
        for cell in range(2):
            assert np.allclose(np.sort(found[rows, cell]), np.sort(OBSERVED[rows, cell]), atol=1e-4)


def test_the_order_of_days_within_a_month_is_kept() -> None:
    found = adjusted(Daily(FUTURE, LATER), BASES, "tas", Trend.MAPPED)
    rows = LATER.months == 7
    order = np.argsort(FUTURE[rows, 0])
    assert (np.diff(found[rows, 0][order]) >= 0).all()


def test_missing_days_stay_missing_and_nothing_else_becomes_so() -> None:
    future = FUTURE.copy()
    future[[3, 500], 0] = np.nan
    found = adjusted(Daily(future, LATER), BASES, "tas")
    assert np.array_equal(np.isnan(found), np.isnan(future))


def test_an_added_trend_keeps_the_change_of_the_model() -> None:
    found = adjusted(Daily(FUTURE, LATER), BASES, "tas")
    for month in (1, 7):
        change = FUTURE[LATER.months == month].mean(axis=0) - MODEL[BASE.months == month].mean(axis=0)
        got = found[LATER.months == month].mean(axis=0) - OBSERVED[BASE.months == month].mean(axis=0)
        assert np.allclose(got, change, atol=0.25)


def test_rain_stays_rain() -> None:
    rng = np.random.default_rng(5)
    wet = [
        rng.gamma(0.6, scale, (BASE.length, 1)) * (rng.random((BASE.length, 1)) < 0.5) for scale in (6, 9, 12)
    ]
    bases = Bases(Daily(wet[0], BASE), Daily(wet[1], BASE))
    found = adjusted(Daily(wet[2], LATER), bases, "pr")
    assert (found >= 0).all()
    ratio = wet[2].mean() / wet[1].mean()
    assert found.mean() / wet[0].mean() == pytest.approx(ratio, rel=0.1)


def test_a_cell_without_enough_observations_is_not_computable() -> None:
    observed = OBSERVED.copy()
    observed[500:, 1] = np.nan
    found = adjusted(Daily(FUTURE, LATER), Bases(Daily(observed, BASE), Daily(MODEL, BASE)), "tas")
    assert np.isnan(found[:, 1]).all()
    assert np.isfinite(found[:, 0]).all()


def test_a_model_may_have_a_calendar_of_its_own() -> None:
    axis = TimeAxis(Calendar.DAYS_360, 1981, 1, 1, 12 * 360)
    model = MODEL[: axis.length]
    found = adjusted(Daily(model, axis), Bases(Daily(OBSERVED, BASE), Daily(model, axis)), "tas")
    june = found[axis.months == 6]
    assert june.mean() == pytest.approx(OBSERVED[BASE.months == 6].mean(), abs=0.05)


def test_cells_have_to_be_the_same_and_years_to_be_there() -> None:
    with pytest.raises(InputError, match="same cells"):
        adjusted(Daily(FUTURE[:, :1], LATER), BASES, "tas")
    with pytest.raises(InputError, match=r"no day in these years.*1950 – 1960.*1981 – 1992"):
        within_years(Daily(OBSERVED, BASE), 1950, 1960)
    part = within_years(Daily(OBSERVED, BASE), 1984, 1984)
    assert (part.axis.length, part.axis.year, part.values.shape) == (366, 1984, (366, 2))
