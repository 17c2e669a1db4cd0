"""Tells entries of the history in sentences, with the words that the forms use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from cascais.web.history.acting import COMMAND, JOB
from cascais.web.history.models import Action, Entry
from cascais.web.history.tracked import TRACKED, Tracked
from cascais.web.history.wording import (
    LINE_TITLES,
    NOTHING,
    Titles,
    choice_title,
    field_title,
    said,
    says_little,
    titles_of,
)
from cascais.web.members.models import Member

KNOWN = {each.label: each for each in TRACKED}
NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Changed:
    """One field: what it held and what it holds."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as a person reads it; where it tells all that a record held, what says little stands apart."""

    number: int
    at: datetime
    sentence: str
    changes: tuple[Changed, ...]
    others: tuple[Changed, ...]
    model: str
    key: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record, as a choice of a filter."""

    label: str
    title: str


def tell(entries: Sequence[Entry], place: str = "member") -> list[Told]:
    """The entries of a page, in sentences; people and other records are looked up together.

    On the page of a network what belongs to it is called after its member.
    """
    people = names(entry.actor for entry in entries)
    titles = titles_of(entries)
    members = _members(entries) if place == NETWORK else {}
    return [_told(entry, _who(entry, people), titles, members) for entry in entries]


def _members(entries: Sequence[Entry]) -> dict[tuple[str, int | None], str]:
    """What the members are called, by the kinds of records that are called after their network otherwise."""
    wanted = [each for each in TRACKED if each.title.startswith(f"{NETWORK}__")]
    keys = {entry.member for entry in entries if entry.member is not None}
    found = Member.objects.filter(pk__in=keys)
    return {(each.label, member.pk): str(member.local_name) for each in wanted for member in found}


def kind_title(label: str) -> str:
    """What a kind of record is called; one that this version does not know keeps its bare name."""
    return str(KNOWN[label].model._meta.verbose_name) if label in KNOWN else label


def record_title(label: str, title: str) -> str:
    """What a record is called; one that is called by a choice, such as a role, by the words of that choice."""
    tracked = KNOWN.get(label)
    return choice_title(tracked, tracked.title, title) if tracked else title


def kinds(labels: Iterable[str]) -> list[Kind]:
    """Kinds of records by title."""
    found = [Kind(label, kind_title(label)) for label in labels]
    return sorted(found, key=lambda kind: kind.title.casefold())


def names(keys: Iterable[int | None]) -> dict[int, str]:
    """What to call people; who was erased has no name any more."""
    wanted = {key for key in keys if key is not None}
    found = {user.pk: user for user in User.objects.filter(pk__in=wanted)}
    return {key: _name(found.get(key), key) for key in wanted}


def _name(user: User | None, key: int) -> str:
    if user is None or user.username == f"erased-{key}":
        return _("an erased person")
    return user.get_full_name() or user.username


def _who(entry: Entry, people: dict[int, str]) -> str:
    if entry.actor is not None:
        return people[entry.actor]
    if entry.origin == JOB:
        return _("The site itself")
    return _("A command") if entry.origin == COMMAND else _("Somebody who was not signed in")


def _told(entry: Entry, who: str, titles: Titles, members: dict[tuple[str, int | None], str]) -> Told:
    tracked = KNOWN.get(entry.model)
    others = _saying_little(entry, tracked)
    own = NETWORK if members else _own_member(tracked)
    return Told(
        number=entry.number,
        at=entry.at,
        sentence=_sentence(entry, who, members.get((entry.model, entry.member), entry.title)),
        changes=_changes(entry, tracked, titles, others | {own}),
        others=_changes(entry, tracked, titles, set(entry.changes) - others | {own}),
        model=entry.model,
        key=entry.key,
    )


def _saying_little(entry: Entry, tracked: Tracked | None) -> set[str]:
    """The fields of a new or deleted record that are of no interest to most; of a changed one every field is."""
    if entry.action == Action.CHANGED:
        return set()
    held = 0 if entry.action == Action.DELETED else 1
    return {name for name, pair in entry.changes.items() if says_little(tracked, name, pair[held])}


def _sentence(entry: Entry, who: str, title: str) -> str:
    words = {"who": who[:1].upper() + who[1:], "kind": kind_title(entry.model)}
    words["title"] = record_title(entry.model, title)
    if not title:
        words["title"] = _("no. {key}").format(key=entry.key)
    patterns = {
        Action.CREATED: _("{who} added: {kind} “{title}”"),
        Action.CHANGED: _("{who} changed: {kind} “{title}”"),
        Action.DELETED: _("{who} deleted: {kind} “{title}”"),
        Action.RESTORED: _("{who} brought back: {kind} “{title}”"),
    }
    return patterns[Action(entry.action)].format(**words)


def _changes(entry: Entry, tracked: Tracked | None, titles: Titles, but: set[str]) -> tuple[Changed, ...]:
    """The fields of an entry but for some, in the order of the forms, without those that say nothing."""
    told = []
    for name, (before, after) in sorted(entry.changes.items(), key=lambda item: _order(tracked, item[0])):
        if name not in but:
            title = str(LINE_TITLES.get(name) or field_title(tracked, name))
            words = (said(tracked, name, before, titles), said(tracked, name, after, titles))
            told.append(Changed(title, *words))
    return tuple(each for each in told if (each.before, each.after) != (NOTHING, NOTHING))


def _own_member(tracked: Tracked | None) -> str:
    """The field that leads to the member whose history it is: it says nothing on that page."""
    return tracked.member if tracked else ""


def _order(tracked: Tracked | None, name: str) -> int:
    order = [field.name for field in tracked.fields] if tracked else []
    return order.index(name) if name in order else len(order)
