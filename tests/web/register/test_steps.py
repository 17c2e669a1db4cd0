"""The steps of a membership: what may follow what, who takes it, and the order of the dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.web.register.models import MembershipState as S
from cascais.web.register.steps import (
    EARLIEST,
    TRANSITIONS,
    Actor,
    Standing,
    after,
    allowed,
    is_open,
    problems,
    turn_of,
)

TODAY = date(2026, 11, 24)
APPLIED, COUNCIL, BOARD, LEFT = date(2024, 3, 1), date(2024, 2, 1), date(2024, 9, 1), date(2025, 12, 31)
DATES = st.dates(EARLIEST, TODAY)
OFFICE, MEMBER = frozenset({Actor.SECRETARIAT}), frozenset({Actor.MEMBER})


def keys(standing: Standing, actors: frozenset[Actor]) -> set[str]:
    return {step.key for step in allowed(standing, actors)}


@pytest.mark.parametrize(
    ("standing", "of_office", "of_member"),
    [
        (Standing(S.APPLIED, APPLIED), {"refuse", "take_back"}, {"take_back"}),
        (Standing(S.APPLIED, APPLIED, COUNCIL), {"confirm", "refuse", "take_back"}, {"take_back"}),
        (Standing(S.RESOLVED, APPLIED, COUNCIL), {"admit", "refuse", "take_back"}, {"take_back"}),
        (Standing(S.MEMBER, APPLIED, COUNCIL, BOARD), {"leave"}, set()),
        (Standing(S.REFUSED, APPLIED, COUNCIL, BOARD), set(), set()),
        (Standing(S.WITHDRAWN, APPLIED, COUNCIL, BOARD, LEFT), set(), set()),
        (Standing(S.APPLIED, APPLIED, has_council=False), {"admit", "refuse", "take_back"}, {"take_back"}),
    ],
)
def test_who_may_take_which_step(standing, of_office, of_member):
    assert keys(standing, OFFICE) == of_office
    assert keys(standing, MEMBER) == of_member


def test_nobody_becomes_member_without_resolution_or_board():
    """Walk every way from an application; each that ends with a member passed the resolution first."""
    ways = [
        ((Standing(S.APPLIED, APPLIED)), ("apply",)),
        (Standing(S.APPLIED, APPLIED, COUNCIL), ("apply", "resolve")),
    ]
    ends = []
    while ways:
        standing, path = ways.pop()
        nexts = [step for step in TRANSITIONS.values() if is_open(step, standing)]
        ways += [(after(step, standing, BOARD), (*path, step.key)) for step in nexts]
        if not nexts:
            ends.append((standing, path))
        if standing.state is S.MEMBER:
            assert {"resolve", "confirm", "admit"} <= set(path)
    assert {standing.state for standing, _path in ends} == {S.REFUSED, S.WITHDRAWN}


@pytest.mark.parametrize(
    ("standing", "field", "kind"),
    [
        (Standing(S.APPLIED), "applied_on", "missing"),
        (Standing(S.RESOLVED, APPLIED), "resolved_on", "missing"),
        (Standing(S.MEMBER, APPLIED, COUNCIL), "board_decided_on", "missing"),
        (Standing(S.WITHDRAWN, APPLIED, COUNCIL, BOARD), "withdrawn_on", "missing"),
        (Standing(S.MEMBER, APPLIED, COUNCIL, APPLIED - timedelta(1)), "board_decided_on", "order"),
        (Standing(S.MEMBER, APPLIED, BOARD, APPLIED), "board_decided_on", "order"),
        (Standing(S.WITHDRAWN, APPLIED, COUNCIL, BOARD, BOARD - timedelta(1)), "withdrawn_on", "order"),
        (Standing(S.APPLIED, TODAY + timedelta(1)), "applied_on", "future"),
        (Standing(S.APPLIED, EARLIEST - timedelta(1)), "applied_on", "early"),
    ],
)
def test_dates_that_are_missing_or_out_of_order_are_found(standing, field, kind):
    assert [(each.field, each.kind) for each in problems(standing, TODAY)] == [(field, kind)]


@pytest.mark.parametrize("council", [COUNCIL, APPLIED, APPLIED + timedelta(30)])
def test_the_resolution_may_lie_before_the_application_or_behind_it(council):
    assert problems(Standing(S.MEMBER, APPLIED, council, BOARD), TODAY) == []


@given(st.lists(DATES, min_size=4, max_size=4))
def test_dates_in_order_have_no_problem_in_any_state(days):
    applied, resolved, decided, withdrawn = sorted(days)
    whole = Standing(S.WITHDRAWN, applied, resolved, decided, withdrawn)
    assert [found for state in S for found in problems(replace(whole, state=state), TODAY)] == []


@given(DATES, DATES)
def test_steps_on_the_same_day_or_later_are_fine(first, second):
    earlier, later = sorted((first, second))
    standing = after(TRANSITIONS["admit"], Standing(S.RESOLVED, earlier, earlier), later)
    assert standing.state is S.MEMBER
    assert problems(standing, TODAY) == []


def test_an_indigenous_organisation_needs_no_resolution():
    assert problems(Standing(S.RESOLVED, APPLIED, has_council=False), TODAY) == []


@pytest.mark.parametrize(
    ("standing", "turn"),
    [
        (Standing(S.APPLIED, APPLIED), Actor.MEMBER),
        (Standing(S.APPLIED, APPLIED, COUNCIL), Actor.SECRETARIAT),
        (Standing(S.APPLIED, APPLIED, has_council=False), Actor.SECRETARIAT),
        (Standing(S.RESOLVED, APPLIED, COUNCIL), Actor.SECRETARIAT),
        (Standing(S.MEMBER, APPLIED, COUNCIL, BOARD), None),
    ],
)
def test_it_is_somebodys_turn_until_the_board_has_decided(standing, turn):
    assert turn_of(standing) is turn
