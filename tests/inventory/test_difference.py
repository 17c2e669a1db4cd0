"""Differences between two totals: the three buckets sum exactly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.inventory.activities import Activity
from cascais.inventory.difference import BUCKETS, difference
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options
from cascais.inventory.frameworks import view

SECTORS = ("residential", "tertiary", "industry_ets", "private_transport", "solid_waste", "livestock")
CARRIERS = ("natural_gas", "electricity", "diesel", "wood", "district_heat", "heating_oil")
activities = st.lists(
    st.builds(
        Activity,
        year=st.sampled_from([2019, 2020]),
        sector=st.sampled_from(SECTORS),
        carrier=st.sampled_from(CARRIERS),
        amount=st.floats(0, 1e6),
        unit=st.just("MWh"),
        subsector=st.sampled_from(["", "losses"]),
        reported_t=st.one_of(st.none(), st.floats(0, 1e5)),
    ),
    max_size=8,
)
frameworks = st.sampled_from(["covenant", "gpc", "bisko"])


@settings(deadline=None, max_examples=60)
@given(lines=activities, other=activities, first=frameworks, second=frameworks, is_same=st.booleans())
def test_the_three_buckets_sum_to_the_difference(lines, other, first, second, is_same):
    options = Options(country="DE")
    one, two = view(first, lines, options), view(second, lines if is_same else other, options)
    found = difference(one, two)
    scale = abs(one.total_t) + abs(two.total_t) + 1.0
    assert found.total_t == pytest.approx(two.total_t - one.total_t, abs=1e-9 * scale)
    assert sum(found.buckets.values()) == pytest.approx(found.total_t, abs=1e-9 * scale)
    assert set(found.buckets) == set(BUCKETS)
    if is_same:
        assert found.buckets["activity"] == pytest.approx(0.0, abs=1e-9 * scale)


@settings(deadline=None, max_examples=25)
@given(lines=activities, other=activities)
def test_seen_from_the_other_side_every_bucket_changes_its_sign(lines, other):
    one, two = (
        compute(lines, Options(country="DE")),
        compute(other, Options(country="DE", variant="covenant")),
    )
    there, back = difference(one, two), difference(two, one)
    for bucket in BUCKETS:
        assert there.buckets[bucket] == pytest.approx(-back.buckets[bucket], rel=1e-9, abs=1e-6)


def test_each_cause_lands_in_its_own_bucket():
    gas = Activity(2019, "residential", "natural_gas", 1_000.0, "MWh")
    more = Activity(2019, "residential", "natural_gas", 1_100.0, "MWh")
    waste = Activity(2019, "solid_waste", "waste_composted", 1_000.0, "t")
    options = Options(country="DE")
    direct = compute([gas], options)
    assert (
        difference(direct, compute([gas], Options(country="DE", variant="covenant"))).buckets["factors"] != 0
    )
    assert difference(direct, compute([more], options)).buckets == pytest.approx(
        {"factors": 0.0, "activity": 0.1 * float(direct.co2e_t[0]), "boundary": 0.0}
    )
    wider = difference(direct, compute([gas, waste], options))
    assert wider.buckets == pytest.approx({"factors": 0.0, "activity": 0.0, "boundary": 175.6})
    assert wider.parts[0].key.sector == "solid_waste"


def test_a_town_seen_by_the_covenant_and_by_bisko():
    lines = [
        Activity(2018, "residential", "natural_gas", 1_000.0, "MWh"),
        Activity(2018, "solid_waste", "waste_composted", 1_000.0, "t"),
    ]
    options = Options(country="DE")
    found = difference(view("covenant", lines, options), view("bisko", lines, options))
    assert found.buckets == pytest.approx({"factors": 45.0, "activity": 0.0, "boundary": -175.6})
