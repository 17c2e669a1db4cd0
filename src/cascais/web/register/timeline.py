"""How a membership came to where it stands: each step with its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cascais.web.register.models import Membership, MembershipState


@dataclass(frozen=True, slots=True)
class Event:
    """A step on the way; without a day it is still to come or its day is unknown."""

    title: str | Promise
    on: date | None
    is_done: bool


def timeline(row: Membership) -> list[Event]:
    """The steps of a membership in the order in which they are taken."""
    events = [Event(_("Application"), row.applied_on, is_done=row.applied_on is not None)]
    if not row.member.is_organisation:
        day = row.resolution.decided_on if row.resolution else None
        events.append(Event(_("Resolution of the council"), day, is_done=day is not None))
    events.append(Event(_decision(row), row.board_decided_on, is_done=row.board_decided_on is not None))
    if row.state == MembershipState.WITHDRAWN:
        events.append(Event(_("Withdrawn"), row.withdrawn_on, is_done=True))
    return events


def _decision(row: Membership) -> str | Promise:
    if row.state == MembershipState.REFUSED:
        return _("Refused by the board")
    return _("Admitted by the board") if row.board_decided_on else _("Decision of the board")
