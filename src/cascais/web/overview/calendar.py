"""Who has to hand in what by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cascais.pathways.dues import DueState, Report, due_state, dues, duties, has_rules
from cascais.text import Message, message
from cascais.web.overview.filters import due_states
from cascais.web.overview.judging import STANDING, Known, known_members, record_of
from cascais.web.overview.reads import Network
from cascais.web.overview.rows import Row


@dataclass(frozen=True, slots=True)
class Event:
    """A report of a member that falls due on a day; without a day the reasons say what is missing."""

    row: Row
    report: Report | None
    on: date | None

    def state(self, today: date) -> DueState:
        """How near the day is."""
        return due_state(self.on, today)


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the reasons why then."""

    event: Event
    state: DueState
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """Events of a quarter of a year, or all that are overdue, or those without a day."""

    year: int
    number: int
    is_overdue: bool
    events: tuple[Told, ...]


def events(found: Network) -> list[Event]:
    """What the chosen members have to hand in, the earliest first; where the filter asks for what cannot be told, that."""
    rows = [found.columns.rows[place] for place in found.places.tolist()]
    if found.asked.get("due") in (DueState.UNKNOWN.value, DueState.NO_DUTY.value):
        return [Event(row, None, None) for row in sorted(rows, key=lambda row: row.name)]
    listed = [Event(row, report, day) for row in rows for report, day in row.dues]
    return sorted(listed, key=lambda event: (event.on or date.max, event.row.name, str(event.report)))


def counts(found: Network) -> tuple[tuple[str, int], ...]:
    """How many of the chosen members have a next date how near."""
    states = due_states(found.columns, found.asked.today)[found.places]
    return tuple((each.value, int((states == each.value).sum())) for each in DueState)


def quarters(shown: Iterable[Event], today: date) -> list[Quarter]:
    """The events with their reasons by quarter of the year, what is overdue first."""
    told = list(_told(list(shown), today))
    return [
        Quarter(*key, tuple(group))
        for key, group in groupby(told, key=lambda each: _quarter(each.event.on, today))
    ]


def _quarter(on: date | None, today: date) -> tuple[int, int, bool]:
    if on is None:
        return 0, 0, False
    return (0, 0, True) if on < today else (on.year, (on.month + 2) // 3, False)


def _told(shown: list[Event], today: date) -> Iterator[Told]:
    known = {each.member.pk: each for each in known_members({event.row.key for event in shown})}
    for event in shown:
        member = known.get(event.row.key)
        yield Told(event, event.state(today), tuple(_reasons(event, member)) if member else ())


def _reasons(event: Event, known: Known) -> Iterator[Message]:
    standing = [row for row in known.memberships if row.state in STANDING]
    if not standing:
        yield message("It is a member of no network that asks for reports.")
    for membership in standing:
        asked = duties(membership.network.key)
        if not has_rules(membership.network.key) and event.report is None:
            yield message("No rules of {network} are entered.", network=membership.network.title)
        elif not asked and event.report is None:
            yield message("{network} asks for no reports.", network=membership.network.title)
        for due in dues(record_of(known, membership), asked):
            if (due.report is event.report and due.on == event.on) or (
                event.report is None and due.on is None
            ):
                yield due.reason
