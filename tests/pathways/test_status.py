"""Laws of the status, and each way in which nothing can be told."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.pathways.continuity import Verdict
from cascais.pathways.probability import Spread, log_standard_deviation, probability_not_above, uncertainty_of
from cascais.pathways.series import Observation, Scope, Series
from cascais.pathways.status import Assumptions, Status, status, statuses
from cascais.pathways.targets import PathShape, Target, TargetKind, standard_target, standard_targets

ORDER = [item for item in Status if item is not Status.CANNOT_TELL]
RANK = {Status.MISSED: 4, **{item: place for place, item in enumerate(ORDER[:5])}}
amounts = st.floats(1e3, 1e7)
shares = st.floats(0.01, 0.6)
reductions = st.floats(0.05, 1.0)


@st.composite
def targets(draw: st.DrawFn) -> Target:
    kind = draw(st.sampled_from([item for item in TargetKind if item is not TargetKind.PER_CAPITA_LEVEL]))
    return Target(
        "drawn",
        "drawn",
        kind,
        target_year=draw(st.integers(2021, 2060)),
        base_year=1990,
        reduction=draw(st.floats(0.05, 0.99)),
        level=draw(amounts),
        step_years=draw(st.integers(1, 10)),
        business_as_usual_t=draw(amounts),
        shape=draw(st.sampled_from(PathShape)),
    )


def pair(
    base_t: float, later_t: float, base_u: float = 0.1, later_u: float = 0.1, later_year: int = 2020
) -> Series:
    return Series(
        (Observation(1990, base_t, base_u, 1000.0), Observation(later_year, later_t, later_u, 1000.0))
    )


@given(targets(), amounts, amounts, st.floats(0.1, 1.0), shares, shares)
def test_lower_emissions_never_worsen_a_status(
    target: Target, base_t: float, later_t: float, factor: float, base_u: float, later_u: float
) -> None:
    before = status(pair(base_t, later_t, base_u, later_u), target)
    after = status(pair(base_t, later_t * factor, base_u, later_u), target)
    assert RANK[after.status] <= RANK[before.status]
    if Status.REACHED not in (before.status, after.status):
        assert (after.probability or 0.0) >= (before.probability or 0.0) - 1e-12


@given(amounts, amounts, st.floats(1e-3, 1e3), shares, shares)
def test_relative_targets_do_not_depend_on_the_size_of_the_member(
    base_t: float, later_t: float, size: float, base_u: float, later_u: float
) -> None:
    for key in (
        "climate_alliance_2050",
        "climate_alliance_steps",
        "climate_alliance_half_2030",
        "covenant_2030",
    ):
        target = standard_target(key, base_year=1990)
        small = status(pair(base_t, later_t, base_u, later_u), target)
        large = status(pair(base_t * size, later_t * size, base_u, later_u), target)
        assert small.probability == pytest.approx(large.probability, abs=1e-6)
        near = min(abs((small.probability or 0) - limit) for limit in (1 / 3, 2 / 3)) < 1e-6
        assert (
            near
            or small.status is large.status
            or small.achieved_cut == pytest.approx((small.required_cut or 0) / 2)
        )


@given(targets(), amounts, amounts, shares, shares)
def test_probability_lies_between_nought_and_one(
    target: Target, base_t: float, later_t: float, base_u: float, later_u: float
) -> None:
    found = status(pair(base_t, later_t, base_u, later_u), target)
    assert found.probability is not None
    assert 0.0 <= found.probability <= 1.0


values = st.floats(-1e6, 1e6)


@given(values, values, values, shares, shares, st.floats(-1, 1))
def test_probability_falls_with_emissions_of_a_given_spread(
    first: float, second: float, required: float, emissions_u: float, required_u: float, correlation: float
) -> None:
    low, high = sorted((first, second))
    assume(required > 0 or correlation == 0 or low > 0 or high <= 0)
    asked = Spread(required, log_standard_deviation(required_u))
    if required <= 0:
        correlation = 0.0
    of_low, of_high = (
        probability_not_above(Spread(value, log_standard_deviation(emissions_u)), asked, correlation)
        for value in (low, high)
    )
    if low > 0 or required > 0:
        assert of_low >= of_high - 1e-12


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
@pytest.mark.parametrize(("later_t", "year"), [(40.0, 2020), (55.0, 2020), (70.0, 2010)])
def test_probability_agrees_with_a_monte_carlo(correlation: float, later_t: float, year: int) -> None:
    base_sd, later_sd = log_standard_deviation(0.20), log_standard_deviation(0.15)
    target = standard_target("climate_alliance_2050")
    found = status(
        pair(100.0, later_t, 0.20, 0.15, year), target, assumptions=Assumptions(correlation=correlation)
    )
    normal = np.random.default_rng(7).multivariate_normal(
        [0, 0], [[1, correlation], [correlation, 1]], 200_000
    )
    base = 100.0 * np.exp(base_sd * normal[:, 0])
    later = later_t * np.exp(later_sd * normal[:, 1])
    required = base * (1 - 0.95 * (year - 1990) / 60)
    assert found.probability == pytest.approx(float(np.mean(later <= required)), abs=0.005)


def test_probability_of_a_fixed_level_agrees_with_a_monte_carlo() -> None:
    target = Target("own", "30 t", TargetKind.LEVEL, 2050, 1990, level=30.0)
    found = status(pair(100.0, 66.0, 0.20, 0.15), target, assumptions=Assumptions(correlation=0.0))
    generator = np.random.default_rng(8)
    base = 100.0 * np.exp(log_standard_deviation(0.20) * generator.standard_normal(200_000))
    later = 66.0 * np.exp(log_standard_deviation(0.15) * generator.standard_normal(200_000))
    required = base / 2 + 30.0 / 2
    assert found.probability == pytest.approx(float(np.mean(later <= required)), abs=0.01)


@given(st.floats(0.001, 2.0))
def test_uncertainty_and_spread_of_the_logarithm_are_inverse(uncertainty: float) -> None:
    assert uncertainty_of(log_standard_deviation(uncertainty)) == pytest.approx(uncertainty)


@given(amounts, amounts, st.floats(0.1, 0.95), st.floats(100, 1e6))
def test_absolute_and_per_capita_agree_at_constant_population(
    base_t: float, later_t: float, reduction: float, people: float
) -> None:
    observed = Series((Observation(1990, base_t, 0.1, people), Observation(2020, later_t, 0.1, people)))
    absolute, per_head = (
        status(observed, Target("t", "t", kind, 2050, 1990, reduction))
        for kind in (TargetKind.REDUCTION, TargetKind.PER_CAPITA_REDUCTION)
    )
    assert absolute.status is per_head.status
    assert absolute.probability == pytest.approx(per_head.probability, abs=1e-9)
    assert absolute.distance_t == pytest.approx(per_head.distance_t, rel=1e-6, abs=1e-6 * base_t)
    assert absolute.years_ahead == pytest.approx(per_head.years_ahead, abs=1e-6)


@given(targets(), amounts)
def test_on_the_path_a_member_is_neither_ahead_nor_behind(target: Target, base_t: float) -> None:
    required = status(pair(base_t, base_t), target).required_t
    assert required is not None
    found = status(pair(base_t, required), target)
    assert found.distance_t == pytest.approx(0.0, abs=1e-6 * base_t)
    if found.years_ahead is not None and required > 1e-6 * base_t:
        assert found.years_ahead == pytest.approx(0.0, abs=1e-3)


def test_a_longer_spread_moves_a_clear_answer_towards_uncertain() -> None:
    target = standard_target("climate_alliance_2050")
    narrow, wide = (
        status(pair(100.0, 45.0, width, width), target).probability or 0.0 for width in (0.1, 0.6)
    )
    assert narrow > wide > 0.5


def test_an_estimated_base_counts_as_uncorrelated_and_is_told() -> None:
    base = Observation(1990, 100.0, 0.3, is_estimated=True)
    found = status(Series((base, Observation(2020, 50.0, 0.1))), standard_target("climate_alliance_2050"))
    reported = status(pair(100.0, 50.0, 0.3, 0.1), standard_target("climate_alliance_2050"))
    assert found.is_estimated
    assert "back-cast" in str(found.notes[0])
    assert (found.probability or 1.0) < (reported.probability or 0.0)


def test_now_moves_the_start_of_the_needed_cut() -> None:
    target = standard_target("climate_alliance_2050")
    found = status(pair(100.0, 65.0), target, assumptions=Assumptions(now=2030)).needed
    assert found is not None
    assert (found.from_year, found.per_year_t) == (2030, pytest.approx(3.0))


LEVEL = Target("l", "l", TargetKind.PER_CAPITA_LEVEL, level=2.5)


@pytest.mark.parametrize(
    ("series", "target", "part"),
    [
        (Series(()), standard_target("climate_alliance_2050"), "no inventory"),
        (pair(1.0, 1.0), standard_target("climate_alliance_2050", base_year=1995), "1995"),
        (Series((Observation(2019, 9.0),)), standard_target("covenant_2030"), "nothing to compare"),
        (
            Series((Observation(1990, 9.0), Observation(2020, 9.0))),
            standard_target("climate_alliance_half_2030"),
            "population of 2020",
        ),
        (
            Series((Observation(1990, 9.0), Observation(2020, 9.0, population=1.0))),
            standard_target("climate_alliance_half_2030"),
            "population of 1990",
        ),
        (pair(9.0, 9.0), Target("b", "b", TargetKind.BELOW_BUSINESS_AS_USUAL, 2030, 1990, 0.4), "2030"),
        (pair(9000.0, 9000.0), LEVEL, "names no year"),
        (pair(0.0, 9.0), standard_target("climate_alliance_2050"), "not above nought"),
        (
            Series((Observation(1990, 9.0), Observation(2020, 9.0)), Scope(has_sinks=True)),
            Target("s", "s", TargetKind.REDUCTION, 2050, 1990, 0.5, scope=Scope()),
            "other sectors, gases or sinks",
        ),
        (
            Series((Observation(1990, 9.0), Observation(2020, 9.0)), Scope(gases="CO2")),
            Target("s", "s", TargetKind.REDUCTION, 2050, 1990, 0.5, scope=Scope()),
            "other sectors, gases or sinks",
        ),
    ],
)
def test_too_little_data_is_a_status_of_its_own(series: Series, target: Target, part: str) -> None:
    found = status(series, target)
    assert found.status is Status.CANNOT_TELL
    assert part in str(found.sentence)
    assert found.probability is None
    assert str(found.headline) == "Too little data"


def test_a_level_that_is_met_is_reached_without_a_base() -> None:
    series = Series((Observation(2020, 2000.0, 0.05, 1000.0),))
    assert status(series, LEVEL).status is Status.REACHED


def test_neutrality_is_judged_on_the_safe_side_without_sinks() -> None:
    found = status(pair(100.0, 60.0), standard_target("neutrality_2050", base_year=1990))
    assert found.status is Status.OFF_TRACK
    assert found.needed is not None and found.needed.rate is None
    assert any("sinks" in str(note) for note in found.notes)


def test_unknown_uncertainty_is_assumed_and_told() -> None:
    series = Series((Observation(1990, 100.0), Observation(2020, 40.0)))
    found = status(series, standard_target("climate_alliance_2050"))
    assert [str(note) for note in found.notes] == [
        "No uncertainty is known for 1990; ± 25 % is assumed.",
        "No uncertainty is known for 2020; ± 25 % is assumed.",
    ]


def test_status_words_from_best_to_worst() -> None:
    target = standard_target("climate_alliance_2050")
    found = [status(pair(100.0, later), target).status for later in (3.0, 40.0, 52.5, 65.0, 90.0)]
    assert found == [
        Status.REACHED,
        Status.ON_TRACK,
        Status.UNCERTAIN,
        Status.OFF_TRACK,
        Status.FAR_OFF_TRACK,
    ]


def test_headline_tells_the_probability() -> None:
    found = status(pair(100.0, 49.3), standard_target("climate_alliance_2050"))
    assert str(found.headline) == f"On track: {100 * (found.probability or 0):.0f} %"


def test_one_year_has_one_total() -> None:
    with pytest.raises(InputError):
        Series((Observation(2020, 1.0), Observation(2020, 2.0)))


def test_every_standard_target_has_a_status_and_sentences_format() -> None:
    found = statuses(pair(100.0, 120.0), [item.target for item in standard_targets().values()], "Town")
    assert len(found) == len(standard_targets()) >= 8
    assert all(str(item.sentence) and str(item.headline) for item in found)
    assert {item.continuity.verdict for item in found} == {Verdict.BROKEN}


@settings(max_examples=20)
@given(targets(), amounts, amounts)
def test_every_kind_tells_a_sentence(target: Target, base_t: float, later_t: float) -> None:
    found = status(pair(base_t, later_t), target, "Town")
    assert "Town" in str(found.sentence)
    assert "{" not in str(found.sentence)


def test_two_thousand_members_take_less_than_a_second() -> None:
    members = [pair(100.0 + number, 60.0) for number in range(2000)]
    target = standard_target("climate_alliance_2050")
    start = time.perf_counter()
    found = [status(member, target).status for member in members]
    assert time.perf_counter() - start < 1.0
    assert len(found) == 2000
