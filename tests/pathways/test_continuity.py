"""Windows of continual cuts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.pathways.continuity import Verdict, continuity
from cascais.pathways.series import Observation, Series


def yearly(totals: list[float], first: int = 2000) -> Series:
    return Series(tuple(Observation(first + place, total) for place, total in enumerate(totals)))


@given(st.floats(0.005, 0.3), st.floats(0.005, 0.3), st.integers(2, 8))
def test_a_steady_rate_is_kept_or_broken_throughout(rate: float, asked: float, step: int) -> None:
    found = continuity(
        yearly([1000.0 * (1 - rate) ** year for year in range(12)]), step, 1 - (1 - asked) ** step
    )
    if abs(rate - asked) > 1e-6:
        assert found.verdict is (Verdict.KEPT if rate > asked else Verdict.BROKEN)
    assert len(found.windows) == 12 - step


def test_a_gap_is_judged_by_its_average_rate() -> None:
    series = Series((Observation(1990, 100.0), Observation(2015, 100.0 * 0.9**5)))
    found = continuity(series, 5, 0.10)
    assert found.verdict is Verdict.KEPT
    assert all(window.is_interpolated for window in found.windows)


def test_one_rise_breaks_it_though_the_whole_falls() -> None:
    found = continuity(Series((Observation(2000, 100.0), Observation(2005, 104.0), Observation(2010, 60.0))))
    assert found.verdict is Verdict.BROKEN
    assert [(window.start_year, window.end_year) for window in found.broken] == [(2000, 2005)]
    assert found.broken[0].change == pytest.approx(0.04)


@pytest.mark.parametrize("totals", [[], [5.0], [5.0, 4.0]])
def test_a_record_shorter_than_a_window_tells_nothing(totals: list[float]) -> None:
    assert continuity(yearly(totals)).verdict is Verdict.CANNOT_TELL


def test_estimates_are_left_out() -> None:
    series = Series(
        (Observation(1990, 10.0, is_estimated=True), Observation(2015, 100.0), Observation(2020, 90.0))
    )
    assert continuity(series).verdict is Verdict.KEPT
