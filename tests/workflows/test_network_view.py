"""Sums over members, their uncertainty, spreads and classes; and one target judged for all members together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.pathways.series import Observation, Series
from cascais.pathways.status import status
from cascais.pathways.targets import standard_target
from cascais.workflows.commitments import with_base_year
from cascais.workflows.network import JudgedMember, shared_statuses
from cascais.workflows.network_view import LEAST_OF_A_SPREAD, counts_between, spreads, sum_of, sums_by_year

amounts = st.lists(st.tuples(st.floats(1, 1e7), st.just(0.0) | st.floats(1e-3, 1e6)), max_size=30)


@given(amounts)
def test_the_truth_of_a_sum_lies_between_the_two_half_widths(members: list[tuple[float, float]]) -> None:
    total, width = (np.array(column, dtype=np.float64) for column in ((), ()))
    if members:
        total, width = np.array(members).T
    found = sum_of(total, width)
    assert found.total_t == pytest.approx(sum(each for each, _ in members))
    assert found.apart_t <= found.together_t * (1 + 1e-12)
    largest = max((each for _, each in members), default=0.0)
    assert found.apart_t >= largest * (1 - 1e-12)


def test_members_without_a_total_or_an_uncertainty_are_told_apart() -> None:
    found = sum_of(np.array([10.0, np.nan, 30.0]), np.array([1.0, 5.0, np.nan]))
    assert (found.members, found.total_t, found.unknown) == (2, 40.0, 1)
    assert found.apart == found.together == pytest.approx(1 / 40)


def test_a_sum_of_nothing_has_no_share() -> None:
    found = sum_of(np.zeros(0), np.zeros(0))
    assert (found.members, found.apart, found.together) == (0, None, None)


@given(st.lists(st.tuples(st.integers(2000, 2005), st.floats(0, 1e6)), max_size=40))
def test_the_years_add_up_to_everything(inventories: list[tuple[int, float]]) -> None:
    year = np.array([each for each, _ in inventories], dtype=np.int64)
    total = np.array([each for _, each in inventories], dtype=np.float64)
    found = sums_by_year(year, total, np.zeros(len(total)))
    assert [each for each, _ in found] == sorted({each for each, _ in inventories}, reverse=True)
    assert sum(each.members for _, each in found) == len(inventories)
    assert sum(each.total_t for _, each in found) == pytest.approx(total.sum())


def test_a_country_of_few_members_has_no_spread() -> None:
    countries = np.array(["EE"] * LEAST_OF_A_SPREAD + ["LV"] * (LEAST_OF_A_SPREAD - 1))
    values = np.arange(len(countries), dtype=np.float64)
    assert [each.group for each in spreads(countries, values)] == ["EE"]
    values[0] = np.nan
    assert spreads(countries, values) == ()


@given(st.lists(st.floats(-5, 5) | st.just(float("nan")), max_size=50))
def test_every_known_value_is_in_one_class(values: list[float]) -> None:
    known = sum(value == value for value in values)
    assert sum(counts_between(np.array(values, dtype=np.float64), (-1.0, 0.0, 1.0))) == known


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["EE", "PL", "SI", "XX"]),
            st.floats(1e3, 1e6),
            st.floats(0.2, 1.5),
            st.sampled_from([1990, 2005, 2008]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_all_members_together_are_judged_as_each_alone(drawn: list[tuple[str, float, float, int]]) -> None:
    target = standard_target("climate_alliance_2050")
    members = [
        JudgedMember(
            Series((Observation(first, total, 0.1, 1000.0), Observation(2018, total * part, 0.1, 1000.0))),
            country,
            {"residential": total * 0.6, "private_transport": total * 0.4},
        )
        for country, total, part, first in drawn
    ]
    found = shared_statuses(members, target)
    for place, member in enumerate(members):
        series, estimate = with_base_year(
            member.series, [target], country=member.country, earliest=member.earliest, populations={}
        )
        alone = status(series, target)
        assert found.statuses[place] is alone.status
        assert found.is_estimated[place] == (estimate is not None)
        if alone.probability is not None:
            assert found.probability[place] == pytest.approx(alone.probability)
