"""Paths, budgets and probabilities against a second way to compute them: day by day, step by step, cell by cell."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.pathways.backcast import backcast
from cascais.pathways.budget import area_under_path, half_years
from cascais.pathways.probability import Spread, log_standard_deviation, probability_not_above
from cascais.pathways.required import level
from cascais.pathways.series import Observation
from cascais.pathways.targets import PathShape, Target, TargetKind
from cascais.tables.national import national_emissions
from cascais.tables.national import population as national_population

DAYS = 365


def target(kind: TargetKind, **more: object) -> Target:
    return Target("own", "Own target", kind, **{"target_year": 2050, "base_year": 1990, **more})


def day_by_day(first: int, last: int, emissions) -> float:
    """Sum of the yearly rate at the middle of each day."""
    return sum(emissions(first + (day + 0.5) / DAYS) for day in range((last - first) * DAYS)) / DAYS


@settings(max_examples=15, deadline=None)
@given(st.floats(0.05, 0.95), st.floats(1e3, 1e7), st.integers(1990, 2045))
def test_budgets_are_the_sum_over_all_days(cut, base_t, start):
    base = Observation(1990, base_t)
    years = 60.0
    straight = target(TargetKind.REDUCTION, reduction=cut)
    equal = target(TargetKind.REDUCTION, reduction=cut, shape=PathShape.COMPOUND)
    steps = target(TargetKind.STEPS, reduction=0.1, step_years=5)
    assert area_under_path(straight, base, start, 2050) == pytest.approx(
        day_by_day(start, 2050, lambda t: base_t * (1 - cut * (t - 1990) / years)), rel=1e-6
    )
    assert area_under_path(equal, base, start, 2050) == pytest.approx(
        day_by_day(start, 2050, lambda t: base_t * (1 - cut) ** ((t - 1990) / years)), rel=1e-5
    )
    assert area_under_path(steps, base, start, 2050) == pytest.approx(
        day_by_day(start, 2050, lambda t: base_t * 0.9 ** ((t - 1990) / 5)), rel=1e-5
    )


@settings(max_examples=15, deadline=None)
@given(st.floats(0.05, 0.95), st.floats(-0.01, 0.01))
def test_a_budget_per_inhabitant_counts_the_people_of_each_day(cut, growth):
    base = Observation(1990, 80_000.0, population=10_000.0)
    years = half_years(1990, 2050)

    def people(t):
        return 10_000.0 * (1 + growth * (t - 1990))

    found = area_under_path(
        target(TargetKind.PER_CAPITA_REDUCTION, reduction=cut), base, 1990, 2050, np.asarray(people(years))
    )
    assert found == pytest.approx(
        day_by_day(1990, 2050, lambda t: 8.0 * (1 - cut * (t - 1990) / 60) * people(t)), rel=1e-6
    )


@given(st.integers(1, 12), st.floats(0.01, 0.5))
def test_steps_are_taken_one_after_the_other(number, cut):
    allowed = 1e6
    for _ in range(number):
        allowed -= cut * allowed
    steps = target(TargetKind.STEPS, reduction=cut, step_years=5)
    assert level(steps, Observation(1990, 1e6), 1990 + 5 * number) == pytest.approx(allowed)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.5, 1.6), st.floats(0.02, 0.6), st.floats(0.02, 0.6), st.floats(-0.9, 0.9))
def test_the_probability_is_the_volume_of_the_joint_density(emitted, latest, base, correlation):
    """Cells of the bivariate normal of the two logarithms in which the emissions are at or below the required level."""
    sd_e, sd_r = (math.sqrt(math.log(1 + (u / 1.959964) ** 2)) for u in (latest, base))
    assert log_standard_deviation(latest) == pytest.approx(sd_e, rel=1e-6)
    z = np.linspace(-6, 6, 801)
    first, second = np.meshgrid(z, z)
    density = np.exp(-(first**2 - 2 * correlation * first * second + second**2) / (2 * (1 - correlation**2)))
    density /= density.sum()
    below = math.log(emitted) + sd_e * first <= sd_r * second
    found = probability_not_above(Spread(emitted, sd_e), Spread(1.0, sd_r), correlation)
    assert found == pytest.approx(density[below].sum(), abs=0.02)


def test_a_back_cast_sector_by_sector_in_plain_arithmetic():
    """Homes follow buildings with power stations, the road follows transport; the town shrank faster than Latvia."""
    national = national_emissions("LV")
    then, now = (
        dict(zip(national.sectors, national.t_co2e[national.years.index(y)], strict=True))
        for y in (1990, 2015)
    )
    homes = (then["buildings"] + then["electricity_heat"]) / (now["buildings"] + now["electricity_heat"])
    road = then["transport"] / now["transport"]
    nation = national_population("LV", 1990).value / national_population("LV", 2015).value
    expected = (5_000.0 * homes + 3_000.0 * road) * (14_000 / 9_000) / nation
    found = backcast({"residential": 5_000.0, "road": 3_000.0}, "LV", 2015, {1990: 14_000, 2015: 9_000})
    assert found.observation.emissions_t == pytest.approx(expected)
    assert found.observation.is_estimated
