"""Who has to hand in what by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import overload

import numpy as np

from cascais.pathways.dues import DueState, Report, due_state, dues, duties, has_rules
from cascais.text import Message, message
from cascais.web.overview.filters import due_states
from cascais.web.overview.network_places import NetworkPlace, network_places
from cascais.web.overview.reads import Network
from cascais.web.overview.rows import Row
from cascais.web.register.models import Network as RegisterNetwork


@dataclass(frozen=True, slots=True)
class Event:
    """A report of a member that falls due on a day; without a day the reasons say what is missing."""

    row: Row
    report: Report | None = None
    on: date | None = None

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


class Events(Sequence[Event]):
    """What the chosen members have to hand in, the earliest first.

    Where the filter asks for members without a date, each of them is an event. The order is found on arrays; only the
    events of one page are made.
    """

    def __init__(self, found: Network) -> None:
        self.columns = found.columns
        if found.asked.get("due") in (DueState.UNKNOWN.value, DueState.NO_DUTY.value):
            self.member, self.report = found.places, np.full(len(found.places), -1)
            return
        days = found.columns.due[found.places]
        place, report = np.nonzero(~np.isnat(days))
        order = np.argsort(days[place, report], kind="stable")
        self.member, self.report = found.places[place[order]], report[order]

    def __len__(self) -> int:
        return len(self.member)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> list[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | list[Event]:
        if isinstance(index, slice):
            return [self._event(place) for place in range(*index.indices(len(self)))]
        return self._event(index)

    def _event(self, place: int) -> Event:
        row, report = self.columns.rows[int(self.member[place])], int(self.report[place])
        return Event(row, REPORTS[report], row.due_days[report]) if report >= 0 else Event(row)


REPORTS = tuple(Report)


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
    places = network_places({event.row.key: event.row.latest_year for event in shown})
    for event in shown:
        reasons = tuple(_reasons(event, places.get(event.row.key, ())))
        yield Told(event, event.state(today), reasons)


def _reasons(event: Event, places: Iterable[NetworkPlace]) -> Iterator[Message]:
    standing = [place for place in places if place.has_duties]
    if not standing:
        yield message("It is a member of no network that asks for reports.")
    for place in standing:
        asked = duties(place.network.key)
        if event.report is None and not asked:
            yield _no_duty(place.network)
        for due in dues(place.record, asked):
            if (due.report, due.on) == (event.report, event.on) or (
                event.report is None and due.on is None and not due.is_done
            ):
                yield due.reason


def _no_duty(network: RegisterNetwork) -> Message:
    if has_rules(network.key):
        return message("{network} asks for no reports.", network=network.title)
    return message("No rules of {network} are entered.", network=network.title)
