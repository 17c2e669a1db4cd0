"""The content of a member's overview as a part of the page, kept for visitors as long as the member stays the same.

Everybody who is not signed in sees the same content. It is made without the request, so that nothing of a visitor can get
into it, and it is thrown away as soon as anything changes that the network view watches (`cascais.web.overview.marking`).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cascais.web.members.dashboard import dashboard
from cascais.web.members.models import Member, Succession
from cascais.web.overview.kept import Store
from cascais.web.overview.models import Mark
from cascais.web.permissions import User

MOST_BOARDS = 2_000
"""Each takes some 10 kB, because it is kept compressed."""


@dataclass(frozen=True, slots=True)
class Content:
    """The content of the page, and whether it holds charts, which need scripts."""

    packed: bytes
    has_charts: bool

    @property
    def html(self) -> SafeString:
        return SafeString(zlib.decompress(self.packed).decode())


class Unchanged(NamedTuple):
    """What stays the same as long as the content does: when the member was looked at last, and the day."""

    settled: int
    refreshed_at: datetime
    today: date


BOARDS: Store[Content] = Store(MOST_BOARDS)


def unchanged(slug: str) -> Unchanged | None:
    """What the content may be kept by; nothing while a change is not worked in yet, or where the content depends on
    other members.

    Ask before the member is read: a change in between is then in what is kept, and never missing from it.
    """
    is_marked = Exists(Mark.objects.filter(member_id=OuterRef("pk")))
    came_from_others = Exists(Succession.objects.filter(successor=OuterRef("pk")))
    kept = Member.objects.filter(~is_marked, ~came_from_others, slug=slug, glance__isnull=False)
    found = kept.values_list("glance__settled", "glance__refreshed_at").first()
    return Unchanged(*found, timezone.localdate()) if found else None


def content(
    member: Member, user: User, *, can_edit: bool, can_draft: bool, since: Unchanged | None
) -> Content:
    """The content for somebody: what is kept where it is for visitors, else made for this person alone."""
    if user.is_authenticated or since is None:
        return _made(
            member,
            user,
            can_edit=can_edit,
            can_draft=can_draft,
            has_predecessors=member.predecessions.exists(),
        )
    return BOARDS.part(
        (member.pk, get_language()),
        since,
        lambda: _made(member, user, can_edit=False, can_draft=False, has_predecessors=False),
    )


def _made(member: Member, user: User, *, can_edit: bool, can_draft: bool, has_predecessors: bool) -> Content:
    board = dashboard(
        member,
        user,
        list(member.targets.all()),
        can_edit=can_draft,
        has_predecessors=has_predecessors,
    )
    html = render_to_string(
        "members/board.html",
        {
            "member": member,
            "board": board,
            "has_predecessors": has_predecessors,
            "can_edit": can_edit,
            "can_draft": can_draft,
        },
    )
    return Content(zlib.compress(html.encode(), 1), bool(board.charts))
