"""The columns that the members' table can be sorted by."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cascais.search.place_names import folded
from cascais.web.commitments.reads import FROM_WORST
from cascais.web.display.sorting import Order
from cascais.web.overview.columns import Columns, Floats, Places, Words
from cascais.web.overview.rows import Row

MISSING = np.nan


def _ranks(status: Words) -> Floats:
    """The place of each judgement, the worst first; none for a member that cannot be judged."""
    names, places = np.unique(status, return_inverse=True)
    judged = FROM_WORST[:-1]
    ranks = np.array([judged.index(name) if name in judged else MISSING for name in names.tolist()])
    return ranks[places.ravel()] if len(ranks) else np.zeros(0)


KEYS: dict[str, Callable[[Columns], Floats]] = {
    "year": lambda columns: columns.latest_year,
    "total": lambda columns: columns.latest_t,
    "per_head": lambda columns: columns.per_head_t,
    "change": lambda columns: columns.change,
    "path": lambda columns: _ranks(columns.status),
    "own": lambda columns: _ranks(columns.own),
    "estimated": lambda columns: columns.estimated_share,
    "findings": lambda columns: np.where(columns.inventories > 0, columns.findings, MISSING),
    "due": lambda columns: np.where(
        np.isnat(columns.next_due), MISSING, columns.next_due.astype("int64").astype(np.float64)
    ),
}
NAMES = ("name", *KEYS)


def by_name(columns: Columns, places: Places, language: str) -> Places:
    """The places in the order of the members' names in a language, whatever the script."""
    everybody = _all_by_name(columns, language)
    return everybody[np.isin(everybody, places)]


def _all_by_name(columns: Columns, language: str) -> Places:
    """All places in the order of names, kept for the columns that were sorted last."""
    kept = _SORTED.get(language)
    if kept is None or kept[0] is not columns.rows:
        names = [folded(row.local_name(language)) for row in columns.rows]
        order = sorted(range(len(names)), key=names.__getitem__)
        kept = _SORTED[language] = columns.rows, np.array(order, dtype=np.intp)
    return kept[1]


_SORTED: dict[str, tuple[tuple[Row, ...], Places]] = {}


def in_order(columns: Columns, places: Places, order: Order, language: str) -> Places:
    """The places in order; those without a value come last either way, like ones by name."""
    named = by_name(columns, places, language)
    if order.key not in KEYS:
        return named[::-1] if order.is_descending else named
    values = KEYS[order.key](columns)[named]
    is_known = ~np.isnan(values)
    known = values[is_known]
    ranked = np.argsort(-known if order.is_descending else known, kind="stable")
    return np.concatenate([named[is_known][ranked], named[~is_known]])
