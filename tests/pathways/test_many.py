"""Many members at once get the numbers that each gets alone."""

from __future__ import annotations

import math
import time
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.pathways.budget import budget
from cascais.pathways.judgement import STATUSES, Assumptions, Status
from cascais.pathways.many import (
    BudgetColumns,
    ManyCommitments,
    StatusColumns,
    budget_columns,
    many_commitments,
    path_levels,
    status_columns,
)
from cascais.pathways.observed import Observations, many_series, together
from cascais.pathways.required import level
from cascais.pathways.series import Observation, Scope, Series
from cascais.pathways.status import TargetStatus, status
from cascais.pathways.targets import PathShape, Target, TargetKind, standard_target, standard_targets

YEARS = np.arange(1985.0, 2056.0)
emissions = st.floats(1e3, 1e7) | st.floats(-1e6, 0) | st.sampled_from([0.0, 1e6])
observations = st.builds(
    Observation,
    st.sampled_from([1990, 1995, 2005, 2010, 2020, 2031]),
    emissions,
    st.none() | st.floats(0.0, 0.6),
    st.none() | st.floats(100.0, 1e6),
    st.booleans(),
)
all_series = st.lists(
    st.lists(observations, max_size=4, unique_by=lambda item: item.year).map(
        lambda items: Series(tuple(items))
    ),
    min_size=1,
    max_size=6,
)


@st.composite
def targets(draw: st.DrawFn) -> Target:
    kind = draw(st.sampled_from(TargetKind))
    may_lack_year = kind in (TargetKind.STEPS, TargetKind.LEVEL, TargetKind.PER_CAPITA_LEVEL)
    return Target(
        "drawn",
        "drawn",
        kind,
        target_year=draw(st.integers(2006, 2060) | (st.none() if may_lack_year else st.nothing())),
        base_year=draw(st.sampled_from([None, 1990, 2005])),
        reduction=draw(st.floats(0.05, 0.99)),
        level=draw(st.sampled_from([0.0, 2.5, 1e5, -1e4])),
        step_years=draw(st.integers(1, 10)),
        business_as_usual_t=draw(st.none() | st.floats(1e3, 1e7)),
        shape=draw(st.sampled_from(PathShape)),
        scope=draw(st.sampled_from([None, Scope(), Scope(has_sinks=True), Scope(gases="CO2")])),
    )


def asked_of(series: list[Series], target: Target) -> ManyCommitments:
    (asked,) = many_commitments(together(series), [target])
    return asked


def known(figure: float | None) -> float:
    return math.nan if figure is None else figure


def row_of(found: TargetStatus) -> list[float]:
    needed = found.needed
    return [
        known(found.probability),
        known(found.required_t),
        known(found.goal_t),
        known(found.distance_t),
        known(found.years_ahead),
        known(found.achieved_cut),
        known(found.required_cut),
        needed.until_t if needed else math.nan,
        needed.per_year_t if needed else math.nan,
        known(needed.rate) if needed else math.nan,
    ]


def columns_at(columns: StatusColumns | BudgetColumns, position: int) -> list[float]:
    names = [name for name in columns.__dataclass_fields__ if name != "code"]
    return [float(getattr(columns, name)[position]) for name in names]


@settings(max_examples=300, deadline=None)
@given(all_series, targets(), st.sampled_from([None, 2025]), st.sampled_from([0.0, 0.5, 1.0]))
def test_statuses_are_those_of_each_member(
    series: list[Series], target: Target, now: int | None, correlation: float
) -> None:
    assumptions = Assumptions(now=now, correlation=correlation)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        together_found = status_columns(asked_of(series, target), assumptions)
    for position, each in enumerate(series):
        alone = status(each, target, assumptions=assumptions)
        assert STATUSES[together_found.code[position]] is alone.status
        assert columns_at(together_found, position) == pytest.approx(row_of(alone), rel=1e-9, nan_ok=True)


@settings(max_examples=300, deadline=None)
@given(all_series, targets(), st.sampled_from([None, 2050]))
def test_budgets_are_those_of_each_member(
    series: list[Series], target: Target, until_year: int | None
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        together_found = budget_columns(asked_of(series, target), until_year)
    for position, each in enumerate(series):
        alone = budget(each, target, until_year)
        expected = [math.nan] * 5
        if alone is not None:
            parts = (alone.path_t, alone.emitted_t, alone.remaining_t, alone.path_from_latest_t)
            expected = [*parts, known(alone.years_left)]
        assert columns_at(together_found, position) == pytest.approx(
            expected, rel=1e-8, abs=1e-2, nan_ok=True
        )


def test_inhabitants_of_one_member_are_not_those_of_another() -> None:
    inhabited = Series((Observation(1990, 1000.0, population=100.0), Observation(2000, 900.0)))
    unknown = Series((Observation(1990, 1000.0), Observation(2000, 900.0)))
    target = Target("drawn", "drawn", TargetKind.PER_CAPITA_LEVEL, target_year=2030, level=2.0)
    found = budget_columns(asked_of([inhabited, unknown], target), None)
    assert np.isfinite(found.path_t[0])
    assert np.isnan(found.path_t[1])


@settings(max_examples=200, deadline=None)
@given(all_series, targets())
def test_paths_are_those_of_each_member(series: list[Series], target: Target) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        together_found = path_levels(asked_of(series, target), YEARS)
    for position, each in enumerate(series):
        base = each.first if target.base_year is None else each.of(target.base_year)
        people = each.latest.population if each.latest else None
        alone = np.full(len(YEARS), math.nan)
        if base is not None and not (target.is_per_capita and people is None):
            alone = np.asarray(level(target, base, YEARS, people))
        assert together_found[position] == pytest.approx(alone, rel=1e-9, abs=1e-6, nan_ok=True)


def test_standard_targets_give_every_word_but_none_for_members_without_data() -> None:
    later = (3.0, 40.0, 52.5, 65.0, 90.0)
    series = [Series((Observation(1990, 100.0), Observation(2020, each))) for each in later]
    found = status_columns(asked_of([*series, Series(())], standard_target("climate_alliance_2050")))
    assert [STATUSES[code] for code in found.code] == [
        Status.REACHED,
        Status.ON_TRACK,
        Status.UNCERTAIN,
        Status.OFF_TRACK,
        Status.FAR_OFF_TRACK,
        Status.CANNOT_TELL,
    ]


def test_the_scope_of_the_members_counts() -> None:
    with_sinks = together([Series((Observation(1990, 9.0), Observation(2020, 5.0)))], Scope(has_sinks=True))
    target = Target("s", "s", TargetKind.REDUCTION, 2050, 1990, 0.5, scope=Scope())
    (asked,) = many_commitments(with_sinks, [target])
    assert STATUSES[status_columns(asked).code[0]] is Status.CANNOT_TELL


def test_no_members_give_no_columns() -> None:
    for asked in many_commitments(together([]), [each.target for each in standard_targets().values()]):
        assert len(status_columns(asked).code) == len(budget_columns(asked).path_t) == 0
        assert path_levels(asked, YEARS).shape == (0, len(YEARS))


def test_one_member_has_one_total_a_year() -> None:
    figures = np.array([2020.0, 2020.0])
    columns = Observations(figures, figures, figures, figures, np.zeros(2, dtype=bool))
    assert many_series(2, np.array([1, 0]), columns).latest().year.tolist() == [2020.0, 2020.0]
    with pytest.raises(InputError):
        many_series(1, np.array([0, 0]), columns)


def test_together_is_at_least_five_times_quicker_than_one_by_one() -> None:
    series = [Series((Observation(1990, 100.0 + each), Observation(2020, 60.0))) for each in range(1000)]
    target = standard_target("climate_alliance_2050")
    asked = asked_of(series, target)
    start = time.perf_counter()
    for each in series:
        assert status(each, target).status is not Status.CANNOT_TELL
        assert budget(each, target) is not None
    middle = time.perf_counter()
    assert not np.isnan(status_columns(asked).probability).any()
    assert not np.isnan(budget_columns(asked).path_t).any()
    assert time.perf_counter() - middle < (middle - start) / 5
