"""What a member has to hand in to a network, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from cascais.provenance import Source
from cascais.tables.reading import Row, Table, tables
from cascais.text import Message, message


class Report(StrEnum):
    """Something that a network asks its members to hand in."""

    PLAN = "plan"
    MONITORING = "monitoring"
    INVENTORY = "inventory"


class DueState(StrEnum):
    """How near a date is, the most urgent first.

    A day that is past is `OVERDUE` only where an earlier report of that kind is held here, so that the next one would
    be too. Otherwise it is `NOT_ENTERED`: nobody here can know whether the report was handed in elsewhere.
    """

    OVERDUE = "overdue"
    SOON = "soon"
    NOT_ENTERED = "not_entered"
    LATER = "later"
    UNKNOWN = "unknown"
    NO_DUTY = "no_duty"


SOON = timedelta(days=365)
"""What falls due within a year is said to be soon; a convention of Cascais."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A report that a network asks for `years` after something, for those who joined in the given years."""

    network: str
    report: str
    years: int
    source: Source
    adhered_from: int = 0
    adhered_until: int = 9999


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a member's place in a network; None where nothing is entered.

    `adhesion` is the decision to join, `plan` and `monitoring` when the last of each was handed in, `inventory_year`
    the year of the latest published inventory. `is_followed` is false where the membership is known from a publication
    alone: that says nothing of what was handed in since.
    """

    adhesion: date | None = None
    plan: date | None = None
    monitoring: date | None = None
    inventory_year: int | None = None
    is_followed: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """When a report falls due and why then; without a date the reason says what is missing, or that it is done.

    `is_held` says that an earlier report of that kind is held here.
    """

    report: Report
    on: date | None
    reason: Message
    is_done: bool = False
    is_held: bool = False


@cache
def duties(network: str) -> tuple[Duty, ...]:
    """The duties that a network's publications name; empty where it asks for nothing or nothing is known.

    >>> [(duty.report, duty.years) for duty in duties("covenant_of_mayors")]
    [('plan', 2), ('plan', 1), ('monitoring', 2), ('inventory', 4)]
    """
    return tuple(duty for duty in _all_duties() if duty.network == network and duty.years)


def has_rules(network: str) -> bool:
    """Whether a publication says what the network asks for, be it nothing."""
    return any(duty.network == network for duty in _all_duties())


@cache
def _all_duties() -> tuple[Duty, ...]:
    return tuple(_duty(row, source) for source in tables("reporting_duties") for row in source.rows)


def _duty(row: Row, source: Table) -> Duty:
    return Duty(
        network=str(row["network"]),
        report=str(row["report"]),
        years=int(row["years"]),
        source=source.source_of(row),
        adhered_from=int(row.get("adhered_from", 0)),
        adhered_until=int(row.get("adhered_until", 9999)),
    )


def dues(known: Record, asked: Iterable[Duty]) -> tuple[Due, ...]:
    """When each report falls due that the duties ask for.

    The plan is counted from the decision to join, monitoring from the plan or the monitoring report before it. The
    inventory is counted from the end of the year that the latest one tells of, or from the plan where that came later;
    a member without an inventory owes its first one with the plan.

    >>> found = dues(Record(adhesion=date(2020, 5, 1)), duties("covenant_of_mayors"))
    >>> [(due.report.value, str(due.on)) for due in found]
    [('plan', '2022-05-01'), ('monitoring', 'None'), ('inventory', '2022-05-01')]
    """
    years = {Report(duty.report): duty.years for duty in asked if _applies(duty, known)}
    plan = _plan(known, years[Report.PLAN]) if Report.PLAN in years else None
    found = [plan] if plan else []
    if Report.MONITORING in years:
        found.append(_monitoring(known, years[Report.MONITORING]))
    if Report.INVENTORY in years:
        found.append(_inventory(known, years[Report.INVENTORY], plan))
    return tuple(found)


def _applies(duty: Duty, known: Record) -> bool:
    """Whether a duty holds for the year of joining; unknown years count as late ones."""
    year = known.adhesion.year if known.adhesion else 9999
    return duty.adhered_from <= year <= duty.adhered_until


def _plan(known: Record, years: int) -> Due:
    if known.plan:
        return Due(Report.PLAN, None, message("The plan was handed in on {date}.", date=known.plan), True)
    if known.adhesion is None:
        return Due(Report.PLAN, None, message("The date of the decision to join is not entered."))
    reason = message("{years} years after the decision to join of {date}", years=years, date=known.adhesion)
    if years == 1:
        reason = message("One year after the decision to join of {date}", date=known.adhesion)
    return Due(Report.PLAN, years_after(known.adhesion, years), reason)


def _monitoring(known: Record, years: int) -> Due:
    if known.plan is None:
        reason = message("Monitoring follows the plan, and no plan is entered as handed in.")
        return Due(Report.MONITORING, None, reason)
    if known.monitoring and known.monitoring > known.plan:
        reason = message("{years} years after the report of {date}", years=years, date=known.monitoring)
        return _due(known, Report.MONITORING, years_after(known.monitoring, years), reason)
    reason = message("{years} years after the plan of {date}", years=years, date=known.plan)
    return _due(known, Report.MONITORING, years_after(known.plan, years), reason)


def _inventory(known: Record, years: int, plan: Due | None) -> Due:
    end = date(known.inventory_year, 12, 31) if known.inventory_year else None
    if end and (known.plan is None or end >= known.plan):
        reason = message("{years} years after the inventory of {year}", years=years, year=end.year)
        return _due(known, Report.INVENTORY, years_after(end, years), reason)
    if known.plan:
        reason = message("{years} years after the plan of {date}", years=years, date=known.plan)
        return _due(known, Report.INVENTORY, years_after(known.plan, years), reason)
    if plan and plan.on:
        return Due(Report.INVENTORY, plan.on, message("The first inventory is part of the plan."))
    return Due(Report.INVENTORY, None, message("Neither an inventory nor the date of joining is entered."))


def _due(known: Record, report: Report, on: date, reason: Message) -> Due:
    held = {Report.MONITORING: known.monitoring, Report.INVENTORY: known.inventory_year}
    return Due(report, on, reason, is_held=known.is_followed and held[report] is not None)


def years_after(day: date, years: int) -> date:
    """The same day some years later; the last of February where that year has no 29th.

    >>> str(years_after(date(2020, 2, 29), 2))
    '2022-02-28'
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def due_state(on: date | None, today: date, *, is_held: bool) -> DueState:
    """How near a date is on a day; `is_held` as in `Due`.

    >>> [due_state(date(2026, 1, day), date(2026, 1, 2), is_held=True).value for day in (1, 2)]
    ['overdue', 'soon']
    >>> due_state(date(2026, 1, 1), date(2026, 1, 2), is_held=False).value
    'not_entered'
    """
    if on is None:
        return DueState.UNKNOWN
    if on < today:
        return DueState.OVERDUE if is_held else DueState.NOT_ENTERED
    return DueState.SOON if on - today <= SOON else DueState.LATER
