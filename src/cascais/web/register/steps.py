"""The steps of a membership: which may follow which, who takes them, and which dates they need in which order.

The council's resolution may lie before the application or after it: networks ask for the one or for the other first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cascais.web.register.models import MembershipState

EARLIEST = date(1950, 1, 1)


class Actor(Enum):
    """Who takes a step."""

    MEMBER = _("the member")
    SECRETARIAT = _("the secretariat")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member stands to a network; `resolved_on` is the day of the council's resolution."""

    state: MembershipState
    applied_on: date | None = None
    resolved_on: date | None = None
    board_decided_on: date | None = None
    withdrawn_on: date | None = None
    has_council: bool = True


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from some states to another; `date_field` is the date that it sets, empty where it sets none."""

    key: str
    title: str | Promise
    sources: frozenset[MembershipState]
    target: MembershipState
    date_field: str
    by: frozenset[Actor]


S = MembershipState
BOTH = frozenset(Actor)
OFFICE = frozenset({Actor.SECRETARIAT})
TRANSITIONS = {
    each.key: each
    for each in (
        Transition("confirm", _("Confirm the resolution"), frozenset({S.APPLIED}), S.RESOLVED, "", OFFICE),
        Transition(
            "admit", _("Admit by decision of the board"), frozenset({S.RESOLVED}), S.MEMBER, "board_decided_on", OFFICE
        ),
        Transition(
            "refuse",
            _("Refuse by decision of the board"),
            frozenset({S.APPLIED, S.RESOLVED}),
            S.REFUSED,
            "board_decided_on",
            OFFICE,
        ),
        Transition(
            "take_back",
            _("Take the application back"),
            frozenset({S.APPLIED, S.RESOLVED}),
            S.WITHDRAWN,
            "withdrawn_on",
            BOTH,
        ),
        Transition("leave", _("Enter the withdrawal"), frozenset({S.MEMBER}), S.WITHDRAWN, "withdrawn_on", OFFICE),
    )
}  # fmt: skip
NEEDED = {
    S.APPLIED: ("applied_on",),
    S.RESOLVED: ("applied_on", "resolved_on"),
    S.MEMBER: ("board_decided_on",),
    S.REFUSED: ("board_decided_on",),
    S.WITHDRAWN: ("withdrawn_on",),
}
"""Dates without which a state cannot be entered."""
ORDER = (
    ("applied_on", "board_decided_on"),
    ("resolved_on", "board_decided_on"),
    ("applied_on", "withdrawn_on"),
    ("board_decided_on", "withdrawn_on"),
)
"""Pairs of dates of which the first may not lie behind the second."""
TITLES: dict[str, str | Promise] = {
    "applied_on": _("Date of the application"),
    "resolved_on": _("Date of the council’s resolution"),
    "board_decided_on": _("Date of the board’s decision"),
    "withdrawn_on": _("Date of the withdrawal"),
}


@dataclass(frozen=True, slots=True)
class DateProblem:
    """What is wrong with a date; `other` is the date that it does not fit."""

    field: str
    kind: str
    limit: date | None = None
    other: str = ""


def allowed(standing: Standing, actors: frozenset[Actor]) -> tuple[Transition, ...]:
    """The steps that these people may take now."""
    return tuple(each for each in TRANSITIONS.values() if is_open(each, standing) and each.by & actors)


def is_open(step: Transition, standing: Standing) -> bool:
    """Whether a step may follow now; who has no council is admitted without its resolution."""
    if step.key == "confirm":
        return standing.has_council and standing.state in step.sources and standing.resolved_on is not None
    if step.key == "admit" and not standing.has_council:
        return standing.state in (S.APPLIED, S.RESOLVED)
    return standing.state in step.sources


def after(step: Transition, standing: Standing, on: date | None) -> Standing:
    """The standing after a step taken on a date."""
    moved = replace(standing, state=step.target)
    return replace(moved, **{step.date_field: on}) if step.date_field else moved  # type: ignore[arg-type]


def problems(standing: Standing, today: date) -> list[DateProblem]:
    """Everything that is wrong with the dates of a standing."""
    return [*_missing(standing), *_out_of_range(standing, today), *_out_of_order(standing)]


def turn_of(standing: Standing) -> Actor | None:
    """Whose turn it is; nobody's where nothing is open."""
    if standing.state is S.APPLIED and standing.has_council and standing.resolved_on is None:
        return Actor.MEMBER
    return Actor.SECRETARIAT if standing.state in (S.APPLIED, S.RESOLVED) else None


def _missing(standing: Standing) -> Iterator[DateProblem]:
    for name in NEEDED[standing.state]:
        if getattr(standing, name) is None and not (name == "resolved_on" and not standing.has_council):
            yield DateProblem(name, "missing")


def _out_of_range(standing: Standing, today: date) -> Iterator[DateProblem]:
    for name in TITLES:
        on = getattr(standing, name)
        if on is not None and on > today:
            yield DateProblem(name, "future", today)
        if on is not None and on < EARLIEST:
            yield DateProblem(name, "early", EARLIEST)


def _out_of_order(standing: Standing) -> Iterator[DateProblem]:
    for first, second in ORDER:
        before, behind = getattr(standing, first), getattr(standing, second)
        if before is not None and behind is not None and before > behind:
            yield DateProblem(second, "order", before, first)
