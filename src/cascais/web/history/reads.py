"""Reads entries and deleted records for the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from cascais.web.history.models import Entry, Tombstone
from cascais.web.history.telling import Kind, Told, kind_title, kinds, names, record_title, tell
from cascais.web.members.models import Member

A_PAGE = 50
MOST_STONES = 200
LONGEST_NUMBER = 18
FILTERS = ("kind", "person")


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, and the query of the address where those before them stand."""

    entries: list[Told]
    older: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What the entries can be filtered by, and what is chosen."""

    kinds: list[Kind]
    people: list[tuple[int, str]]
    kind: str
    person: int | None


@dataclass(frozen=True, slots=True)
class Stone:
    """A deleted record as it is listed."""

    key: int
    kind: str
    title: str
    deleted_at: datetime
    deleted_by: str
    days_left: int
    records: int


def filtered(entries: QuerySet[Entry], query: Mapping[str, str]) -> QuerySet[Entry]:
    """The entries of the kind and the person that an address names."""
    if kind := query.get("kind"):
        entries = entries.filter(model=kind)
    if (person := _number(query.get("person", ""))) is not None:
        entries = entries.filter(actor=person)
    return entries


def page(entries: QuerySet[Entry], query: Mapping[str, str], place: str = "member") -> Page:
    """The entries that the address asks for: the newest, or those before a number."""
    before = _number(query.get("before", ""))
    rows = list((entries.filter(number__lt=before) if before is not None else entries)[: A_PAGE + 1])
    shown, has_more = rows[:A_PAGE], len(rows) > A_PAGE
    kept = {name: query[name] for name in FILTERS if query.get(name)}
    older = "?" + urlencode(kept | {"before": str(shown[-1].number)}) if has_more else ""
    return Page(tell(shown, place), older, before is None)


def choices(entries: QuerySet[Entry], query: Mapping[str, str]) -> Choices:
    """The kinds and people that occur among the entries."""
    bare = entries.order_by()
    actors = bare.exclude(actor=None).values_list("actor", flat=True).distinct()
    people = sorted(names(actors).items(), key=lambda item: item[1].casefold())
    found = kinds(bare.values_list("model", flat=True).distinct())
    return Choices(found, people, query.get("kind", ""), _number(query.get("person", "")))


def stones(rows: QuerySet[Tombstone], days_left: Callable[[datetime], int]) -> list[Stone]:
    """Deleted records as they are listed, the newest first."""
    found = list(rows[:MOST_STONES])
    people = names(stone.deleted_by for stone in found)
    return [
        Stone(
            stone.pk,
            kind_title(stone.model),
            record_title(stone.model, stone.title),
            stone.deleted_at,
            people.get(stone.deleted_by or 0, "–"),
            days_left(stone.kept_until),
            len(stone.records["rows"]),
        )
        for stone in found
    ]


def history_url(member: Member) -> str:
    """The address of a member's history."""
    return reverse("history:of_member", args=[member.slug])


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
