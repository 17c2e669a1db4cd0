"""Goes along the chain from its first link, and says where it does not hold.

A chain does not show by itself that its end was cut off. So its last link is compared with what the site knows as the
end, and, where somebody kept the number and the hash of a link outside the site (an anchor), with that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from cascais.web.history.lines import digests
from cascais.web.history.models import ChainHead, Entry
from cascais.web.history.tracked import LINES, OWNER_OF_LINES, by_label
from cascais.web.history.values import HASHED, START, hash_of

AT_ONCE = 1_000
"""Links that are read together; the memory does not grow with the chain."""
INVENTORIES_AT_ONCE = 200
READ = (
    "SELECT number, {at}, actor, origin, action, model, key, title, member, changes, hash_before, hash"
    " FROM history_entry WHERE number > %s AND number <= %s ORDER BY number LIMIT %s"
)
AS_STORED = {"sqlite": "CAST(at AS TEXT)"}
"""SQLite's library would read the moment by itself, and stop where it cannot."""


NOTHING: tuple[int, dict[str, str]] = (0, {})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as it was seen at some time; whoever keeps it outside the site can prove that nothing was cut off."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Break:
    """The first link that does not hold, and what does not fit."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How many links hold, the last of them, and the first that does not."""

    links: int
    end: Anchor
    broken: Break | None = None


class BrokenError(Exception):
    """A link does not hold."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.broken = Break(number, why)


def parse_anchor(text: str) -> Anchor:
    """Read an anchor as it is printed. Raises ValueError where it is none."""
    number, _colon, hash_ = text.strip().partition(":")
    if not number.isdigit() or len(hash_) != len(START):
        raise ValueError(_("An anchor is a number, a colon and a hash of 64 letters and digits."))
    return Anchor(int(number), hash_.lower())


def verify(anchor: Anchor | None = None) -> Verified:
    """Check every link, the end of the chain, and that inventories hold the lines that the chain says."""
    end, known = Anchor(0, START), _known_end()
    try:
        for end in _links(known.number):
            if anchor is not None and end.number == anchor.number and end.hash != anchor.hash:
                raise BrokenError(end.number, _("It is not the link that the anchor names."))
        _check_end(end, known, anchor)
        _check_lines()
    except BrokenError as error:
        return Verified(end.number, end, error.broken)
    return Verified(end.number, end)


def _known_end() -> Anchor:
    """The end as the site knows it now; what others add meanwhile is not looked at."""
    head = ChainHead.objects.order_by("pk").first()
    return Anchor(head.number, head.hash) if head else Anchor(0, START)


def _links(end: int) -> Iterator[Anchor]:
    """Each link after it was found to hold. Raises BrokenError at the first that does not."""
    last = Anchor(0, START)
    for row in _rows(end):
        wanted = last.number + 1
        if row[0] != wanted:
            raise BrokenError(wanted, _("It is missing; the next one is {number}.").format(number=row[0]))
        *said, before, own = row
        if before != last.hash:
            raise BrokenError(wanted, _("It does not follow from the link before it."))
        if _hash(said, before) != own:
            raise BrokenError(wanted, _("What it says does not fit its hash."))
        last = Anchor(wanted, own)
        yield last


def _rows(end: int) -> Iterator[tuple[Any, ...]]:
    """The rows of the chain as the database holds them, a page at a time."""
    after, statement = -1, READ.format(at=AS_STORED.get(connection.vendor, "at"))
    with connection.cursor() as cursor:
        while True:
            cursor.execute(statement, [after, end, AT_ONCE])
            page = cursor.fetchall()
            yield from page
            if len(page) < AT_ONCE:
                return
            after = page[-1][0]


def _hash(said: list[Any], before: str) -> str | None:
    """The hash of a row; None where it cannot even be read."""
    fields = dict(zip(HASHED, said, strict=True))
    try:
        fields["at"] = _moment(fields["at"])
        fields["changes"] = json.loads(fields["changes"])
        return hash_of(fields, before)
    except (TypeError, ValueError):
        return None


def _moment(stored: object) -> datetime:
    """The moment that a database stores; SQLite stores text, which must be exactly as it was written."""
    if isinstance(stored, datetime):
        return stored
    moment = datetime.fromisoformat(str(stored)).replace(tzinfo=UTC)
    if str(connection.ops.adapt_datetimefield_value(moment)) != stored:
        raise ValueError(stored)
    return moment


def _check_end(end: Anchor, known: Anchor, anchor: Anchor | None) -> None:
    if known.number > end.number or (anchor is not None and anchor.number > end.number):
        raise BrokenError(end.number + 1, _("It is missing: the chain was cut off here."))
    if known != end:
        raise BrokenError(end.number, _("The site knows another link as the end of the chain."))
    last = Entry.objects.aggregate(last=Max("number"))["last"] or 0
    if last > _known_end().number:  # in this order: what others add meanwhile moves the end first
        raise BrokenError(_known_end().number + 1, _("It stands behind the end of the chain."))


def _check_lines() -> None:
    """Raise BrokenError where the lines of an inventory are not those that its entry covers."""
    owners = by_label(OWNER_OF_LINES).model._base_manager.order_by("pk")
    after = 0
    while keys := list(owners.filter(pk__gt=after).values_list("pk", flat=True)[:INVENTORIES_AT_ONCE]):
        said = _said_of_lines(keys)
        for key, found in digests(keys).items():
            if found != said.get(key, NOTHING)[1]:
                _check_again(key)
        after = keys[-1]


def _check_again(key: int) -> None:
    """Look once more: somebody may have changed or deleted the inventory between the two questions."""
    number, expected = _said_of_lines([key]).get(key, NOTHING)
    found = digests([key])[key]
    if found != expected and by_label(OWNER_OF_LINES).model._base_manager.filter(pk=key).exists():
        raise BrokenError(number, _wrong_lines(key, expected, found))


def _said_of_lines(keys: list[int]) -> dict[int, tuple[int, dict[str, str]]]:
    """By inventory: the last link that speaks of its lines, and their digests as the history knows them."""
    entries = Entry.objects.filter(model=OWNER_OF_LINES, key__in=[str(key) for key in keys]).order_by(
        "number"
    )
    said: dict[int, tuple[int, dict[str, str]]] = {}
    for key, number, changes in entries.values_list("key", "number", "changes").iterator():
        if new := {each.relation: changes[each.relation][1] for each in LINES if each.relation in changes}:
            known = said.get(int(key), (0, {}))[1] | new
            said[int(key)] = (number, {name: value for name, value in known.items() if value is not None})
    return said


def _wrong_lines(key: int, expected: dict[str, str], found: dict[str, str]) -> str:
    parts = {name: (expected.get(name, "0"), found.get(name, "0")) for name in {**expected, **found}}
    wrong = ", ".join(f"{name}: {was} ≠ {now}" for name, (was, now) in parts.items() if was != now)
    return _("Inventory {key} does not hold the lines that it says ({wrong}).").format(key=key, wrong=wrong)
