"""When a member has to hand in what, by the published rules of its network."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.pathways.dues import (
    Due,
    DueState,
    Record,
    Report,
    due_state,
    dues,
    duties,
    has_rules,
    years_after,
)

COVENANT = "covenant_of_mayors"
days = st.dates(date(2008, 1, 1), date(2026, 12, 31))


def by_report(**known: object) -> dict[Report, Due]:
    return {due.report: due for due in dues(Record(**known), duties(COVENANT))}  # type: ignore[arg-type]


def test_the_plan_falls_due_two_years_after_joining() -> None:
    """FAQ 110: “within … two years for SECAPs following their official decision to join”."""
    assert by_report(adhesion=date(2021, 3, 15))[Report.PLAN].on == date(2023, 3, 15)


def test_who_joined_before_2016_had_one_year_for_the_plan() -> None:
    """FAQ 110: commitments before 2016 keep the text that was signed, with one year for the plan."""
    assert by_report(adhesion=date(2015, 12, 31))[Report.PLAN].on == date(2016, 12, 31)
    assert by_report(adhesion=date(2016, 1, 1))[Report.PLAN].on == date(2018, 1, 1)


def test_monitoring_falls_due_every_two_years_after_the_plan() -> None:
    """FAQ 110: “every two years after submission of their action plan”."""
    plan = date(2022, 6, 30)
    first = by_report(adhesion=date(2020, 7, 1), plan=plan)
    assert first[Report.PLAN].is_done
    assert first[Report.MONITORING].on == date(2024, 6, 30)
    second = by_report(adhesion=date(2020, 7, 1), plan=plan, monitoring=date(2024, 5, 2))
    assert second[Report.MONITORING].on == date(2026, 5, 2)


def test_the_inventory_is_renewed_every_four_years() -> None:
    """Covenant East: “at least every four years the emission inventory of the action plan is updated”."""
    plan = date(2016, 4, 1)
    assert by_report(adhesion=date(2014, 4, 1), plan=plan, inventory_year=2019)[Report.INVENTORY].on == date(
        2023, 12, 31
    )
    # A baseline of 2005 is older than the plan it belongs to: counted is from the plan.
    assert by_report(adhesion=date(2014, 4, 1), plan=plan, inventory_year=2005)[Report.INVENTORY].on == date(
        2020, 4, 1
    )


def test_the_first_inventory_comes_with_the_plan() -> None:
    found = by_report(adhesion=date(2025, 1, 10))
    assert found[Report.INVENTORY].on == found[Report.PLAN].on == date(2027, 1, 10)


def test_what_cannot_be_told_says_what_is_missing() -> None:
    found = by_report()
    assert {due.on for due in found.values()} == {None}
    assert "decision to join is not entered" in str(found[Report.PLAN].reason)
    assert "no plan is entered" in str(found[Report.MONITORING].reason)


def test_a_network_without_duties_asks_for_nothing_and_one_without_rules_is_unknown() -> None:
    assert duties("climate_alliance") == () and has_rules("climate_alliance")
    assert duties("bowling_club") == () and not has_rules("bowling_club")
    assert dues(Record(adhesion=date(2020, 1, 1)), duties("climate_alliance")) == ()


def test_every_duty_has_its_source() -> None:
    assert [duty.source.url for duty in duties(COVENANT) if not duty.source.url.startswith("https://")] == []


@given(days, st.none() | days, st.none() | days)
def test_nothing_falls_due_before_it_is_counted_from(
    adhesion: date, plan: date | None, monitoring: date | None
) -> None:
    for due in dues(Record(adhesion, plan, monitoring), duties(COVENANT)):
        assert due.on is None or due.on > adhesion or (plan and due.on > plan)
        assert due.is_done == (due.report is Report.PLAN and plan is not None)


@given(days, st.integers(1, 10))
def test_years_later_is_the_same_day(day: date, years: int) -> None:
    later = years_after(day, years)
    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 11, 23), DueState.OVERDUE),
        (date(2026, 11, 24), DueState.SOON),
        (date(2027, 11, 24), DueState.SOON),
        (date(2027, 11, 25), DueState.LATER),
        (None, DueState.UNKNOWN),
    ],
)
def test_how_near_a_date_is(on: date | None, state: DueState) -> None:
    assert due_state(on, date(2026, 11, 24), is_held=True) is state


@given(st.none() | days, days)
def test_only_a_past_day_of_which_nothing_is_held_is_not_entered(on: date | None, today: date) -> None:
    held, not_held = due_state(on, today, is_held=True), due_state(on, today, is_held=False)
    assert held is not DueState.NOT_ENTERED and not_held is not DueState.OVERDUE
    if on is not None and on < today:
        assert (held, not_held) == (DueState.OVERDUE, DueState.NOT_ENTERED)
    else:
        assert held is not_held


def test_a_plan_that_was_never_entered_is_not_said_to_be_late() -> None:
    """Whether it was handed in elsewhere is not known, however long ago it was due."""
    plan = by_report(adhesion=date(2008, 12, 18))[Report.PLAN]
    assert plan.on and due_state(plan.on, date(2026, 11, 24), is_held=plan.is_held) is DueState.NOT_ENTERED


def test_the_first_monitoring_report_is_not_held_and_the_next_one_is() -> None:
    plan, monitoring = date(2018, 1, 31), date(2020, 1, 20)
    first = by_report(adhesion=date(2016, 2, 1), plan=plan)[Report.MONITORING]
    second = by_report(adhesion=date(2016, 2, 1), plan=plan, monitoring=monitoring)[Report.MONITORING]
    assert (first.is_held, second.is_held) == (False, True)


def test_of_a_membership_known_from_a_publication_nothing_is_held() -> None:
    known = {"adhesion": date(2013, 7, 25), "inventory_year": 2018}
    assert by_report(**known)[Report.INVENTORY].is_held
    assert not by_report(**known, is_followed=False)[Report.INVENTORY].is_held


@given(days, st.none() | days, st.none() | days, st.none() | st.integers(1990, 2026), st.booleans())
def test_what_is_held_was_entered(
    adhesion: date, plan: date | None, monitoring: date | None, year: int | None, is_followed: bool
) -> None:
    entered = {Report.PLAN: None, Report.MONITORING: monitoring, Report.INVENTORY: year}
    for due in dues(Record(adhesion, plan, monitoring, year, is_followed), duties(COVENANT)):
        assert not due.is_held or (is_followed and entered[due.report] is not None)
