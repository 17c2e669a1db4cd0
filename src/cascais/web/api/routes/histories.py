"""Who changed what of a member, for those who may see its drafts."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from cascais.web.api.calling import caller_of
from cascais.web.api.paging import Page, Window, page_of_part
from cascais.web.api.routes.members import seen_member
from cascais.web.api.texts import SlugInPath, Word
from cascais.web.history.models import Action, Entry
from cascais.web.history.policy import seen_entries
from cascais.web.history.telling import Told, tell
from cascais.web.members.policy import SEE_DRAFTS_OF

router = Router()


class HistoryField(Schema):
    """A field with what it held and what it holds, in the words of the forms."""

    title: str
    before: str
    after: str


class HistoryItem(Schema):
    """One change of one record."""

    number: int = Field(description="Its place in the chain of all changes")
    at: datetime
    action: Action
    origin: str = Field(description="Through what: page, api, job or command")
    kind: str = Field(description="The kind of the record")
    key: str = Field(description="Which record of its kind")
    title: str
    sentence: str = Field(description="Who did what, in words")
    changes: list[HistoryField]


class HistoryFilters(Schema):
    """Which changes are wanted."""

    kind: Word | None = None
    key: Word | None = Field(None, description="One record of a kind")


@router.get("/members/{slug}/history", response=Page[HistoryItem], summary="The history of a member")
def member_history(
    request: HttpRequest, slug: SlugInPath, filters: Query[HistoryFilters], window: Query[Window]
) -> Page[HistoryItem]:
    """Every change of every record of a member, the newest first."""
    member, caller = seen_member(request, slug), caller_of(request)
    if caller.member_id not in (None, member.pk) or not SEE_DRAFTS_OF.allows(caller.user, member):
        raise Http404
    names = {"kind": "model", "key": "key"}
    wanted = {names[name]: value for name, value in filters.model_dump(exclude_none=True).items()}
    entries = seen_entries(caller.user, member).filter(**wanted)
    part = list(entries[window.offset : window.offset + window.limit])
    items = [_item(entry, told) for entry, told in zip(part, tell(part), strict=True)]
    return page_of_part(request, items, entries.count(), window)


def _item(entry: Entry, told: Told) -> HistoryItem:
    return HistoryItem(
        number=entry.number,
        at=entry.at,
        action=Action(entry.action),
        origin=entry.origin,
        kind=entry.model,
        key=entry.key,
        title=entry.title,
        sentence=told.sentence,
        changes=[
            HistoryField(title=each.title, before=each.before, after=each.after) for each in told.changes
        ],
    )
