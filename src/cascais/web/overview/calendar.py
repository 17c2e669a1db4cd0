"""Who has to hand in what by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import overload
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse

from cascais.pathways.dues import DueState, Report, dues, duties, has_rules
from cascais.text import Message, message
from cascais.web.overview.nearness import DATED, UNDATED, is_in, ranks
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
        return self.row.state_of(self.report, today) if self.report else DueState.UNKNOWN


@dataclass(frozen=True, slots=True)
class Enterer:
    """What the person who looks may enter: reports to some networks, inventories of some members."""

    networks: frozenset[int] = frozenset()
    members: frozenset[int] = frozenset()


NOBODY = Enterer()


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the reasons why then, and the address at which whoever looks enters what was handed in."""

    event: Event
    state: DueState
    reasons: tuple[Message, ...]
    entering: str = ""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Events of a quarter of a year, or, without a year, all in one of the other states."""

    year: int
    number: int
    state: DueState
    events: tuple[Told, ...]

    @property
    def has_days(self) -> bool:
        """Whether its events have a report and a day."""
        return self.state is not DueState.UNKNOWN


class Events(Sequence[Event]):
    """What the chosen members have to hand in: what is overdue, what is to come, what is not entered, each by date.

    Where the filter asks for members without a date, each of them is an event; where it asks for a state, only the
    reports in that state are. The order is found on arrays; only the events of one page are made.
    """

    def __init__(self, found: Network) -> None:
        self.columns = found.columns
        wanted = found.asked.get("due")
        if wanted and wanted not in DATED:
            self.member, self.report = found.places, np.full(len(found.places), -1)
            return
        days, near = found.columns.due[found.places], ranks(found.columns, found.asked.today)[found.places]
        place, report = np.nonzero(near == DATED.index(DueState(wanted)) if wanted else near < UNDATED)
        order = np.lexsort((days[place, report], PARTS[near[place, report]]))
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
PARTS = np.array([{DueState.OVERDUE: 0, DueState.NOT_ENTERED: 2}.get(each, 1) for each in DATED])
"""In which part of the page a report stands, by its rank."""


def counts(found: Network) -> tuple[tuple[str, int], ...]:
    """How many of the chosen members have a report how near; a member counts in each state that a report of it is in."""
    columns, today = found.columns, found.asked.today
    return tuple((each.value, int(is_in(columns, each, today)[found.places].sum())) for each in DueState)


def quarters(shown: Iterable[Event], today: date, enterer: Enterer = NOBODY) -> list[Quarter]:
    """The events with their reasons by quarter of the year; those that are past stand together by state."""
    told = list(_told(list(shown), today, enterer))
    return [Quarter(*key, tuple(group)) for key, group in groupby(told, key=_quarter)]


def _quarter(told: Told) -> tuple[int, int, DueState]:
    on = told.event.on
    if on is None or told.state in (DueState.OVERDUE, DueState.NOT_ENTERED):
        return 0, 0, told.state
    return on.year, (on.month + 2) // 3, DueState.LATER


def _told(shown: list[Event], today: date, enterer: Enterer) -> Iterator[Told]:
    places = network_places({event.row.key: event.row.latest_year for event in shown})
    for event in shown:
        of_member = places.get(event.row.key, ())
        reasons = tuple(_reasons(event, of_member))
        yield Told(event, event.state(today), reasons, _entering(event, of_member, enterer))


def _entering(event: Event, places: Iterable[NetworkPlace], enterer: Enterer) -> str:
    """Where the person enters what was handed in; empty for whoever may not."""
    row, report = event.row, event.report
    if report is Report.INVENTORY:
        return reverse("inventories:list", args=[row.slug]) if row.key in enterer.members else ""
    for place in places:
        if report and place.network.pk in enterer.networks and _asks(place, report, event.on):
            return entering_address(row.slug, place.network, report)
    return ""


def entering_address(slug: str, network: RegisterNetwork, report: Report) -> str:
    """The form in which the secretariat enters when a member handed in a report, the report chosen already."""
    chosen = urlencode({"network": network.pk, "report": report.value})
    return f"{reverse('reports:add_report', args=[slug])}?{chosen}"


def _asks(place: NetworkPlace, report: Report, on: date | None) -> bool:
    found = dues(place.record, duties(place.network.key)) if place.has_duties else ()
    return any((due.report, due.on) == (report, on) for due in found)


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
