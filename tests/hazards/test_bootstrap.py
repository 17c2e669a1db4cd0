"""Thresholds by day of the year and the bootstrap of the base period, against samples built one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.errors import CascaisError
from cascais.hazards.blocks import compute
from cascais.hazards.calendars import Calendar, TimeAxis
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.hazards.percentiles import BasePeriod, percentile, position
from cascais.hazards.plans import plan_of
from cascais.hazards.thresholds import Cells, Reference, thresholds
from cascais.hazards.variables import VARIABLES
from hazards.oracle import shares

AXIS = TimeAxis(Calendar.STANDARD, 1999, 1, 1, 5 * 365 + 1)
BASE = BasePeriod(2000, 2003)


def test_percentile_by_hand() -> None:
    # n = 5, type 8: 1/3 + 0.9 · (5 + 1/3) = 5.133, beyond the fifth value; median is the third one.
    assert percentile(np.array([4.0, 1.0, 3.0, 5.0, 2.0]), 90.0) == 5.0
    assert percentile(np.array([4.0, 1.0, 3.0, 5.0, 2.0]), 50.0) == pytest.approx(3.0)
    assert percentile(np.array([1.0, np.nan, 2.0]), 50.0) == pytest.approx(1.5)
    assert position(150, 10.0)[0] == 14 and position(150, 10.0)[1] == pytest.approx(0.3667, abs=1e-4)


def test_bootstrap_by_hand() -> None:
    # Four years whose days all have one value per year: taking a year out and putting another in twice leaves windows of
    # 5 values per year. The warmest year is above every threshold, which is then 3 at most; the others are never above.
    values = np.choose(np.clip(AXIS.years - 2000, 0, 3), [1.0, 2.0, 3.0, 4.0])[:, np.newaxis]
    (result,) = compute(["warm_days"], {"tasmax": values}, AXIS, base=BASE)
    assert result["warm_days"][1:, 0].tolist() == [0.0, 0.0, 0.0, 100.0]
    (plain,) = compute(["warm_days"], {"tasmax": values}, AXIS, base=BASE, has_bootstrap=False)
    assert plain["warm_days"][1:, 0].tolist() == [0.0, 0.0, 0.0, 0.0]


@settings(max_examples=6, deadline=None)
@given(
    st.integers(0, 10**6), st.sampled_from([0.0, 0.1, 0.5]), st.sampled_from([0.1, 1.0, 3.0]),
    st.sampled_from(["warm_days", "cold_days"]), st.sampled_from([np.float32, np.float64]),
)  # fmt: skip
def test_bootstrap_equals_samples_built_one_by_one(
    seed: int, missing: float, step: float, key: str, dtype: type
) -> None:
    # Coarse steps make ties, the hard case; half of the days missing makes samples of all sizes.
    generator = np.random.default_rng(seed)
    values = (np.round(generator.normal(0.0, 4.0, (AXIS.length, 2)) / step) * step).astype(dtype)
    values[generator.random(values.shape) < missing] = np.nan
    index = CLIMATE_INDICES[key]
    plan = plan_of([index], ["tasmax"])
    empty = np.empty((0, 0), dtype=dtype)
    data = tuple(values if variable == "tasmax" else empty for variable in VARIABLES)
    reference = Reference.of(AXIS, BASE, has_bootstrap=True)
    found = thresholds(plan, Cells(data, False, 0, 2), reference)
    inside = reference.order >= 0
    percent = plan.exceedances[0].threshold.percent
    for cell in range(2):
        expected = shares(values[:, cell], AXIS, BASE, percent)[inside]
        assert np.array_equal(found.shares[0, :, cell] / (BASE.number_of_years - 1), expected)


def test_cell_without_enough_days_in_the_base_period_has_no_percentile_index() -> None:
    values = np.full((AXIS.length, 2), 5.0, dtype=np.float32)
    values[(AXIS.months == 3) & (AXIS.years > 1999), 1] = np.nan
    keys = ["warm_days", "warm_spell_days", "summer_days"]
    (result,) = compute(keys, {"tasmax": values}, AXIS, base=BASE)
    assert np.isfinite(result.values[:, 0, 0]).all()
    assert np.isnan(result["warm_days"][:, 1]).all() and np.isnan(result["warm_spell_days"][:, 1]).all()
    assert np.isfinite(result["summer_days"][0, 1])


def test_base_period_of_one_year_is_refused() -> None:
    with pytest.raises(CascaisError, match="2 to 128 years"):
        BasePeriod(2000, 2000)
