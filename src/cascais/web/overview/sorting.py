"""The columns that the members' table can be sorted by."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cascais.search.place_names import folded
from cascais.web.commitments.reads import FROM_WORST
from cascais.web.display.sorting import Order
from cascais.web.overview.columns import Columns, Floats, Places, Words
from cascais.web.overview.nearness import urgency
from cascais.web.overview.reads import Network
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
}
DUE = "due"
NAMES = ("name", *KEYS, DUE)


def by_name(columns: Columns, places: Places, language: str) -> Places:
    """The places in the order of the members' names in a language, whatever the script."""
    everybody = _all_by_name(columns, language)
    return everybody[np.isin(everybody, places)]


def _all_by_name(columns: Columns, language: str) -> Places:
    """All places in the order of names, kept for the columns that were sorted last."""
    kept = _SORTED.get(language)
    if kept is None or kept.rows is not columns.rows:
        names = [row.local_name(language) for row in columns.rows]
        # Most changes change no name.
        order = kept.order if kept is not None and kept.names == names else _sorted(names)
        kept = _SORTED[language] = _Sorted(columns.rows, names, order)
    return kept.order


def _sorted(names: list[str]) -> Places:
    words = [folded(name) for name in names]
    return np.array(sorted(range(len(words)), key=words.__getitem__), dtype=np.intp)


class _Sorted(NamedTuple):
    """The order of some members' names."""

    rows: tuple[Row, ...]
    names: list[str]
    order: Places


_SORTED: dict[str, _Sorted] = {}


def _values(found: Network, key: str) -> Floats:
    return urgency(found.columns, found.asked.today) if key == DUE else KEYS[key](found.columns)


def in_order(found: Network, order: Order, language: str) -> Places:
    """The places in order; those without a value come last either way, like ones by name."""
    named = by_name(found.columns, found.places, language)
    if order.key not in KEYS and order.key != DUE:
        return named[::-1] if order.is_descending else named
    values = _values(found, order.key)[named]
    is_known = ~np.isnan(values)
    known = values[is_known]
    ranked = np.argsort(-known if order.is_descending else known, kind="stable")
    return np.concatenate([named[is_known][ranked], named[~is_known]])
