"""Paths and levels of targets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.pathways.required import base_share, goal, level, path
from cascais.pathways.series import Observation
from cascais.pathways.targets import PathShape, Target, TargetKind, standard_target, standard_targets

levels = st.floats(1.0, 1e7)
years = st.integers(1990, 2060)


@given(st.sampled_from(PathShape), levels, levels, st.integers(1990, 2020), st.integers(1, 60))
def test_a_path_hits_both_ends(shape: PathShape, start: float, end: float, year: int, span: int) -> None:
    assert path(shape, year, (year, start), (year + span, end)) == pytest.approx(start)
    assert path(shape, year + span, (year, start), (year + span, end)) == pytest.approx(end)
    assert path(shape, year + span + 9, (year, start), (year + span, end)) == pytest.approx(end)


@given(st.sampled_from(PathShape), levels, levels)
def test_a_path_of_many_years_is_that_of_each(shape: PathShape, start: float, end: float) -> None:
    together = path(shape, np.arange(1985.0, 2055.0), (1990, start), (2050, end))
    alone = [path(shape, float(year), (1990, start), (2050, end)) for year in range(1985, 2055)]
    assert together == pytest.approx(alone)


def test_equal_percentages_never_reach_nought_so_the_path_is_straight() -> None:
    ends = np.array([50.0, 0.0, -10.0])
    together = path(PathShape.COMPOUND, 2020, (1990, 100.0), (2050, ends))
    alone = [path(PathShape.COMPOUND, 2020, (1990, 100.0), (2050, float(end))) for end in ends]
    assert together == pytest.approx(alone)
    assert alone[1:] == [50.0, 45.0]


@given(st.floats(0.01, 0.9), st.integers(1, 10), levels)
def test_every_step_of_the_step_rule_cuts_by_its_share(share: float, step: int, base_t: float) -> None:
    target = Target("s", "s", TargetKind.STEPS, base_year=1990, reduction=share, step_years=step)
    base = Observation(1990, base_t)
    for number in range(4):
        before, after = (level(target, base, 1990 + step * (number + more)) for more in (0, 1))
        assert after == pytest.approx(before * (1 - share))


def test_ten_per_cent_every_five_years_is_57_per_cent_by_2030() -> None:
    base = Observation(1990, 1.0)
    assert level(standard_target("climate_alliance_steps"), base, 2030) == pytest.approx(0.4305, abs=5e-5)


@pytest.mark.parametrize(
    "key", [item.key for item in (entry.target for entry in standard_targets().values())]
)
def test_the_level_of_the_target_year_is_the_goal(key: str) -> None:
    target = standard_target(key)
    base = Observation(target.base_year or 2005, 1000.0, population=100.0)
    if target.kind is not TargetKind.STEPS:
        assert level(target, base, target.target_year or 2050) == pytest.approx(goal(target, base))


def test_targets_per_inhabitant_follow_the_population() -> None:
    target = standard_target("climate_alliance_half_2030")
    base = Observation(1990, 1000.0, population=100.0)
    assert level(target, base, 2030, 80.0) == pytest.approx(400.0)
    assert goal(target, base, 120.0) == pytest.approx(600.0)
    assert np.isnan(goal(target, Observation(1990, 1000.0), 120.0))


@given(levels, levels, st.integers(1991, 2049), st.sampled_from(PathShape))
def test_base_share_is_the_elasticity_of_the_level(
    base_t: float, end: float, year: int, shape: PathShape
) -> None:
    target = Target("l", "l", TargetKind.LEVEL, 2050, 1990, level=end, shape=shape)
    small = 1e-6
    low, high = (level(target, Observation(1990, base_t * factor), year) for factor in (1 - small, 1 + small))
    slope = (np.log(high) - np.log(low)) / (2 * small)
    assert base_share(target, Observation(1990, base_t), year) == pytest.approx(slope, abs=1e-4)


@pytest.mark.parametrize(
    "changes",
    [
        {"reduction": 0.0},
        {"reduction": 1.2},
        {"reduction": None},
        {"target_year": None},
        {"base_year": 2050},
        {"kind": TargetKind.STEPS},
        {"kind": TargetKind.STEPS, "step_years": 5, "reduction": 1.0},
        {"kind": TargetKind.LEVEL},
    ],
)
def test_a_target_that_lacks_a_part_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        standard_target("climate_alliance_2050", **changes)


def test_an_unknown_standard_target_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="climate_alliance_2050"):
        standard_target("climate_alliance")


def test_what_networks_ask_is_complete_and_sourced() -> None:
    found = standard_targets()
    assert {
        "climate_alliance_2050",
        "climate_alliance_steps",
        "covenant_2020",
        "covenant_2030_55",
        "neutrality_2050",
    } <= set(found)
    assert all(item.target.source is not None and item.target.source.locator for item in found.values())
    assert all(item.about for item in found.values())
    unverified = {
        key for key, item in found.items() if item.target.source and not item.target.source.is_verified
    }
    assert unverified == {"covenant_2030_55", "neutrality_2050"}
