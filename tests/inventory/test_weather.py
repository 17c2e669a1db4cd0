"""The weather view: arithmetic, and that it cannot become an inventory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options
from cascais.inventory.totals import total_t
from cascais.inventory.weather import HeatingWeather, NormalisedView, heating_degree_days, normalised_view

LINES = [
    Activity(2022, "residential", "natural_gas", 1_000.0, "MWh"),
    Activity(2022, "private_transport", "natural_gas", 1_000.0, "MWh"),
    Activity(2022, "public_lighting", "electricity", 10.0, "MWh"),
]


def test_a_mild_year_is_raised_to_the_mean_and_only_where_rooms_are_heated():
    inventory = compute(LINES, Options(country="EE"))
    view = normalised_view(
        inventory, HeatingWeather({2022: 3_600.0}, 4_000.0), {"natural_gas": 0.9, "electricity": 0.2}
    )
    home = float(inventory.co2e_t[0])
    assert view.heating_t == pytest.approx(0.9 * home)
    assert view.normalised_t - view.actual_t == pytest.approx(0.9 * home * (4_000 / 3_600 - 1))
    assert view.weather_effect_t < 0


def test_the_view_is_no_inventory_and_leaves_the_inventory_alone():
    inventory = compute(LINES, Options(country="EE"))
    before = total_t(inventory)
    view = normalised_view(inventory, HeatingWeather({2022: 3_000.0}, 4_000.0), {"natural_gas": 1.0})
    assert not isinstance(view, Inventory)
    assert {field for field in NormalisedView.__slots__ if field in Inventory.__slots__} == set()
    assert view.actual_t == before == total_t(inventory)


@given(degree_days=st.floats(100, 8_000))
def test_a_mean_year_changes_nothing(degree_days):
    inventory = compute(LINES, Options(country="EE"))
    view = normalised_view(inventory, HeatingWeather({2022: degree_days}, degree_days), {}, default_share=1.0)
    assert view.normalised_t == pytest.approx(view.actual_t)


def test_a_year_without_degree_days_is_refused():
    with pytest.raises(InputError, match="2022"):
        normalised_view(compute(LINES, Options(country="EE")), HeatingWeather({2021: 4_000.0}, 4_000.0), {})


def test_degree_days_count_only_days_below_the_base():
    assert heating_degree_days(np.array([15.0, 16.0, 14.0, 0.0]), base_c=15.0) == 16.0
