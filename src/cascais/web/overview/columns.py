"""All members at a glance as columns: what every network page is made from.

A process keeps them and asks the database only whether something was worked in since; then it reads the glances of
those members alone. Filtering, sorting and summing 12 000 members are operations on arrays. All of it is public:
published inventories, adopted targets, the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cascais.pathways.dues import Report
from cascais.search.place_names import folded
from cascais.web.members.models import Member
from cascais.web.members.reads import JUDGED
from cascais.web.overview.judging import judging_version
from cascais.web.overview.models import Glance, Mark, Stand
from cascais.web.overview.patching import patched_arrays, patched_tuple
from cascais.web.overview.rows import READ, Row
from cascais.web.overview.settling import AT_A_READING, settle
from cascais.web.register.models import Network

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]
Words = NDArray[np.str_]
Days = NDArray[np.datetime64]

REPORTS = tuple(report.value for report in Report)
NEVER = np.datetime64("NaT", "D")


class Token(NamedTuple):
    """A stand of the network view by number and name; `0` is before the first one."""

    value: int = 0
    name: str = ""


class NetworkName(NamedTuple):
    """A network: how glances name it, how addresses do, and what it is called."""

    row: str
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Series:
    """The totals of all inventories of all members: whose, of which year, how much and how sure [t CO2e]."""

    member: Places
    year: NDArray[np.int64]
    total_t: Floats
    half_width_t: Floats

    def part(self, chosen: Truths) -> Series:
        """Some of the entries."""
        return Series(self.member[chosen], self.year[chosen], self.total_t[chosen], self.half_width_t[chosen])


@dataclass(frozen=True, slots=True)
class Columns:
    """The members as columns (M,), NaN or NaT where nothing is known; `rows` holds the same by member.

    Members without a territory, such as agencies, have no status: the words are empty.
    """

    token: Token
    networks: tuple[NetworkName, ...]
    rows: tuple[Row, ...]
    searched: tuple[str, ...]
    country: Words
    kind: Words
    status: Words
    own: Words
    grade: Words
    latitude: Floats
    longitude: Floats
    inventories: Floats
    base_year: Floats
    latest_year: Floats
    base_t: Floats
    latest_t: Floats
    persons: Floats
    half_width_t: Floats
    per_head_t: Floats
    change: Floats
    estimated_share: Floats
    must_be_put_right: Floats
    probably_wrong: Floats
    findings: Floats
    due: Days  # (M, 3), in the order of Report
    is_held: Truths  # (M, 3), of each kind of report whether an earlier one is held here
    is_due_known: Truths
    is_estimated: Truths
    is_judged: Truths
    is_outdated: Truths
    is_former: Truths
    has_territory: Truths
    series: Series

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class View:
    """The columns, and how many members they do not show as they are now."""

    columns: Columns
    pending: int  # changed, not yet worked in
    missing: int  # never looked at


@dataclass(slots=True)
class _Kept:
    """What this process has read last."""

    token: Token = field(default_factory=Token)
    rows: dict[int, Row] = field(default_factory=dict)
    missing: int = 0
    columns: Columns | None = None
    lock: Lock = field(default_factory=Lock)


_KEPT = _Kept()


def view() -> View:
    """The members as they are now; a few changes are worked in before, unless somebody is writing."""
    pending = Mark.objects.count()
    if 0 < pending <= AT_A_READING and settle(is_waiting=False):
        pending = Mark.objects.count()
    tokens = _tokens()
    with _KEPT.lock:
        if _KEPT.columns is None or _KEPT.token != tokens[-1]:
            _catch_up(tokens)
        found = _KEPT.columns or columns((), Token())
    rows = Network.objects.values_list("pk", "key", "title")
    networks = tuple(NetworkName(str(pk), key, title) for pk, key, title in rows)
    return View(replace(found, networks=networks), pending, _KEPT.missing)


def _tokens() -> list[Token]:
    """The last few stands, the present one at the end."""
    found = Stand.objects.filter(pk=1).values_list("tokens", flat=True).first()
    return [Token(*each) for each in found] if found else [Token()]


def _catch_up(tokens: list[Token]) -> None:
    """Read what was worked in since the stand that is kept, or everything where that stand is not known any more."""
    rows = Glance.objects.select_related("member").order_by("pk")
    if _KEPT.columns is not None and _KEPT.token in tokens:
        rows = rows.filter(settled__gt=_KEPT.token.value)
    else:
        _KEPT.rows = {}
        _KEPT.missing = Member.objects.filter(glance=None).count()
    read = {values[0]: Row._make(values) for values in rows.values_list(*READ).iterator(2000)}
    is_known = _KEPT.columns is not None and read.keys() <= _KEPT.rows.keys()
    _KEPT.rows |= read
    _KEPT.token = tokens[-1]
    if _KEPT.columns is not None and is_known:
        _KEPT.columns = with_rows(_KEPT.columns, read, tokens[-1])
    else:
        _KEPT.columns = columns(_KEPT.rows.values(), tokens[-1])


def with_rows(before: Columns, read: Mapping[int, Row], token: Token) -> Columns:
    """The columns with the rows of some of their members replaced, as if all were laid anew."""
    places = np.array([place for place, row in enumerate(before.rows) if row.key in read], dtype=np.intp)
    changed = columns([read[before.rows[place].key] for place in places.tolist()], token)
    return replace(
        before,
        token=token,
        rows=patched_tuple(before.rows, changed.rows, places),
        searched=patched_tuple(before.searched, changed.searched, places),
        series=_with_series(before.series, changed.series, places),
        **patched_arrays(before, changed, places),
    )


def _with_series(before: Series, changed: Series, places: Places) -> Series:
    stays = ~np.isin(before.member, places)
    member = np.concatenate([before.member[stays], places[changed.member]])
    order = np.argsort(member, kind="stable")
    year, total_t, half_width_t = (
        np.concatenate([getattr(before, name)[stays], getattr(changed, name)])[order]
        for name in ("year", "total_t", "half_width_t")
    )
    return Series(member[order], year, total_t, half_width_t)


def columns(members: Iterable[Row], token: Token) -> Columns:
    """Lay rows side by side."""
    rows = tuple(members)
    version = judging_version()
    latest_t = _floats(row.latest_total_t for row in rows)
    return Columns(
        token=token,
        networks=(),
        rows=rows,
        searched=tuple(_searched(row) for row in rows),
        country=_words(row.country for row in rows),
        kind=_words(row.kind for row in rows),
        status=_words(row.shared_status if row.has_territory else "" for row in rows),
        own=_words(row.own_status if row.has_territory else "" for row in rows),
        grade=_words(row.grade for row in rows),
        latitude=_floats(row.latitude for row in rows),
        longitude=_floats(row.longitude for row in rows),
        inventories=_floats(row.inventories for row in rows),
        base_year=_floats(row.base_year for row in rows),
        latest_year=_floats(row.latest_year for row in rows),
        base_t=_floats(row.base_total_t for row in rows),
        latest_t=latest_t,
        persons=_floats(row.persons or None for row in rows),
        half_width_t=_floats(row.uncertainty for row in rows) * np.abs(latest_t),
        per_head_t=_floats(row.per_head_t for row in rows),
        change=_floats(row.change for row in rows),
        estimated_share=_floats(row.estimated_share for row in rows),
        must_be_put_right=_floats(row.must_be_put_right for row in rows),
        probably_wrong=_floats(row.probably_wrong for row in rows),
        findings=_floats(row.findings for row in rows),
        due=_days(rows),
        is_held=_truths(each in row.held_reports for row in rows for each in REPORTS).reshape(-1, 3),
        is_due_known=_truths(row.is_due_known for row in rows),
        is_estimated=_truths(row.is_estimated for row in rows),
        is_judged=_truths(row.shared_status in JUDGED for row in rows),
        is_outdated=_truths(row.computed_by_version != version for row in rows),
        is_former=_truths(row.ended_on is not None for row in rows),
        has_territory=_truths(row.has_territory for row in rows),
        series=_series(rows),
    )


def _days(rows: Iterable[Row]) -> Days:
    """When each report of each member falls due (M, 3)."""
    days = [day or NEVER for row in rows for day in row.due_days]
    return np.array(days, dtype="datetime64[D]").reshape(-1, 3)


def _searched(row: Row) -> str:
    return " | ".join(folded(name) for name in (row.name, *row.local_names.values()))


def _floats(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _truths(values: Iterable[bool]) -> Truths:
    return np.array(list(values), dtype=np.bool_)


def _words(values: Iterable[str]) -> Words:
    return np.array(list(values), dtype=np.str_)


def _series(rows: tuple[Row, ...]) -> Series:
    flat = [(place, *each) for place, row in enumerate(rows) for each in row.series]
    member, year, total_t, uncertainty = zip(*flat, strict=True) if flat else ((), (), (), ())
    totals = _floats(total_t)
    return Series(
        member=np.array(member, dtype=np.intp),
        year=np.array(year, dtype=np.int64),
        total_t=totals,
        half_width_t=_floats(uncertainty) * np.abs(totals),
    )
