from __future__ import annotations

import numpy as np
import pytest

from cascais.errors import InputError
from cascais.hazards.projections.warming_levels import at_level, first_window, read_table, windows

YEARS = np.arange(1850, 2101)


def warming(rate: float) -> np.ndarray:
    return np.maximum(YEARS - 1900, 0) * rate


def test_the_first_window_whose_mean_reaches_the_level() -> None:
    # The mean of 20 years that warm by 0.02 a year is that of their middle, between the 10th and the 11th.
    assert first_window(YEARS, warming(0.02), 1.5) == (1966, 1985)
    assert first_window(YEARS, warming(0.02) + 286.0, 1.5) == (1966, 1985)
    assert first_window(YEARS, warming(0.001), 1.5) is None
    assert first_window(YEARS, warming(0.02), 1.5, window=30) == (1961, 1990)


def test_a_faster_model_is_there_earlier_and_higher_levels_come_later() -> None:
    slow, fast = (windows("M", "ssp585", YEARS, warming(rate)) for rate in (0.015, 0.03))
    for one, other in zip(slow, fast, strict=True):
        assert not one.is_reached or (one.first_year or 0) > (other.first_year or 9999)
    firsts = [each.first_year for each in fast if each.first_year]
    assert firsts == sorted(firsts)
    assert [each.is_reached for each in slow] == [True, True, False, False]


def test_years_have_to_be_there() -> None:
    with pytest.raises(InputError, match="base years"):
        first_window(YEARS[20:], warming(0.02)[20:], 1.5)
    with pytest.raises(InputError, match="not consecutive"):
        first_window(np.delete(YEARS, 30), np.delete(warming(0.02), 30), 1.5)
    gap = warming(0.02)
    gap[60] = np.nan
    found = first_window(YEARS, gap, 1.5)
    assert found == (1966, 1985)


def test_a_table_of_windows_is_read_and_its_errors_are_named() -> None:
    text = "model,scenario,level,first_year,last_year\nM,rcp85,2.0,2031,2050\nM,rcp26,2.0,,\n"
    reached, never = read_table(text)
    assert (reached.level, reached.first_year, never.is_reached) == (2.0, 2031, False)
    with pytest.raises(InputError, match="row 3.*2050, 2031") as caught:
        read_table(
            "model,scenario,level,first_year,last_year\nM,x,2,2031,2050\nM,x,2,2050,2031\nM,x,?,1,2\n",
            "t.csv",
        )
    assert len(caught.value.problems) == 2
    with pytest.raises(InputError, match="Columns are missing.*level"):
        read_table("model,scenario\n")


def test_values_at_a_level_are_all_there_or_none() -> None:
    (window,) = read_table("model,scenario,level,first_year,last_year\nM,rcp85,2.0,2031,2050\n")
    years = np.arange(2021, 2101)
    values = np.repeat(years.astype(float)[:, np.newaxis], 2, axis=1)
    found = at_level(values, years, window)
    assert found is not None
    assert (found.shape, found[0, 0], found[-1, 0]) == ((20, 2), 2031.0, 2050.0)
    assert at_level(values[:25], years[:25], window) is None
