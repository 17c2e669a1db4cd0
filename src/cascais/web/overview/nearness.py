"""How near the dates of all members are, found on arrays."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from cascais.pathways.dues import SOON, DueState
from cascais.web.overview.columns import Columns, Floats, Truths, Words

Ranks = NDArray[np.int8]

DATED = (DueState.OVERDUE, DueState.SOON, DueState.NOT_ENTERED, DueState.LATER)
"""The states of a report with a date, the most urgent first; the place of each is its rank."""
UNDATED = len(DATED)


def ranks(columns: Columns, today: date) -> Ranks:
    """The rank of each report of each member (M, 3), in the order of Report."""
    day = np.datetime64(today, "D")
    is_past = columns.due < day
    found = np.select(
        [
            is_past & columns.is_held,
            is_past,
            columns.due <= day + np.timedelta64(SOON // timedelta(days=1), "D"),
            ~np.isnat(columns.due),
        ],
        [
            DATED.index(each)
            for each in (DueState.OVERDUE, DueState.NOT_ENTERED, DueState.SOON, DueState.LATER)
        ],
        UNDATED,
    )
    return found.astype(np.int8)


def due_states(columns: Columns, today: date) -> Words:
    """The most urgent state of each member, in the words of DueState."""
    names = np.array([*(each.value for each in DATED), DueState.UNKNOWN.value])
    words = names[ranks(columns, today).min(axis=1, initial=UNDATED)]
    return np.where(_has_nothing(columns), DueState.NO_DUTY.value, words)


def is_in(columns: Columns, state: str, today: date) -> Truths:
    """Which members have a report in a state; a member can be in several."""
    found = DueState(state)
    if found in DATED:
        in_state: Truths = (ranks(columns, today) == DATED.index(found)).any(axis=1)
        return in_state
    states: Truths = due_states(columns, today) == state
    return states


def urgency(columns: Columns, today: date) -> Floats:
    """A number by which members sort, the most urgent first and of two equal ones the earlier; NaN without a date."""
    days = columns.due.astype("int64").astype(np.float64)
    by_state = np.where(np.isnat(columns.due), np.inf, ranks(columns, today) * 1e7 + days)
    first = by_state.min(axis=1, initial=np.inf)
    return np.where(np.isinf(first), np.nan, first)


def _has_nothing(columns: Columns) -> Truths:
    undated: Truths = np.isnat(columns.due).all(axis=1) & columns.is_due_known
    return undated
