"""Carbon budgets along paths."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.pathways.budget import area_under_path, budget, emitted
from cascais.pathways.series import Observation, Series
from cascais.pathways.targets import PathShape, Target, TargetKind, standard_target

RIGA = Series(
    (Observation(1990, 4_569_204, population=900_000), Observation(2020, 1_837_041, population=620_000))
)
keys = st.sampled_from(
    ["climate_alliance_2050", "climate_alliance_steps", "covenant_2030_55", "neutrality_2050"]
)
years = st.integers(1990, 2060)


@given(keys, st.lists(years, min_size=3, max_size=3), st.sampled_from(PathShape))
def test_budgets_add_up(key: str, ends: list[int], shape: PathShape) -> None:
    start, middle, end = sorted(ends)
    target = standard_target(key, base_year=1990)
    if target.reduction:
        target = standard_target(key, base_year=1990, shape=shape)
    base = Observation(1990, 1000.0)
    parts = area_under_path(target, base, start, middle) + area_under_path(target, base, middle, end)
    assert parts == pytest.approx(area_under_path(target, base, start, end), abs=1e-6)


def test_a_straight_path_is_a_trapezoid() -> None:
    target = standard_target("climate_alliance_2050")
    found = area_under_path(target, Observation(1990, 100.0), 2000, 2060)
    at_2000 = 100 * (1 - 0.95 / 6)
    assert found == pytest.approx((at_2000 + 5.0) / 2 * 50 + 5.0 * 10)


def test_a_compound_path_is_its_integral() -> None:
    target = standard_target("climate_alliance_2050", shape=PathShape.COMPOUND)
    rate = -math.log(0.05) / 60
    assert area_under_path(target, Observation(1990, 100.0), 1990, 2050) == pytest.approx(
        95.0 / rate, rel=1e-8
    )


def test_riga_has_more_left_than_the_path_from_now_on() -> None:
    found = budget(RIGA, standard_target("climate_alliance_2050"))
    assert found is not None
    assert found.path_t == pytest.approx(4_569_204 * (1 + 0.05) / 2 * 60)
    assert found.emitted_t == pytest.approx((4_569_204 + 1_837_041) / 2 * 30)
    assert found.remaining_t == pytest.approx(found.path_t - found.emitted_t)
    assert found.remaining_t > found.path_from_latest_t
    assert found.years_left == pytest.approx(found.remaining_t / 1_837_041)


def test_the_budget_goes_on_after_the_target_year() -> None:
    target = standard_target("covenant_2030", base_year=1990)
    to_2030, to_2050 = budget(RIGA, target), budget(RIGA, target, 2050)
    assert to_2030 is not None and to_2050 is not None
    assert to_2050.path_t - to_2030.path_t == pytest.approx(4_569_204 * 0.6 * 20)


def test_per_inhabitant_and_absolute_agree_at_constant_population() -> None:
    series = Series((Observation(1990, 100.0, population=10.0), Observation(2020, 60.0, population=10.0)))
    absolute, per_head = (
        budget(series, Target("t", "t", kind, 2050, 1990, 0.9))
        for kind in (TargetKind.REDUCTION, TargetKind.PER_CAPITA_REDUCTION)
    )
    assert absolute is not None and per_head is not None
    assert absolute.path_t == pytest.approx(per_head.path_t)


def test_a_shrinking_town_has_a_smaller_budget_per_inhabitant() -> None:
    found = budget(RIGA, standard_target("climate_alliance_half_2030"))
    constant = budget(RIGA, standard_target("climate_alliance_2050", reduction=0.5, target_year=2030))
    assert found is not None and constant is not None
    assert found.path_t < constant.path_t


@given(
    st.lists(
        st.tuples(st.integers(1990, 2030), st.floats(0, 1e6)), min_size=2, unique_by=lambda item: item[0]
    )
)
def test_what_was_emitted_adds_up(pairs: list[tuple[int, float]]) -> None:
    series = Series(tuple(Observation(year, total) for year, total in pairs))
    known = [item.year for item in series.observations]
    middle = known[len(known) // 2]
    parts = emitted(series, known[0], middle) + emitted(series, middle, known[-1])
    assert parts == pytest.approx(emitted(series, known[0], known[-1]))


def test_without_a_base_or_population_there_is_no_budget() -> None:
    alone = Series((Observation(2020, 10.0),))
    assert budget(alone, standard_target("climate_alliance_2050")) is None
    assert budget(alone, standard_target("covenant_2030")) is None
    bare = Series((Observation(1990, 10.0), Observation(2020, 10.0)))
    assert budget(bare, standard_target("climate_alliance_half_2030")) is None


def test_a_sum_needs_both_ends() -> None:
    with pytest.raises(InputError):
        emitted(RIGA, 1991, 2020)
    with pytest.raises(InputError):
        area_under_path(standard_target("climate_alliance_2050"), Observation(1990, 1.0), 2020, 2010)
