"""The columns that the members' table can be sorted by."""

from __future__ import annotations

from collections.abc import Callable

from cascais.web.commitments.reads import FROM_WORST
from cascais.web.display.sorting import Order
from cascais.web.members.reads import MAP_STATUS, MemberRow

KEYS: dict[str, Callable[[MemberRow], str | float | None]] = {
    "name": lambda row: row.member.local_name.casefold(),
    "year": lambda row: row.year,
    "total": lambda row: row.total_t,
    "per_head": lambda row: row.per_head_t,
    "change": lambda row: row.change,
    "path": lambda row: _rank(row.shared_status),
    "own": lambda row: _rank(row.own_status),
}


def _rank(status: str) -> int | None:
    """The place of a judgement, the worst first; none for a member that cannot be judged."""
    return FROM_WORST.index(status) if status in MAP_STATUS else None


def sorted_rows(rows: list[MemberRow], order: Order) -> list[MemberRow]:
    """The rows in order; those without a value come last either way."""
    key = KEYS[order.key]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=order.is_descending) + unknown  # type: ignore[arg-type]
