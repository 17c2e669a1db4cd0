from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.hazards.plausibility import LIMITS, Fault, checked

DAYS = 400


def series(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(15.0, 6.0, (DAYS, 3)).astype(np.float32)


def test_what_is_believable_is_returned_as_it_is() -> None:
    highest = series()
    block = {"tasmax": highest, "tasmin": highest - 5}
    found = checked(block)
    assert found.flags == ()
    assert found.block["tasmax"] is highest


def test_nothing_given_is_changed() -> None:
    highest = series()
    highest[3, 1] = 9999.0
    before = highest.copy()
    checked({"tasmax": highest, "tasmin": highest + 1})
    assert np.array_equal(highest, before)


@pytest.mark.parametrize("code", [9999.0, -9999.0, 999.9, -99.9, 1e20, -32767.0, np.inf])
def test_codes_of_missing_values_are_found(code: float) -> None:
    values = series()
    values[[4, 9], 2] = code
    found = checked({"tasmax": values})
    (flag,) = found.flags
    assert (flag.fault, flag.count, flag.time, flag.cell) == (Fault.CODE_OF_MISSING, 2, 4, 2)
    assert np.isnan(found.block["tasmax"]).sum() == 2


def test_kelvin_and_tenths_are_wrong_units_and_one_slip_is_not() -> None:
    assert checked({"tas": series() + 273.15}).block == {}
    assert checked({"tas": series() * 10}).flags[0].fault is Fault.WRONG_UNIT
    slip = series()
    slip[7, 0] = 71.0
    found = checked({"tas": slip})
    assert [(each.fault, each.time, each.value) for each in found.flags] == [(Fault.OUTSIDE_LIMITS, 7, 71.0)]
    assert np.isnan(found.block["tas"]).sum() == 1


def test_even_mostly_missing_codes_do_not_hide_or_make_a_wrong_unit() -> None:
    values = np.full((DAYS, 1), -9999.0)
    values[:20] = 12.0
    found = checked({"tas": values})
    assert [each.fault for each in found.flags] == [Fault.CODE_OF_MISSING]
    assert np.isfinite(found.block["tas"]).sum() == 20


def test_rounding_below_zero_is_zero_and_a_negative_amount_is_missing() -> None:
    rain = np.abs(series())
    rain[0, 0], rain[1, 0] = -0.01, -4.0
    found = checked({"pr": rain})
    assert {each.fault: each.count for each in found.flags} == {Fault.BELOW_ZERO: 1, Fault.OUTSIDE_LIMITS: 1}
    assert found.block["pr"][0, 0] == 0
    assert np.isnan(found.block["pr"][1, 0])


def test_humidity_as_a_fraction_and_rain_in_metres_are_suspected() -> None:
    fraction = np.full((DAYS, 1), 0.7)
    assert checked({"hurs": fraction}).block == {}
    metres = np.full((DAYS, 1), 0.002)
    found = checked({"pr": metres})
    assert found.flags[0].fault is Fault.SUSPECT_UNIT
    assert found.block["pr"] is metres
    assert checked({"pr": np.zeros((DAYS, 1))}).flags == ()


def test_a_maximum_below_the_minimum_takes_both() -> None:
    highest = series()
    lowest = highest - 5
    lowest[10, 1] = highest[10, 1] + 2
    found = checked({"tasmax": highest, "tasmin": lowest})
    (flag,) = found.flags
    assert (flag.fault, flag.time, flag.cell) == (Fault.MAXIMUM_BELOW_MINIMUM, 10, 1)
    assert flag.other == pytest.approx(flag.value + 2, abs=1e-5)
    for values in found.block.values():
        assert np.isnan(values[10, 1])
        assert values.dtype == np.float32


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), min_size=1, max_size=30),
    st.sampled_from(sorted(LIMITS)),
)
def test_what_is_left_lies_within_the_limits_and_a_second_look_finds_nothing(
    values: list[float], variable: str
) -> None:
    given_values = np.array(values, dtype=np.float32)[:, np.newaxis]
    found = checked({variable: given_values})
    if variable in found.block:
        kept = found.block[variable]
        present = kept[~np.isnan(kept)]
        assert ((present >= LIMITS[variable].lowest) & (present <= LIMITS[variable].highest)).all()
        assert (np.isnan(kept) | (kept == given_values) | ((kept == 0) & (given_values < 0))).all()
        again = [each.fault for each in checked({variable: kept}).flags]
        assert set(again) <= {Fault.SUSPECT_UNIT}
