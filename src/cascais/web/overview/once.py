"""Each emission once: a member that ceased counts in a sum only as far as none of its successors in it does.

A sum usually leaves members that ceased out, and their successors have the years before in their own series. Where both
are chosen, as among those merged into others, the successor goes before.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cascais.web.members.models import Succession
from cascais.web.overview.columns import Columns, Floats, Places, Series
from cascais.workflows.successions import Share, uncovered

After = Mapping[int, tuple[Share, ...]]


def successions() -> dict[int, tuple[Share, ...]]:
    """What every member that ceased became, by the members' keys; one query."""
    found: dict[int, tuple[Share, ...]] = {}
    for before, after, share in Succession.objects.values_list("predecessor", "successor", "share"):
        found[before] = (*found.get(before, ()), Share(after, share))
    return found


def latest_once(columns: Columns, places: Places, after: After) -> Floats:
    """The part of each chosen member that its latest inventory counts with."""
    weights = np.ones(len(places))
    if not after:
        return weights
    keys = [columns.rows[place].key for place in places.tolist()]
    known = ~np.isnan(columns.latest_t[places])
    standing = {key for key, is_known in zip(keys, known.tolist(), strict=True) if is_known}
    for position, key in enumerate(keys):
        if key in after:
            weights[position] = uncovered(key, after, standing)
    return weights


def years_once(columns: Columns, series: Series, after: After) -> Floats:
    """The part of each entry of a series that counts in the sum of its year."""
    weights = np.ones(len(series.member))
    if not after:
        return weights
    ceased = {place for place in np.unique(series.member).tolist() if columns.rows[place].key in after}
    for entry in np.flatnonzero(np.isin(series.member, list(ceased))).tolist():
        of_year = series.member[series.year == series.year[entry]].tolist()
        standing = {columns.rows[place].key for place in of_year}
        weights[entry] = uncovered(columns.rows[series.member[entry]].key, after, standing)
    return weights
