"""The columns that the members' table can be sorted by."""

from __future__ import annotations

from collections.abc import Callable

from cascais.web.commitments.reads import FROM_WORST
from cascais.web.display.sorting import Order
from cascais.web.members.reads import MemberRow

KEYS: dict[str, Callable[[MemberRow], str | float | None]] = {
    "name": lambda row: row.member.local_name.casefold(),
    "year": lambda row: row.year,
    "total": lambda row: row.total_t,
    "per_head": lambda row: row.per_head_t,
    "change": lambda row: row.change,
    "status": lambda row: FROM_WORST.index(row.status) if row.status in FROM_WORST else None,
}


def sorted_rows(rows: list[MemberRow], order: Order) -> list[MemberRow]:
    """The rows in order; those without a value come last either way."""
    key = KEYS[order.key]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=order.is_descending) + unknown  # type: ignore[arg-type]
