"""Arithmetic for floats and arrays: the same numbers, unknown ones as NaN."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.pathways.numbers import (
    Number,
    at_least,
    between_0_and_1,
    erf,
    is_unknown,
    log,
    log1p,
    positive,
    sqrt,
    where,
)

numbers = st.lists(st.floats(-1e9, 1e9) | st.just(math.nan), max_size=8)
FUNCTIONS: list[Callable[[Number], Number]] = [
    positive,
    lambda value: where(is_unknown(value), 1.0, 0.0),
    between_0_and_1,
    erf,
    lambda value: at_least(value, 3.0),
    lambda value: log(positive(value)),
    lambda value: log1p(positive(value)),
    lambda value: sqrt(positive(value)),
    lambda value: where(value > 1.0, value, -1.0),
]


@pytest.mark.parametrize("function", FUNCTIONS)
@given(values=numbers)
def test_an_array_gives_what_each_of_its_numbers_gives(
    function: Callable[[Number], Number], values: list[float]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        together = function(np.array(values, dtype=np.float64))
    alone = np.array([float(function(value)) for value in values])
    assert np.asarray(together, dtype=np.float64) == pytest.approx(alone, rel=1e-15, nan_ok=True)


@given(numbers)
def test_the_error_function_of_an_array_is_that_of_the_c_library(values: list[float]) -> None:
    found = np.asarray(erf(np.array(values, dtype=np.float64).reshape(-1, 1)))
    assert found.shape == (len(values), 1)
    assert found.ravel().tolist() == pytest.approx(
        [math.erf(value) for value in values], abs=0.0, nan_ok=True
    )


def test_the_greater_of_a_number_and_an_array() -> None:
    assert np.asarray(at_least(2.0, np.array([1.0, 3.0]))).tolist() == [2.0, 3.0]
    assert math.isnan(float(at_least(math.nan, 1.0)))
