"""Invitations to take a role: made, sent, accepted, withdrawn, forgotten."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import Enum

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cascais.web.accounts import letters
from cascais.web.accounts.giving import Place, roles_to_give
from cascais.web.accounts.letters import Site
from cascais.web.accounts.models import Assignment, Invitation, Role
from cascais.web.accounts.secret_links import digest_of, new_secret

VALID_FOR = timedelta(days=14)
KEPT_FOR = timedelta(days=90)
"""How long an invitation that nobody accepted is kept after its end."""
MOST_A_DAY = 60
"""Invitations of one person within a day."""
MOST_TO_AN_ADDRESS = 6
"""Invitations to one address within a day, whoever sends them."""


class State(Enum):
    """What became of an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class NotInvitedError(Exception):
    """Somebody may not give a role, or an invitation is not open any more."""


class TooManyError(Exception):
    """More letters were asked for than may be sent in a day."""


def open_invitations() -> QuerySet[Invitation]:
    """The invitations that can be accepted."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


def state_of(invitation: Invitation) -> State:
    """What became of an invitation."""
    if invitation.accepted_at:
        return State.ACCEPTED
    if invitation.withdrawn_at:
        return State.WITHDRAWN
    return State.OPEN if invitation.expires_at > timezone.now() else State.EXPIRED


@transaction.atomic
def invite(giver: User, place: Place, address: str, role: Role, site: Site) -> Invitation:
    """Invite somebody; an earlier invitation of the same person to the same role is replaced."""
    if role not in roles_to_give(giver, place):
        raise NotInvitedError
    _count(giver, address)
    forget_old_ones()
    same = open_invitations().filter(place.rows, email__iexact=address, role=role)
    for earlier in same:
        withdraw(earlier)
    invitation = Invitation.objects.create(
        email=address,
        role=role,
        member=place.member,
        network=place.network,
        created_by=giver,
        secret_sha256=digest_of(new_secret()),
        expires_at=timezone.now() + VALID_FOR,
    )
    letters.invite(invitation.pk, site)
    return invitation


def withdraw(invitation: Invitation) -> None:
    """Take an invitation back; its link is dead."""
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Assignment:
    """Give the role to the person; the invitation is used and forgets the address."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if state_of(row) is not State.OPEN:
        raise NotInvitedError
    row.accepted_at, row.accepted_by, row.email = timezone.now(), user, ""
    row.save(update_fields=["accepted_at", "accepted_by", "email"])
    role, _is_new = Assignment.objects.get_or_create(
        user=user,
        role=row.role,
        member=row.member,
        network=row.network,
        defaults={"created_by": row.created_by},
    )
    return role


def by_digest(digest: str) -> Invitation | None:
    """The invitation whose secret has a digest."""
    rows = Invitation.objects.select_related("member", "network", "created_by")
    return rows.filter(secret_sha256=digest).first() if digest else None


def forget_old_ones() -> None:
    """Delete invitations that came to nothing, when their time is over."""
    over = timezone.now() - KEPT_FOR
    ended = Q(expires_at__lt=over) | Q(withdrawn_at__lt=over)
    Invitation.objects.filter(ended, accepted_at=None).delete()


def free_name(address: str) -> str:
    """A name for an account that nobody has, made of an e-mail address."""
    stem = re.sub(r"[^\w.-]", "", address.partition("@")[0])[:40] or "person"
    taken = set(User.objects.filter(username__istartswith=stem).values_list("username", flat=True))
    lower = {name.lower() for name in taken}
    names = (stem, *(f"{stem}{number}" for number in range(2, len(lower) + 3)))
    return next(name for name in names if name.lower() not in lower)


def _count(giver: User, address: str) -> None:
    today = Invitation.objects.filter(created_at__gt=timezone.now() - timedelta(days=1))
    if (
        today.filter(created_by=giver).count() >= MOST_A_DAY
        or today.filter(email__iexact=address).count() >= MOST_TO_AN_ADDRESS
    ):
        raise TooManyError
